"""What every test gets: an environment without the developer's settings, a cache of its own, real repositories."""

import os
import signal
import threading
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from tests.repository import Content, MakeRepository, build
from tests.scheduling import by_file, longest_first

# How long an example takes says more about the machine than about the code.
settings.register_profile("suite", deadline=None)
settings.load_profile("suite")


# A shell that starts a suite in the background has it ignore interrupts, and with it every program that a test starts.
if signal.getsignal(signal.SIGINT) == signal.SIG_IGN and threading.current_thread() is threading.main_thread():
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Hand out files instead of classes where whole scopes are asked for (`--dist loadscope`)."""
    return by_file(config, log) if config.getoption("dist") == "loadscope" else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes long."""
    longest_first(items)


KEPT = ("PATH", "LANG", "LC_ALL", "TMPDIR", "TERM", "COVERAGE_PROCESS_START")


@pytest.fixture(autouse=True, scope="session")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Take the developer's settings, credentials and home folder out of the environment."""
    with pytest.MonkeyPatch.context() as patch:
        for name in os.environ:
            if name not in KEPT and not name.startswith(("PYTEST", "PYTHON")):
                patch.delenv(name)
        patch.setenv("HOME", str(tmp_path_factory.mktemp("home")))
        patch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
        patch.setenv("GIT_CONFIG_NOSYSTEM", "1")
        yield


@pytest.fixture(autouse=True)
def cache_folder(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give each test a cache folder of its own (not created yet)."""
    folder = tmp_path_factory.getbasetemp() / "cache" / str(os.urandom(6).hex())
    monkeypatch.setenv("MATURITY_CACHE_DIR", str(folder))
    return folder


@pytest.fixture
def make_repository(tmp_path: Path) -> MakeRepository:
    """Build a git repository: `make_repository({"train.py": "..."}, commits=[{"train.py": "...", "old.py": None}])`."""

    def make(
        files: Mapping[str, Content], commits: Iterable[Mapping[str, Content]] = (), *, name: str = "project"
    ) -> Path:
        return build(tmp_path / name, files, commits)

    return make
