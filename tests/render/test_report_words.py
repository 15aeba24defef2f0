"""Words of the reports: each is there in both languages, with the same gaps to fill, and can be drawn."""

import re
from typing import Any

import pytest

from maturity.render.fonts import covered
from maturity.render.report_words import ReportWords, report_words
from maturity.render.words import words

CHINESE = re.compile("[\u4e00-\u9fff]")
GAPS = re.compile(r"\{\w+\}")


def parts(value: Any) -> list[str]:
    """Return the texts of a field, in order."""
    match value:
        case str():
            return [value]
        case dict():
            return [text for item in value.values() for text in parts(item)]
        case _:
            return [text for item in value for text in parts(item)]


@pytest.mark.parametrize("name", ReportWords._fields)
def test_a_field_says_the_same_in_both_languages(name: str) -> None:
    english, chinese = (getattr(report_words(language), name) for language in ("en", "zh"))
    pairs = list(zip(parts(english), parts(chinese), strict=True))
    assert pairs
    if isinstance(english, dict):
        assert list(english) == list(chinese)
    for en, zh in pairs:
        assert sorted(GAPS.findall(en)) == sorted(GAPS.findall(zh))
        assert not CHINESE.search(en)
        assert CHINESE.search(zh)


def test_the_fonts_have_every_word() -> None:
    said = "".join(text for language in ("en", "zh") for text in parts(report_words(language)))
    said += "".join(parts(words("zh"))) + "●○→–…"
    assert {char for char in said if ord(char) not in covered()} == set()
