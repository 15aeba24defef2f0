"""Qualified names against patterns."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.evidence.recognition.names import NameIndex, fits

PART = st.text("ab*", max_size=3)


@pytest.mark.parametrize(
    ("pattern", "name", "expected"),
    [
        ("a.b", "a.b", True),
        ("a.*.c", "a.b.c", True),
        ("a.*.c", "a.c", False),
        ("a.**.c", "a.c", True),
        ("a.**.c", "a.x.y.c", True),
        ("a.*Trainer.train", "a.SFTTrainer.train", True),
        ("a.*Trainer.train", "a.Trainers.train", False),
        ("a.**", "a", True),
        ("a.**.b.**.c", "a.x.b.c", True),
        ("a.**.b.**.c", "a.x.c", False),
    ],
)
def test_fits(pattern: str, name: str, expected: bool) -> None:
    assert fits(tuple(pattern.split(".")), tuple(name.split("."))) is expected


def test_the_index_finds_by_the_last_part() -> None:
    index: NameIndex[str] = NameIndex()
    index.add("a.**.fit", "one")
    index.add("b.fit", "two")
    assert list(index.find("a.x.fit")) == ["one"]
    assert list(index.find("b.fit")) == ["two"]
    assert list(index.find("c.fit")) == []
    assert list(index.find_loose("?.fit")) == ["one", "two"]


@given(st.lists(PART, max_size=5), st.lists(PART, max_size=5))
def test_any_pattern_on_any_name_has_an_answer(pattern: list[str], name: list[str]) -> None:
    assert fits(tuple(pattern), tuple(name)) in (True, False)


@given(st.lists(st.text("ab", min_size=1, max_size=3), max_size=6))
def test_a_name_fits_itself_and_the_widest_pattern(name: list[str]) -> None:
    assert fits(tuple(name), tuple(name))
    assert fits(("**",), tuple(name))
