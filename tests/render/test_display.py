"""Foreign text is harmless once it is shown."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.render.display import displayable, markdown_code, markdown_prose, markdown_text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("src/train.py", "src/train.py"),
        ("数据/训练　集.py", "数据/训练　集.py"),
        ("\x1b]0;title\x07", "\\x1b]0;title\\x07"),
        ("a\n::error::b", "a\\n::error::b"),
        ("::error::b", "\\x3a:error::b"),
        ("  ::error::b", "  \\x3a:error::b"),
        ("##[error]b", "\\x23#[error]b"),
        ("a ##vso[task.complete]", "a ##vs\\x6f[task.complete]"),
        ("a ##teamcity[message]", "a ##teamcit\\x79[message]"),
        ("a::b ## c", "a::b ## c"),
        ("a\u202etxt.exe", "a\\u202etxt.exe"),
        ("a\u200bb\ufeff\u3164", "a\\u200bb\\ufeff\\u3164"),
        ("a\udcffb", "a\\udcffb"),
        ("\U000e0041", "\\U000e0041"),
        ("x" * 201, "x" * 199 + "…"),
        ("x" * 200, "x" * 200),
    ],
)
def test_what_cannot_be_seen_is_shown_as_an_escape(text: str, shown: str) -> None:
    assert displayable(text) == shown


@given(st.text(alphabet=st.characters(exclude_categories=[])))
def test_nothing_invisible_is_left(text: str) -> None:
    shown = displayable(text)
    assert len(shown) <= 200
    assert all(unicodedata.category(char)[0] != "C" and char not in "\u2028\u2029" for char in shown)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("<script>", "&lt;script&gt;"),
        ("[a](javascript:x)", r"\[a\]\(javascript:x\)"),
        ("![a](//h/p.png)", r"\!\[a\]\(//h/p.png\)"),
        ("@everyone", "@<!-- -->everyone"),
        ("see https://h/", "see https:<!-- -->//h/"),
        ("- item", r"\- item"),
        ("1. item", r"1\. item"),
        ("12) item", r"12\) item"),
        ("  3.", r"  3\."),
        ("0.82", "0.82"),
        ("3.11.7", "3.11.7"),
        ("-0.5", r"\-0.5"),
        ("# head", r"\# head"),
    ],
)
def test_markdown_shows_words_as_they_are(text: str, shown: str) -> None:
    assert markdown_text(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a.py:3 fit()", "`a.py:3 fit()`"),
        ("a`b", "``a`b``"),
        ("`a`", "`` `a` ``"),
        ("a|b", r"`a\|b`"),
        ("", "` `"),
    ],
)
def test_markdown_code_cannot_be_left(text: str, shown: str) -> None:
    assert markdown_code(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("run `make *` <now>", "run `make *` &lt;now&gt;"),
        ("a `b", "a \\`b"),
        ("plain_text", "plain\\_text"),
    ],
)
def test_code_in_a_text_of_the_catalog_stays_code(text: str, shown: str) -> None:
    assert markdown_prose(text) == shown
