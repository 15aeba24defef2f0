"""Chapters hold foreign text, and no text leaves its place."""

import pytest

from maturity.model.attestation import Attestation
from maturity.model.framework import FrameworkResult
from maturity.model.place import Place
from maturity.model.rule import Text
from maturity.render.crosswalk import markdown, text
from maturity.render.style import Style
from maturity.rules.crosswalk import crosswalk
from tests.render.assessments import HOSTILE
from tests.rules.making import finding
from tests.rules.test_crosswalk import framework


def result(words: str) -> FrameworkResult:
    made = framework(
        {"id": "S", "verify": "group"},
        {"id": f"S{words}", "verify": "partial", "section": "S", "rules": {"a": "partial"}},
    )
    stated = Attestation(
        item=f"f:S{words}",
        statement=words,
        outcome="met",
        author=words,
        role=words,
        date="2026-01-01",
        expires="2026-02-01",
        at=Place(path="x", line=1),
        state="valid",
        detail=Text(en="", zh=""),
    )
    return crosswalk(made, [finding("a", "pass")], [stated])


@pytest.mark.parametrize("words", HOSTILE)
def test_no_text_leaves_its_place(words: str) -> None:
    found = result(words)
    assert found.sections[0].items[0].state == "attested"
    plain = text(found, Style(verbose=True))
    assert len(plain.splitlines()) == len(text(result("x"), Style(verbose=True)).splitlines())
    assert all(line.isprintable() for line in plain.split("\n"))
    table = markdown(found, Style())
    rows = [line for line in table.splitlines() if line.startswith("| ")]
    assert len(rows) == 2
    assert "<script" not in table
    assert "](https" not in table


def test_a_statement_is_shown_with_who_made_it_and_until_when() -> None:
    shown = text(result("We looked"), Style(verbose=True))
    assert "attested by We looked (We looked) on 2026-01-01, until 2026-02-01: We looked" in shown
    assert "✎ attested" in shown
