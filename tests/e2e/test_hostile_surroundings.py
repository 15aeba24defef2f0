"""Where the program stands: signals, closed pipes, places that take no output, encodings that know few letters."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.e2e.program import CHECKOUT, maturity
from tests.e2e.test_scan import TRAINING
from tests.repository import MakeRepository, commit, write

LARGE = {f"package/module_{n}.py": f"import sklearn\ndef f{n}(x):\n    return x\n" * 150 for n in range(400)}


def start(target: Path, temporary: Path, *words: str) -> subprocess.Popen[str]:
    """Start a scan as the head of a process group of its own, with a folder of its own for temporary files."""
    temporary.mkdir()
    return subprocess.Popen(
        [sys.executable, "-m", "maturity", "scan", str(target), "--no-cache", *words],
        env=os.environ | {"PYTHONPATH": str(CHECKOUT), "TMPDIR": str(temporary), "MATURITY_MARK": str(temporary)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def left(temporary: Path) -> list[str]:
    """Return the command lines of the processes that a scan has left behind, by a mark in their environment."""
    found = []
    for process in Path("/proc").iterdir():
        try:
            if process.name.isdigit() and os.fsencode(temporary) in (process / "environ").read_bytes():
                found.append((process / "cmdline").read_text().replace("\0", " "))
        except OSError:
            continue
    return found


@pytest.mark.slow
@pytest.mark.parametrize("after", [0.15, 0.4, 0.8])
@pytest.mark.parametrize(
    ("number", "code", "said"), [(signal.SIGTERM, 143, "terminated"), (signal.SIGINT, 130, "interrupted")]
)
def test_a_signal_leaves_no_child_and_no_temporary_folder(
    number: signal.Signals, code: int, said: str, after: float, make_repository: MakeRepository, tmp_path: Path
) -> None:
    target = make_repository(LARGE)
    running = start(target, tmp_path / "temporary")
    until = time.monotonic() + 10
    while not list((tmp_path / "temporary").iterdir()) and running.poll() is None and time.monotonic() < until:
        time.sleep(0.01)
    time.sleep(after)
    running.send_signal(number)
    out, err = running.communicate(timeout=20)
    if running.returncode != 0:  # a fast machine may have finished
        assert (out, err) == ("", f"maturity: {said}\n")
        # Python itself ends by the signal when that came while it compiled a text; a shell shows the same number.
        assert running.returncode in (code, -number)
    assert list((tmp_path / "temporary").iterdir()) == []
    if sys.platform == "linux":
        time.sleep(0.1)
        assert left(tmp_path / "temporary") == []


class TestOutput:
    """A report is written whole, where it was asked for, or not at all."""

    def refused(self, project: Path, output: Path) -> str:
        ran = maturity("scan", project, "--output", output)
        assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
        assert "cannot be written" in ran.err
        return ran.err

    def test_a_folder_a_missing_folder_and_a_device(self, make_repository: MakeRepository, tmp_path: Path) -> None:
        project = make_repository(TRAINING)
        self.refused(project, tmp_path)
        self.refused(project, tmp_path / "missing" / "report.txt")
        self.refused(project, Path("/dev/full"))

    def test_a_link_and_what_it_leads_to_stay(self, make_repository: MakeRepository, tmp_path: Path) -> None:
        project = make_repository(TRAINING)
        write(tmp_path, {"precious": "mine"})
        (project / "report.html").symlink_to(tmp_path / "precious")
        self.refused(project, project / "report.html")
        assert (tmp_path / "precious").read_text() == "mine"

    @pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
    def test_a_place_that_takes_nothing(self, make_repository: MakeRepository, tmp_path: Path) -> None:
        project = make_repository(TRAINING)
        write(tmp_path, {"closed/report.txt": "before"})
        (tmp_path / "closed").chmod(0o500)
        self.refused(project, tmp_path / "closed" / "report.txt")
        assert (tmp_path / "closed" / "report.txt").read_text() == "before"

    def test_a_full_disk_leaves_the_earlier_report(self, make_repository: MakeRepository, tmp_path: Path) -> None:
        write(tmp_path, {"out/report.json": "before"})
        program = (
            "import resource, signal, sys\n"
            "from maturity.cli import main, save\n"
            "import maturity.cli\n"
            "def save_full(text, output):\n"
            "    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
            "    resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))\n"
            "    save(text, output)\n"
            "maturity.cli.save = save_full\n"
            "sys.exit(main())\n"
        )
        done = subprocess.run(
            [sys.executable, "-c", program, "scan", str(make_repository(TRAINING)), "--output",
             str(tmp_path / "out/report.json")],
            env=os.environ | {"PYTHONPATH": str(CHECKOUT)}, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
        assert [path.name for path in (tmp_path / "out").iterdir()] == ["report.json"]
        assert (tmp_path / "out/report.json").read_text() == "before"

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
    def test_a_full_standard_output_is_one_line(self, make_repository: MakeRepository) -> None:
        with open("/dev/full", "w", encoding="utf-8") as full:
            done = subprocess.run(
                [sys.executable, "-m", "maturity", "scan", str(make_repository(TRAINING))],
                env=os.environ | {"PYTHONPATH": str(CHECKOUT)}, stdout=full, stderr=subprocess.PIPE, text=True,
                check=False,
            )  # fmt: skip
        assert (done.returncode, done.stderr) == (
            2,
            "maturity: standard output cannot be written: No space left on device\n",
        )

    @pytest.mark.parametrize("stream", ["stdout", "stderr"])
    def test_a_stream_that_is_closed_is_no_fault(self, stream: str, make_repository: MakeRepository) -> None:
        line = f'exec "$@" {"2" if stream == "stderr" else ""}>&-'
        command = [sys.executable, "-m", "maturity", "scan", str(make_repository(TRAINING))]
        done = subprocess.run(
            ["sh", "-c", line, "sh", *command],
            env=os.environ | {"PYTHONPATH": str(CHECKOUT)}, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("form", ["text", "markdown", "json"])
def test_an_encoding_that_knows_few_letters(form: str, make_repository: MakeRepository) -> None:
    project = make_repository(TRAINING | {"模型.py": "import sklearn\n(\n", "é\U0001f600.md": "x"})
    surroundings = {"PYTHONIOENCODING": "ascii", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    for language in ("en", "zh"):
        ran = maturity("scan", project, "--format", form, "--verbose", "--lang", language, folder=None, **surroundings)
        assert (ran.code, ran.err) == (0, "")


@pytest.mark.parametrize("variable", ["HOME", "MATURITY_CACHE_DIR", "XDG_CACHE_HOME"])
def test_a_cache_that_has_no_place_costs_only_time(
    variable: str, make_repository: MakeRepository, tmp_path: Path
) -> None:
    write(tmp_path, {"file": ""})
    surroundings = {"MATURITY_CACHE_DIR": "", variable: str(tmp_path / "file" / "inner")}
    ran = maturity("scan", make_repository(TRAINING), folder=None, **surroundings)
    assert (ran.code, ran.err) == (0, "")


def test_the_current_folder_may_be_gone(make_repository: MakeRepository, tmp_path: Path) -> None:
    (tmp_path / "gone").mkdir()
    project = make_repository(TRAINING)
    done = subprocess.run(
        ["sh", "-c", 'rmdir "$PWD" && exec "$@"', "sh", sys.executable, "-m", "maturity", "scan", str(project)],
        cwd=tmp_path / "gone", env=os.environ | {"PYTHONPATH": str(CHECKOUT)}, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")


def test_a_target_whose_name_is_no_text(make_repository: MakeRepository) -> None:
    project = make_repository({})
    inner = os.fsencode(project) + b"/\xff\n\x1b[2J"
    Path(os.fsdecode(inner)).mkdir()
    for name, content in TRAINING.items():
        (Path(os.fsdecode(inner)) / Path(name).name).write_text(content, encoding="utf-8")
    commit(project, {})
    for target in (os.fsdecode(inner), str(project)):
        for form in ("text", "markdown", "json"):
            ran = maturity("scan", target, "--format", form)
            assert (ran.code, ran.err) == (0, "")
            assert "\x1b" not in ran.out
