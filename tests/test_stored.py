"""Stored assessments: what was written comes back, and anything else is refused in one line."""

import os
from pathlib import Path

import pytest

from maturity import stored
from maturity.errors import UsageError
from maturity.render.json import document
from tests.render.example import EXAMPLE

WRITTEN = document(EXAMPLE)


def refusal(file: Path) -> str:
    with pytest.raises(UsageError) as refused:
        stored.load(file)
    return str(refused.value).removeprefix(f"{file}: ")


def test_what_was_written_comes_back(tmp_path: Path) -> None:
    file = tmp_path / "assessment.json"
    file.write_text(WRITTEN, encoding="utf-8")
    assert stored.load(file) == EXAMPLE


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "is no assessment: Invalid JSON: EOF while parsing a value at line 1 column 0; write one"),
        ("[]", "is no assessment: Input should be an object; write one"),
        ("{}", "is no assessment: schema_version: Field required; write one"),
        ("[" * 100_000, "is no assessment: Invalid JSON: recursion limit exceeded at line 1 column 2"),
        ('{"schema_version": "2.0"}', "has schema version 2.0, and this program reads 1.0: scan again, or use"),
        ('{"schema_version": "1.0"}', "is no valid assessment: tool: Field required; write one"),
        (
            WRITTEN.replace('"schema_version": "1.0"', '"schema_version": "1.7", "more": 1'),
            "is no valid assessment (schema version 1.7, this program knows 1.0): more: Extra inputs are not permitted",
        ),
        (WRITTEN.replace('"level": 1,', '"level": 4,', 1), "is no valid assessment: level: Input should be less than"),
        (WRITTEN.replace('"score": 0.5', '"score": NaN', 1), "is no valid assessment: score: Input should be "),
        (
            WRITTEN.replace('"status": "fail"', '"status": "excellent"'),
            "is no valid assessment: findings.1.status: Input should be 'pass', 'fail', 'unknown',",
        ),
        (
            WRITTEN.replace('"status": "fail"', '"status": "pass"'),
            "contradicts itself: the counts of principle automation are not those of its findings; write one with",
        ),
    ],
)
def test_anything_else_is_refused_with_the_place_and_the_fault(tmp_path: Path, content: str, message: str) -> None:
    file = tmp_path / "assessment.json"
    file.write_text(content, encoding="utf-8")
    assert refusal(file).startswith(message)


def test_a_file_that_is_none_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert refusal(tmp_path / "pipe").startswith("cannot be read: it is no plain file; write one with")
    assert refusal(tmp_path).startswith("cannot be read: ")
    assert refusal(tmp_path / "absent").startswith("cannot be read: No such file or directory; write one with")
    assert refusal(tmp_path / "nul\0").startswith("cannot be read: that is no path;")


def test_a_file_beyond_the_limit_is_not_read_whole(tmp_path: Path) -> None:
    file = tmp_path / "assessment.json"
    with file.open("wb") as sparse:
        sparse.truncate(stored.LIMIT + 1)
    assert refusal(file).startswith("is larger than 64 MiB; write one with")
