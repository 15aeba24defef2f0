"""The generated tree is the same everywhere, and measures are those of the command."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import remote
from benchmarks.generate import generate
from benchmarks.scan import describe, median


@pytest.fixture
def identity(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"):
        monkeypatch.setenv(name, "2026-01-01T00:00:00+00:00")


@pytest.mark.usefixtures("identity")
def test_the_same_numbers_give_the_same_tree(tmp_path: Path) -> None:
    first, second = generate(tmp_path / "a", 45, 1), generate(tmp_path / "b", 45, 1)
    for file in first.rglob("*.py"):
        ast.parse(file.read_text())
    heads = [
        subprocess.run(["git", "rev-parse", "HEAD^{tree}"], cwd=tree, capture_output=True, check=True).stdout
        for tree in (first, second)
    ]
    assert heads[0] == heads[1]
    assert describe(first) == "a: 49 files, 0.1 MB of Python"


def test_a_measure_is_that_of_the_child(tmp_path: Path) -> None:
    busy = "import time\nblock = bytearray(60_000_000)\nwhile time.process_time() < 0.2: pass"
    measured = median([sys.executable, "-c", busy], tmp_path, runs=1)
    assert measured.wall >= 0.1
    assert measured.cpu >= 0.1
    assert measured.peak >= 57


@pytest.mark.slow
def test_both_faults_of_the_remote_are_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = remote.make(tmp_path, 40, 64)
    remote.steps(made)
    remote.whole(made)
    rows = [line.split(" | ") for line in capsys.readouterr().out.splitlines()]
    assert [row[0] for row in rows[:2]] == ["| fsspec: list", "| ls -lR"]
    assert [(row[0], row[4], row[5]) for row in rows[2:]] == [
        ("| maturity: list", "", " |"),
        ("| maturity: list and check presence", "found", " |"),
        ("| maturity: hash everything", "", "found |"),
        ("| maturity: whole audit, hashing a sample of 200", "found", "found |"),
        ("| maturity: whole audit, hashing everything", "found", "found |"),
    ]
