"""The GitHub action: the script of its step runs as the runner would run it."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from maturity.documents import yaml
from maturity.documents.tree import items, table, text
from tests.e2e.program import CHECKOUT
from tests.repository import MakeRepository

ACTION = table(yaml.load((CHECKOUT / "action.yml").read_text()))
STEPS = [table(step) for _, step in items(table(ACTION["runs"])["steps"])]


def runner(folder: Path) -> dict[str, str]:
    """Lay out what a runner gives a step, with this checkout installed where the first step puts it."""
    commands = folder / "temp/maturity/bin"
    commands.mkdir(parents=True)
    for name, words in (("maturity", "-m maturity"), ("python", "")):
        (commands / name).write_text(f'#!/bin/sh\nexec "{sys.executable}" {words} "$@"\n')
        (commands / name).chmod(0o755)
    return {
        "RUNNER_TEMP": str(folder / "temp"),
        "GITHUB_ACTION_PATH": str(CHECKOUT),
        "GITHUB_OUTPUT": str(folder / "output"),
        "GITHUB_STEP_SUMMARY": str(folder / "summary.md"),
        "PYTHONPATH": str(CHECKOUT),
    }


def judge(target: Path, folder: Path, **inputs: str) -> tuple[subprocess.CompletedProcess[str], dict[str, str]]:
    """Run the step that judges with some inputs, and return what it wrote and its outputs."""
    defaults = {name: text(table(one).get("default")) for name, one in table(ACTION["inputs"]).items()}
    given = defaults | inputs
    step = next(step for step in STEPS if step.get("id") == "gate")
    environment = {
        name: given[value.removeprefix("${{ inputs.").removesuffix(" }}")] for name, value in table(step["env"]).items()
    }
    around: dict[str, Any] = os.environ | runner(folder) | environment
    ran = subprocess.run(
        ["bash", "-c", text(step["run"])], cwd=target, env=around, capture_output=True, text=True, check=False
    )
    written = Path(around["GITHUB_OUTPUT"]).read_text().splitlines()
    return ran, dict(line.split("=", 1) for line in written)


@pytest.mark.slow
def test_the_step_judges_shows_and_leaves_reports(make_repository: MakeRepository, tmp_path: Path) -> None:
    target = make_repository({"README.md": "# x\n", "train.py": "import random\n"})
    ran, outputs = judge(target, tmp_path, level="1")
    assert ran.returncode == 1, ran.stderr
    assert (outputs["reached"], outputs["level"]) == ("false", "0")
    assert "::error title=maturity training-entrypoint::" in ran.stdout
    folder = Path(outputs["folder"])
    assert json.loads((folder / "assessment.json").read_text())["level"] == 0
    assert json.loads((folder / "maturity.sarif").read_text())["version"] == "2.1.0"
    assert (folder / "badge.svg").read_text().startswith("<svg")
    comment = (folder / "comment.md").read_text()
    assert comment == (tmp_path / "summary.md").read_text()
    assert len(comment.encode()) < 65_536


@pytest.mark.slow
def test_more_flags_come_one_a_line_and_are_words_not_shell(make_repository: MakeRepository, tmp_path: Path) -> None:
    target = make_repository({"README.md": "# x\n"})
    marker = tmp_path / "ran"
    ran, outputs = judge(target, tmp_path, level="0", arguments=f"--lang\nzh\n--project=$(touch {marker})\n")
    assert ran.returncode == 2
    assert outputs["reached"] == "false"
    assert not marker.exists()


def test_each_output_is_one_that_the_step_writes() -> None:
    written = {"reached", "level", "folder"}
    for name, output in table(ACTION["outputs"]).items():
        value = text(table(output)["value"])
        assert value.removeprefix("${{ steps.gate.outputs.").split(" ")[0] in written, name


def test_no_input_is_pasted_into_a_script() -> None:
    for step in STEPS:
        assert "${{" not in text(step.get("run"))
