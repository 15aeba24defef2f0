"""Every format tells the same numbers of one assessment; a format that nobody counts fails here."""

import json
import re
from collections import Counter
from collections.abc import Callable
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from maturity.model.assessment import Assessment
from maturity.model.finding import Status
from maturity.render import FORMATS, render
from maturity.render.style import Style
from maturity.render.words import words
from tests.render.html_page import Page
from tests.render.sizes import PRINCIPLES, STATUSES, assessment, finding

Numbers = tuple[int, dict[str, int], list[str]]
"""The level, the findings by status, and what is said of each principle."""

SAID = words("en")


def read_text(report: str) -> Numbers:
    level = re.search(r"Level (\d) · ", report)
    assert level
    (total,) = re.findall(r"^\d+ rules: (.*)$", report, re.MULTILINE)
    shares = re.findall(r"(\d+ of \d+ pass(?:, \d+ unknown)?)$", report, re.MULTILINE)
    return int(level[1]), named(total), shares[-len(PRINCIPLES) :]


def read_markdown(report: str) -> Numbers:
    level = re.search(r"^## Level (\d)", report)
    assert level
    (total,) = re.findall(r"^\d+ rules: (.*)$", report, re.MULTILINE)
    return int(level[1]), named(total), re.findall(r"\| (\d+ of \d+ pass(?:, \d+ unknown)?) \|$", report, re.MULTILINE)


def read_html(report: str) -> Numbers:
    page = Page(report)
    text = page.text
    level = re.search(r"Level (\d) of 3", text)
    assert level
    rows = Counter(page.attributes("data-status"))
    told = outcomes(text)
    assert told == {status: rows[status] for status in STATUSES}
    return int(level[1]), present(told), shares_of(text)


def read_pdf(report: bytes) -> Numbers:
    reader = PdfReader(BytesIO(report))
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    level = re.search(r"Level (\d) of 3", text)
    assert level
    (attached,) = reader.attachments["assessment.json"]
    assert present(outcomes(text)) == read_json(attached.decode())[1]
    return int(level[1]), present(outcomes(text)), shares_of(text)


def read_json(report: str) -> Numbers:
    told = json.loads(report)
    shares = []
    for result in told["principles"]:
        counts = result["counts"]
        unknown = f", {counts['unknown']} unknown" if counts["unknown"] else ""
        shares.append(f"{counts['passed']} of {counts['passed'] + counts['failed']} pass{unknown}")
    return told["level"], dict(Counter(one["status"] for one in told["findings"])), shares


def outcomes(text: str) -> dict[str, int]:
    """Return the counts of the table of outcomes: each number stands before or above its word."""
    (total, rest) = re.split(r"(\d+) rules", text, maxsplit=1)[1:]
    found = dict(zip(STATUSES, map(int, re.findall(r"(?<!\w)(\d+)(?= )", rest)[: len(STATUSES)]), strict=True))
    by_word = [(SAID.statuses[status], number) for status, number in found.items()]
    assert sum(number for _, number in by_word) == int(total)
    return {status: found[status] for status in STATUSES}


def shares_of(text: str) -> list[str]:
    return re.findall(r"(?:%|-) (\d+ of \d+ pass(?:, \d+ unknown)?)", text)[: len(PRINCIPLES)]


def named(total: str) -> dict[str, int]:
    by_word = {word: status for status, word in SAID.statuses.items()}
    return {by_word[word]: int(number) for number, word in re.findall(r"(\d+) ([a-z ]+)", total)}


def present(counts: dict[str, int]) -> dict[str, int]:
    return {status: number for status, number in counts.items() if number}


READERS: dict[str, Callable[[str], Numbers]] = {
    "text": read_text,
    "markdown": read_markdown,
    "html": read_html,
    "json": read_json,
}
MACHINES = {"sarif", "junit", "csv", "gitlab", "oscal", "in-toto"}
"""Counted in test_machine_formats.py."""
LEVEL_ALONE = {"badge", "shields"}
"""They tell nothing but the level."""


def test_every_format_is_counted() -> None:
    assert {*READERS, "pdf"} | MACHINES | LEVEL_ALONE == set(FORMATS)


@st.composite
def outcomes_of_many(draw: st.DrawFn) -> Assessment:
    """Make assessments with any outcomes."""
    drawn: list[Status] = draw(st.lists(st.sampled_from(STATUSES), max_size=60))
    waived = draw(st.sets(st.integers(0, 59)))
    return assessment(
        finding(number, status, places=number % 3, waived=status == "fail" and number in waived)
        for number, status in enumerate(drawn)
    )


def expected(made: Assessment) -> Numbers:
    return read_json(made.model_dump_json())


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(outcomes_of_many())
def test_formats_for_people_tell_the_same_numbers(made: Assessment) -> None:
    for form, read in READERS.items():
        report = render(form, made, Style())
        assert isinstance(report, str)
        assert read(report) == expected(made), form


@pytest.mark.slow
@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(outcomes_of_many())
def test_the_pdf_tells_the_same_numbers(made: Assessment) -> None:
    report = render("pdf", made, Style())
    assert isinstance(report, bytes)
    assert read_pdf(report) == expected(made)
