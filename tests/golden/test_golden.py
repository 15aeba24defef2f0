"""Whole reports, byte for byte. A change here is a decision: `python tests/golden/rewrite.py`, then read the diff."""

from pathlib import Path

import pytest

from maturity.model.assessment import Assessment
from maturity.render import BINARY, FORMATS, render
from maturity.render.style import Style
from tests.render.example import EXAMPLE

GOLDEN: dict[str, tuple[str, Style]] = {
    "screen.txt": ("text", Style()),
    "screen-colour.txt": ("text", Style(colour=True)),
    "verbose-zh.txt": ("text", Style(language="zh", verbose=True)),
    "comment.md": ("markdown", Style()),
    "assessment.json": ("json", Style()),
    "page.html": ("html", Style()),
    "badge.svg": ("badge", Style()),
    "shields.json": ("shields", Style()),
    "alerts.sarif": ("sarif", Style()),
    "tests.xml": ("junit", Style()),
    "table-zh.csv": ("csv", Style(language="zh")),
    "quality.json": ("gitlab", Style()),
    "results.oscal.json": ("oscal", Style()),
    "statement.json": ("in-toto", Style()),
}


def written(form: str, style: Style) -> bytes:
    """Return a report as a file holds it."""
    report = render(form, EXAMPLE, style)
    return report if isinstance(report, bytes) else report.encode()


@pytest.mark.parametrize("name", GOLDEN)
def test_a_report_is_the_same_byte_for_byte(name: str) -> None:
    form, style = GOLDEN[name]
    expected = Path(__file__).with_name(name).read_bytes()
    assert written(form, style) == expected


def test_every_format_has_a_golden_report() -> None:
    """Bytes of a PDF depend on libraries of the system; what it says is tested in its own place."""
    assert {form for form, _ in GOLDEN.values()} == set(FORMATS) - BINARY


def test_the_json_report_is_the_whole_assessment() -> None:
    report = Path(__file__).with_name("assessment.json").read_text(encoding="utf-8")
    assert Assessment.model_validate_json(report) == EXAMPLE
