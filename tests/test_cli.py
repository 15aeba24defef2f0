"""The front door: exit codes, messages, where output goes. Commands here are small real ones behind the verb `scan`."""

import os
import signal
import subprocess
import sys
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import NoReturn

import pytest

from maturity import cli
from maturity.commands import Outcome, Terminal
from maturity.commands.arguments import EXIT_CODES, SOURCE_UNREADABLE, VERBS
from maturity.errors import SourceError, UsageError

Install = Callable[[Callable[[Namespace, Terminal], Outcome]], None]


@pytest.fixture
def scan_is(monkeypatch: pytest.MonkeyPatch) -> Install:
    """Put another command behind the verb `scan`."""

    def install(run: Callable[[Namespace, Terminal], Outcome]) -> None:
        module = ModuleType("command_of_a_test")
        module.__dict__["run"] = run
        monkeypatch.setitem(sys.modules, module.__name__, module)
        monkeypatch.setitem(VERBS, "scan", module.__name__)

    return install


def raising(error: BaseException) -> Callable[[Namespace, Terminal], Outcome]:
    def run(arguments: Namespace, terminal: Terminal) -> NoReturn:
        raise error

    return run


def saying(text: str, code: int = 0, notes: tuple[str, ...] = ()) -> Callable[[Namespace, Terminal], Outcome]:
    return lambda arguments, terminal: Outcome(text, code, notes)


@pytest.mark.parametrize(
    ("error", "code", "message"),
    [
        (UsageError("x.yaml:3: no such field"), 2, "maturity: x.yaml:3: no such field\n"),
        (SourceError("server: no answer"), 3, "maturity: server: no answer\n"),
        (KeyboardInterrupt(), 130, "maturity: interrupted\n"),
        (UsageError("a\nb\x1b[2J"), 2, "maturity: a\\nb\\x1b[2J\n"),
    ],
)
def test_an_error_is_one_line_and_a_code(
    scan_is: Install, capsys: pytest.CaptureFixture[str], error: BaseException, code: int, message: str
) -> None:
    scan_is(raising(error))
    assert cli.main(["scan"]) == code
    assert capsys.readouterr() == ("", message)


def test_our_own_fault_names_the_kind_and_keeps_foreign_text_out(
    scan_is: Install, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    scan_is(raising(KeyError("s3cret")))
    assert cli.main(["scan"]) == 4
    message = capsys.readouterr().err
    assert message.startswith("maturity: our own fault: KeyError in maturity.cli, line ")
    assert "MATURITY_DEBUG=1" in message
    assert "s3cret" not in message

    monkeypatch.setenv("MATURITY_DEBUG", "1")
    assert cli.main(["scan"]) == 4
    assert "Traceback (most recent call last)" in capsys.readouterr().err


def test_results_and_notes_go_apart(scan_is: Install, capsys: pytest.CaptureFixture[str]) -> None:
    scan_is(saying("report\n", 3, ("mlflow: no answer",)))
    assert cli.main(["scan"]) == 3
    assert capsys.readouterr() == ("report\n", "maturity: mlflow: no answer\n")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["scan", "--format", "jsn"], "maturity: --format: there is no 'jsn'; did you mean 'json'?\n"),
        (["diff", "--format", "q"], "maturity: --format: there is no 'q'; choose from text, markdown, json\n"),
        (["scna"], "maturity: VERB: there is no 'scna'; did you mean 'scan'?\n"),
        (["rules", "shw"], "maturity: ACTION: there is no 'shw'; did you mean 'show'?\n"),
        (["scan", "--form", "json"], "maturity: unrecognized arguments: --form; see maturity --help\n"),
        ([], "maturity: the following arguments are required: VERB; see maturity --help\n"),
    ],
)
def test_wrong_usage_is_explained_in_one_line(
    capsys: pytest.CaptureFixture[str], words: list[str], message: str
) -> None:
    assert cli.main(words) == 2
    assert capsys.readouterr() == ("", message)


@pytest.mark.parametrize(
    "words",
    [["init"], ["new"], *(["scan", ".", option] for option in ("--config", "--rules", "--technologies", "--output"))],
)
def test_a_name_that_no_file_can_have_is_a_fault_of_usage(capsys: pytest.CaptureFixture[str], words: list[str]) -> None:
    assert cli.main([*words, "x" * 5000]) == 2
    assert capsys.readouterr() == ("", f"maturity: {'x' * 80}...: no name can be so long; give a shorter one\n")


def test_help_shows_every_verb_and_exit_code(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--help"]) == 0
    text = capsys.readouterr().out
    assert all(f"  {verb}" in text for verb in VERBS)
    assert all(f"  {code:<4} {meaning}" in text for code, meaning in EXIT_CODES.items())


def test_every_exit_code_is_documented() -> None:
    used = {cli.USAGE, SOURCE_UNREADABLE, cli.OWN_FAULT, cli.INTERRUPTED, cli.TERMINATED}
    assert used == set(EXIT_CODES) - {0, 1}


@pytest.mark.parametrize(
    ("words", "ending"),
    [
        (["rules", "list"], " required"),
        (["rules", "list", "--lang", "zh"], " 条必需"),
        (["rules", "--lang", "zh", "list"], " 条必需"),
        (["rules", "--rules", "/nowhere", "list"], ""),
    ],
)
def test_options_hold_before_and_behind_an_action(
    words: list[str], ending: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(words) == (0 if ending else 2)
    printed = capsys.readouterr().out
    assert printed.rstrip("\n").endswith(ending)
    assert bool(printed) == bool(ending)


def test_help_loads_nothing_heavy() -> None:
    program = "import sys; from maturity.cli import main; main(['--help']); print(*sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    heavy = {"pydantic", "yaml", "git", "re2", "tree_sitter", "jinja2", "multiprocessing", "asyncio", "dataclasses"}
    assert heavy.isdisjoint(done.stderr.split())


class TestOutput:
    def test_a_report_replaces_the_file_whole(self, scan_is: Install, tmp_path: Path) -> None:
        scan_is(saying("级别 1\n"))
        report = tmp_path / "report.txt"
        report.write_text("before")
        assert cli.main(["scan", "--output", str(report)]) == 0
        assert report.read_bytes() == "级别 1\n".encode()
        assert os.listdir(tmp_path) == ["report.txt"]

    def test_nothing_is_written_through_a_link(
        self, scan_is: Install, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        scan_is(saying("report"))
        precious = tmp_path / "precious"
        precious.write_text("before")
        (tmp_path / "report.txt").symlink_to(precious)
        assert cli.main(["scan", "--output", str(tmp_path / "report.txt")]) == 2
        assert precious.read_text() == "before"
        assert capsys.readouterr().err.endswith("it is a link, a folder or a device; name a plain file\n")

    @pytest.mark.parametrize("name", [".", "missing/report.txt", "pipe"])
    def test_an_impossible_place_is_refused_before_the_work(
        self, scan_is: Install, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
    ) -> None:
        scan_is(raising(AssertionError("the work began")))
        os.mkfifo(tmp_path / "pipe")
        assert cli.main(["scan", "--output", str(tmp_path / name)]) == 2
        assert "cannot be written" in capsys.readouterr().err

    def test_a_lone_surrogate_does_not_stop_a_report(self, scan_is: Install, tmp_path: Path) -> None:
        scan_is(saying("a\udcffb"))
        assert cli.main(["scan", "--output", str(tmp_path / "r")]) == 0
        assert (tmp_path / "r").read_bytes() == b"a?b"


@pytest.mark.parametrize(
    ("choice", "on_terminal", "environment", "colour"),
    [
        ("auto", True, {}, True),
        ("auto", False, {}, False),
        ("auto", True, {"TERM": "dumb"}, False),
        ("auto", True, {"NO_COLOR": "1"}, False),
        ("auto", False, {"FORCE_COLOR": "1"}, True),
        ("auto", True, {"NO_COLOR": "1", "FORCE_COLOR": "1"}, False),
        ("always", False, {"NO_COLOR": "1"}, True),
        ("never", True, {"FORCE_COLOR": "1"}, False),
    ],
)
def test_colour_is_decided_by_option_then_environment_then_terminal(
    choice: str, environment: dict[str, str], *, on_terminal: bool, colour: bool
) -> None:
    assert cli.wants_colour(choice, on_terminal=on_terminal, environment=environment) is colour


_LONG = """
import sys, time, types
from maturity import cli
from maturity.commands import Outcome
from maturity.commands.arguments import VERBS
module = types.ModuleType("long")
def run(arguments, terminal):
    {body}
module.run = run
sys.modules["long"] = module
VERBS["scan"] = "long"
raise SystemExit(cli.main(["scan"]))
"""


def start(body: str, **environment: str) -> "subprocess.Popen[bytes]":
    """Run the front door in a process of its own, with a command made of one body."""
    return subprocess.Popen(
        [sys.executable, "-c", _LONG.format(body=body)],
        env=os.environ | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_a_signal_ends_with_one_line(number: int, code: int) -> None:
    process = start("print('ready', flush=True); time.sleep(30)")
    assert process.stdout
    process.stdout.readline()
    process.send_signal(number)
    _, errors = process.communicate(timeout=10)
    assert (process.returncode, errors.count(b"\n")) == (code, 1)


@pytest.mark.parametrize(
    ("cause", "code"), [("KeyboardInterrupt()", 130), ("cli._Terminated()", 143), ("ValueError()", 4)]
)
def test_a_signal_that_comes_while_a_class_is_made_is_no_fault_of_ours(cause: str, code: int) -> None:
    process = start(f"raise RuntimeError('Error calling __set_name__') from {cause}")
    _, errors = process.communicate(timeout=10)
    assert (process.returncode, errors.count(b"\n")) == (code, 1)


def test_a_reader_who_goes_away_is_no_error() -> None:
    process = start("return Outcome('line\\n' * 1_000_000)")
    assert process.stdout
    assert process.stderr
    process.stdout.readline()
    process.stdout.close()
    assert (process.wait(timeout=10), process.stderr.read()) == (0, b"")
    process.stderr.close()


def test_a_full_disk_is_one_line() -> None:
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "maturity", "--help"], stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert (done.returncode, done.stderr.count(b"\n")) == (2, 1)


def test_a_pipe_gets_utf8_whatever_the_locale() -> None:
    process = start("return Outcome('级别')", PYTHONIOENCODING="ascii")
    out, _ = process.communicate(timeout=10)
    assert out == "级别".encode()


def test_a_process_of_its_own_is_set_up_and_a_caller_is_left_alone() -> None:
    told = "; print(gc.get_threshold()[0], os.environ.get('PYDANTIC_DISABLE_PLUGINS'), file=sys.__stderr__)"
    for call, expected in (("main()", "100000 __all__"), ("main(['--version'])", "700 None")):
        program = f"import gc, os, sys; from maturity.cli import main; gc.set_threshold(700); {call}{told}"
        done = subprocess.run([sys.executable, "-c", program, "--version"], capture_output=True, check=True)
        assert done.stderr.decode().strip() == expected
