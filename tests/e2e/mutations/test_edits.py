"""Edits take away what they name, and fail where they no longer fit."""

from pathlib import Path

import pytest

from tests.e2e.mutations.edits import Cut, Delete, Replace
from tests.repository import write

JOBS = "jobs:\n  a:\n    steps:\n\n      - run: x\n  b:\n    steps: []\n"


def test_a_block_goes_with_what_is_indented_deeper(tmp_path: Path) -> None:
    write(tmp_path, {"ci.yml": JOBS})
    Cut(within="ci.yml", cut="a:").apply(tmp_path)
    assert (tmp_path / "ci.yml").read_text() == "jobs:\n  b:\n    steps: []\n"


def test_a_text_is_no_pattern(tmp_path: Path) -> None:
    write(tmp_path, {"a.py": "f(x)\n", "b.py": "f(x)\n"})
    Replace(within="*.py", text="f(x)", by=r"\1", times=2).apply(tmp_path)
    assert (tmp_path / "b.py").read_text() == "\\1\n"


@pytest.mark.parametrize(
    "edit",
    [
        Replace(within="ci.yml", text="steps:"),
        Replace(within="ci.yml", pattern="^steps:"),
        Replace(within="gone.yml", text="steps:"),
        Delete(delete=("*.yaml",)),
    ],
)
def test_what_no_longer_fits_fails(edit: Replace | Delete, tmp_path: Path) -> None:
    write(tmp_path, {"ci.yml": JOBS})
    with pytest.raises(AssertionError, match=r"steps|named"):
        edit.apply(tmp_path)
