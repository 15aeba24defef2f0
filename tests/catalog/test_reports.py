"""Answers that somebody reported as wrong stay right: the facts of each report are judged again."""

from pathlib import Path

import pytest

from maturity.resources import folder
from maturity.rules.judge import judge
from maturity.rules.load import load_catalog
from maturity.rules.validate import read_model
from tests.catalog.adopt import LIMIT, REPORT, REPORTS

RULES = {rule.id: rule for rule in load_catalog(folder("checks")).rules}


@pytest.mark.parametrize("case", sorted(REPORTS.glob("*.yaml")), ids=lambda case: str(case.stem))
def test_a_reported_answer_is_right(case: Path) -> None:
    report = read_model(case, REPORT, LIMIT)
    (finding,) = judge((RULES[report.rule],), report.facts, report.gaps, frozenset({"repo"}))
    assert finding.status == report.expect, finding.summary.en
