"""Packages that hang, and the clock that ends them."""

import signal
import sys
import threading
import time
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from maturity.plugins import found
from maturity.plugins.deadline import OutOfTime, within
from maturity.plugins.found import EXTRACTORS, Package, PluginFailed


def test_a_block_that_waits_is_interrupted_and_one_that_ends_is_not() -> None:
    before = signal.getsignal(signal.SIGALRM)
    with pytest.raises(OutOfTime), within(0.05):
        time.sleep(30)
    with within(0.05):
        pass
    time.sleep(0.1)
    assert signal.getsignal(signal.SIGALRM) is before


def test_other_threads_have_no_clock() -> None:
    done: list[bool] = []

    def work() -> None:
        with within(0.01):
            time.sleep(0.05)
            done.append(True)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert done == [True]


@pytest.mark.parametrize(
    "code",
    [
        "import time\ndef extract(files):\n    time.sleep(60)\n",
        "def extract(files):\n while True:\n  try:\n   sum(range(99))\n  except Exception:\n   pass\n",
        "import time\ntime.sleep(60)\n",
    ],
    ids=["waits", "catches what it can", "hangs when it is imported"],
)
def test_a_package_that_hangs_is_one_line(code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "odd_hangs.py").write_text(code)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "odd_hangs", raising=False)
    monkeypatch.setattr(found, "SECONDS", 0.2)
    entry = EntryPoint("one", "odd_hangs:extract", EXTRACTORS)
    with pytest.raises(PluginFailed, match=r"^odd 2\.1: one: took longer than 0\.2 s$"):
        Package("odd", "2.1", (entry,)).call(entry, lambda extract: extract(None))
