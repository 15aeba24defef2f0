"""The user's editor: which command it is, and what is refused before one is started."""

from pathlib import Path

import pytest

from maturity.tui.editor import command
from tests.tui.conftest import Sample
from tests.tui.driving import drive, opened, press, text, told, until


@pytest.fixture
def editor(tmp_path: Path) -> Path:
    program = tmp_path / "my editor"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    return program


def test_arguments_are_a_list_and_the_file_is_absolute(editor: Path, tmp_path: Path) -> None:
    environment = {"EDITOR": f"'{editor}' --wait", "PATH": "/usr/bin:/bin"}
    file = tmp_path / "-rf; touch x $(id).py"
    assert command(environment, file, 7) == (str(editor), "--wait", "+7", str(file))
    assert command(environment | {"VISUAL": f"'{editor}'"}, file, None) == (str(editor), str(file))


@pytest.mark.parametrize("named", ["no-such-program-anywhere", "'unclosed", "' '"])
def test_an_editor_that_is_not_there_is_none(named: str) -> None:
    assert command({"EDITOR": named, "PATH": "/usr/bin:/bin"}, Path("/a.py"), 1) is None


def test_without_an_editor_and_without_a_terminal_one_is_told(sample: Sample, editor: Path) -> None:
    async def run(environment: dict[str, str], expected: str) -> None:
        async with opened(sample.opening(environment=environment)) as pilot:
            await press(pilot, "2", "enter")
            await until(pilot, lambda: expected in told(pilot))

    drive(run({"EDITOR": "no-such-program-anywhere"}, "$EDITOR names no program that can be started."))
    drive(run({"EDITOR": f"'{editor}'"}, "An editor cannot be opened from here."))


@pytest.mark.parametrize("path", ["../outside.py", "/etc/passwd", "link.py", "gone.py", "pipe"])
def test_only_a_plain_file_inside_the_target_is_opened(sample: Sample, editor: Path, tmp_path: Path, path: str) -> None:
    import os

    root = tmp_path / "root"
    root.mkdir()
    (tmp_path / "outside.py").write_text("secret = 1\n")
    (root / "link.py").symlink_to(tmp_path / "outside.py")
    os.mkfifo(root / "pipe")
    finding = sample.assessment.findings[0]
    evidence = tuple(one.model_copy(update={"path": path, "line": 1}) for one in finding.evidence[:1])
    stored = sample.assessment.model_copy(update={"findings": (finding.model_copy(update={"evidence": evidence}),)})

    async def run() -> None:
        opening = sample.opening(stored=stored, root=root, environment={"EDITOR": f"'{editor}'"})
        async with opened(opening, (160, 50)) as pilot:
            await press(pilot, "2")
            await until(pilot, lambda: f"{path} is " in text(pilot) or f"{path} does not lie inside" in text(pilot))
            assert "secret" not in text(pilot)
            await press(pilot, "enter")
            await until(pilot, lambda: bool(told(pilot)))
            assert "An editor" not in told(pilot)

    drive(run())
