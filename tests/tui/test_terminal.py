"""The real command in a real terminal: it opens, takes keys, runs the editor, and leaves the terminal as it was."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.sample.repository import build

TMUX = shutil.which("tmux")
PATIENCE = 90.0

pytestmark = [pytest.mark.slow, pytest.mark.skipif(TMUX is None, reason="tmux is not installed")]


class Terminal:
    """A tmux session with one shell in it."""

    def __init__(self, folder: Path, width: int, height: int) -> None:
        self._socket = folder / "tmux"
        variables = {
            "PATH": os.environ["PATH"],
            "TERM": "xterm-256color",
            "HOME": os.environ["HOME"],
            "LANG": "C.UTF-8",
        }
        variables |= {name: os.environ[name] for name in ("MATURITY_CACHE_DIR",) if name in os.environ}
        words = ("-f", os.devnull, "new-session", "-d", "-s", "t", "-x", str(width), "-y", str(height), "/bin/sh")
        self._tmux(*words, environment=variables)

    def run(self, command: str) -> None:
        """Type a command and enter."""
        self._tmux("send-keys", "-t", "t", "-l", command)
        self.press("Enter")

    def press(self, *keys: str) -> None:
        """Press keys."""
        self._tmux("send-keys", "-t", "t", *keys)

    def screen(self) -> str:
        """Return what is on the screen."""
        return self._tmux("capture-pane", "-p", "-t", "t")

    def shows(self, condition: Callable[[str], bool]) -> str:
        """Wait until the screen is as it should be."""
        until = time.monotonic() + PATIENCE
        while not condition(shown := self.screen()):
            assert time.monotonic() < until, shown
            time.sleep(0.1)
        return shown

    def close(self) -> None:
        """End the session."""
        self._tmux("kill-server")

    def _tmux(self, *words: str, environment: dict[str, str] | None = None) -> str:
        assert TMUX is not None
        done = subprocess.run(
            [TMUX, "-u", "-S", str(self._socket), *words], env=environment, capture_output=True, check=True
        )
        return done.stdout.decode(errors="replace")


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    opened = Terminal(tmp_path, 100, 30)
    yield opened
    opened.close()


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return build(tmp_path / "demo")


def test_scan_opens_edits_and_leaves_the_terminal_as_it_was(terminal: Terminal, project: Path, tmp_path: Path) -> None:
    noted = tmp_path / "noted"
    editor = tmp_path / "editor"
    editor.write_text(
        f'#!/bin/sh\nfor word; do printf "%s\\n" "$word"; done > "{noted}.part"; mv "{noted}.part" "{noted}"\n'
    )
    editor.chmod(0o755)
    terminal.run(f"EDITOR={editor} {sys.executable} -m maturity scan {project}; echo code=$?")
    shown = terminal.shows(lambda screen: "What keeps level" in screen)
    assert "1 Overview" in shown
    assert "Level 2" in shown
    terminal.press("2")
    terminal.shows(lambda screen: "data-preparation-automated · level 1, required" in screen)
    terminal.press("Enter")
    until = time.monotonic() + PATIENCE
    while not noted.exists():
        assert time.monotonic() < until, terminal.screen()
        time.sleep(0.1)
    line, file = noted.read_text().splitlines()
    assert line[0] == "+"
    assert line[1:].isdigit()
    assert file == str(project / "src/churn/prepare.py")
    terminal.shows(lambda screen: "data-preparation-automated · level 1, required" in screen)
    terminal.press("q")
    shown = terminal.shows(lambda screen: "code=0" in screen)
    assert "What keeps level" not in shown
    terminal.run("echo sane")
    terminal.shows(lambda screen: screen.count("sane") == 2)


def test_a_signal_ends_it_and_restores_the_terminal(terminal: Terminal, project: Path, tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    terminal.run(f"{sys.executable} -m maturity scan {project} --format json --output {file}; echo code=$?")
    terminal.shows(lambda screen: "code=0" in screen)
    terminal.run(
        f"clear; sh -c 'echo $$ > {tmp_path}/pid; exec {sys.executable} -m maturity show {file}'; echo code=$?"
    )
    terminal.shows(lambda screen: "What keeps level" in screen)
    os.kill(int((tmp_path / "pid").read_text()), 15)
    shown = terminal.shows(lambda screen: "code=143" in screen)
    assert "maturity: terminated" in shown
    assert "What keeps level" not in shown


def test_a_target_that_is_not_there_ends_in_one_line(terminal: Terminal, tmp_path: Path) -> None:
    terminal.run(f"{sys.executable} -m maturity scan {tmp_path}/none; echo code=$?")
    shown = terminal.shows(lambda screen: "code=2" in screen)
    assert "maturity: " in shown
    assert "Traceback" not in shown


def test_rules_are_browsed_without_a_target(terminal: Terminal) -> None:
    terminal.run(f"{sys.executable} -m maturity rules; echo code=$?")
    terminal.shows(lambda screen: "data-preparation-automated" in screen)
    terminal.press("/")
    terminal.shows(lambda screen: "words to look for" in screen)
    terminal.run("rolled back")
    terminal.shows(lambda screen: "A bad release is rolled back by itself" in screen and "data-prep" not in screen)
    terminal.press("q")
    terminal.shows(lambda screen: "code=0" in screen)
