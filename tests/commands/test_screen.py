"""When the terminal UI opens, and what happens where it cannot."""

import argparse
import importlib.util
from collections.abc import Mapping

import pytest

from maturity import cli
from maturity.commands import Outcome, Terminal
from maturity.commands.arguments import parse
from maturity.commands.screen import HOW_TO_GET_IT, drawn

PRINTED, OPENED = Outcome("report\n", 3, ("a note",)), Outcome("", 130)
TERMINAL, PIPE = Terminal(interactive=True), Terminal()


def outcome(words: str, terminal: Terminal) -> Outcome:
    return drawn(parse(words.split()), terminal, lambda *_: PRINTED, lambda *_: OPENED)


@pytest.mark.parametrize("words", ["scan .", "show a.json", "rules", "rules --lang zh"])
def test_a_terminal_opens_the_screen(words: str) -> None:
    screen = outcome(words, TERMINAL).screen
    assert screen is not None
    assert screen() == OPENED


@pytest.mark.parametrize(
    ("words", "terminal"), [("scan .", PIPE), ("scan . --no-tui", TERMINAL), ("rules --no-tui", TERMINAL)]
)
def test_elsewhere_it_prints(words: str, terminal: Terminal) -> None:
    assert outcome(words, terminal) == PRINTED


def test_without_the_library_it_prints_and_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    find = importlib.util.find_spec
    monkeypatch.setattr("maturity.commands.screen.find_spec", lambda name: None if name == "textual" else find(name))
    assert outcome("scan .", TERMINAL) == PRINTED._replace(notes=("a note", HOW_TO_GET_IT))


@pytest.mark.parametrize(
    "words", ["scan . --format text", "scan . --verbose", "scan . --output x", "scan . --format=json"]
)
def test_whoever_asks_for_a_report_gets_one(words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("maturity.commands.scan.report", lambda *_: PRINTED)
    from maturity.commands.scan import run

    assert run(parse(words.split()), TERMINAL) == PRINTED


@pytest.mark.parametrize(
    ("environment", "interactive"),
    [
        ({"TERM": "xterm"}, True),
        ({"TERM": "dumb"}, False),
        ({}, False),
        ({"TERM": "xterm", "CI": "true"}, False),
        ({"TERM": "xterm", "CI": ""}, True),
    ],
)
def test_what_makes_a_terminal(
    environment: Mapping[str, str], interactive: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for stream in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(f"sys.{stream}", argparse.Namespace(isatty=lambda: True))
    assert cli.is_interactive(environment) is interactive
    monkeypatch.setattr("sys.stdout", argparse.Namespace(isatty=lambda: False))
    assert cli.is_interactive(environment) is False
