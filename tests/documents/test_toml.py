"""TOML as data, with its one dangerous shape refused."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.documents.toml import line_of, load
from maturity.errors import Unreadable

PYPROJECT = '[project]\nname = "x"\n\n[tool.ruff.lint]\nselect = ["E"]\n\n[tool.mypy]\nstrict = true\n'


def test_a_document_is_plain_values() -> None:
    assert load(PYPROJECT)["tool"] == {"ruff": {"lint": {"select": ["E"]}}, "mypy": {"strict": True}}


@pytest.mark.parametrize(
    ("header", "key", "line"),
    [("project", "", 1), ("tool.ruff", "", 4), ("tool.mypy", "strict", 8), ("tool.mypy", "", 7), ("tool.black", "", 1)],
)
def test_headers_and_keys_have_lines(header: str, key: str, line: int) -> None:
    assert line_of(PYPROJECT, header, key) == line


def test_a_key_of_50000_dots_is_refused_at_once() -> None:
    begun = time.process_time()
    with pytest.raises(Unreadable, match="a TOML key of 100001 characters, line 2"):
        load("[a]\n" + "b." * 50_000 + " = 1\n")
    assert time.process_time() - begun < 1


@given(st.text(max_size=300))
def test_no_text_raises_anything_else(text: str) -> None:
    try:
        document = load(text)
    except Unreadable:
        return
    assert isinstance(document, dict)
