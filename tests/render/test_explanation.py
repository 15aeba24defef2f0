"""An explanation as a person sees it: harmless, in 100 columns, in each language."""

import pytest

from maturity.model.explanation import Explanation, Part, Stated
from maturity.model.finding import Evidence
from maturity.model.place import Place
from maturity.model.raw import Gap
from maturity.model.rule import Text
from maturity.render.columns import width
from maturity.render.explanation import explanation_text
from maturity.render.style import LANGUAGES, Language, Style

HARM = "\x1b[2J\u202e"


def both(text: str) -> Text:
    return Text(en=text, zh=text)


def stated(text: str) -> Stated:
    place = Place(path="src/train.py", line=8, text=text)
    evidence = Evidence(kind="activity", path="src/train.py", line=8, text=text, chain=(place,) * 6)
    return Stated(said=both(text), evidence=evidence, reasons=(both("nothing reaches it"), both("it runs in a test")))


def explanation(text: str) -> Explanation:
    part = Part(
        asks=both(text),
        condition=True,
        status="fail",
        kind="activity",
        considered=30,
        alike=20,
        decided=(stated(text),),
        undisplayed=3,
        turned_down=(stated(text),),
        passed_over=4,
        gaps=tuple(Gap(path=f"{number}.py", reason=text) for number in range(13)),
    )
    return Explanation(
        tool="1.0",
        target=text,
        commit="0123456789abcdef",
        rule="ci-trains",
        level=2,
        required=True,
        title=both("Title"),
        status="fail",
        summary=both(text),
        asks=both(text),
        applies=both(text),
        parts=(part, part),
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_keeps_to_the_screen_and_steers_no_terminal(language: Language) -> None:
    text = explanation_text(explanation("some words of it " * 12 + HARM), Style(language))
    assert max(map(width, text.splitlines())) <= 100
    assert text.isprintable() is False  # only for its line ends:
    assert text.replace("\n", "").isprintable()


def test_what_is_not_shown_is_counted() -> None:
    lines = explanation_text(explanation("words"), Style()).splitlines()
    assert [line.strip() for line in lines if "more" in line][:3] == [
        "... and 3 more",
        "... and 4 more",
        "Not looked at, may hide more: 13",
    ]
    assert lines.count("    ... and 3 more") == 4  # decided and gaps, of two parts
    assert "    words, but nothing reaches it and it runs in a test." in lines
    assert "  (whether the rule applies)" in lines
