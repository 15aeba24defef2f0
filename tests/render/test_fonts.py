"""The fonts in the PDF: what the list says is what they have, and what they lack is shown as an escape."""

from io import BytesIO

import pytest
from fontTools.ttLib import TTFont

from maturity.render.fonts import covered, faces, legible


@pytest.mark.slow
def test_the_list_of_characters_is_that_of_the_fonts() -> None:
    have = {name: set(TTFont(BytesIO(content)).getBestCmap()) for name, content in faces().items()}
    assert have["sans-regular.woff2"] == set(covered())
    assert have["sans-bold.woff2"] == set(covered())
    assert have["mono-regular.woff2"] <= set(covered())


def test_what_cannot_be_drawn_is_an_escape() -> None:
    assert legible("级别 café Привет", 100) == "级别 café Привет"
    assert legible("a\U0001f600b 한", 100) == "a\\U0001f600b \\ud55c"
    assert legible("\U0001f600" * 9, 20) == "\\U0001f600\\U0001f60…"
    assert legible("a\x1b[2J\u202e", 100) == "a\\x1b[2J\\u202e"


def test_the_fonts_are_small() -> None:
    assert sum(map(len, faces().values())) < 3_000_000
