"""East Asian characters take two columns."""

from hypothesis import given
from hypothesis import strategies as st

from maturity.render.columns import fit, pad, width, wrap


def test_wide_characters_count_twice_and_marks_not_at_all() -> None:
    assert (width("abc"), width("级别"), width("e\u0301")) == (3, 4, 1)
    assert pad("级", 4) == "级  "


def test_a_text_is_cut_with_an_ellipsis() -> None:
    assert fit("abcdef", 6) == "abcdef"
    assert fit("abcdefg", 6) == "abcde…"
    assert fit("机器学习", 6) == "机器…"


def test_lines_break_between_words_and_between_wide_characters() -> None:
    assert wrap("one two three", 7) == ["one two", "three"]
    assert wrap("机器学习，流水线", 10) == ["机器学习，", "流水线"]
    assert wrap("", 10) == []


def test_no_line_begins_with_a_command_of_a_ci_system() -> None:
    assert wrap("one two ##[error] x", 8) == ["one two ##[error]", "x"]
    assert wrap("one two # x", 7) == ["one two", "# x"]


@given(st.text(alphabet="ab 级别，。", max_size=60), st.integers(min_value=8, max_value=30))
def test_wrapping_loses_nothing_but_blanks(text: str, columns: int) -> None:
    assert "".join(wrap(text, columns)).replace(" ", "") == text.replace(" ", "")
