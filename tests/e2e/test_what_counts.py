"""What is real: the table of decisions, each case judged, and the page that states it."""

import pytest

from tests.e2e.test_properties import judged
from tests.e2e.what_counts import PAGE, Case, decisions, page

CASES = [(decision, case) for decision in decisions() for case in decision.cases]


@pytest.mark.parametrize("case", [pytest.param(case, id=f"{one.title}: {case.thing}") for one, case in CASES])
def test_what_counts(case: Case) -> None:
    found = judged(dict(case.files), mlflow=case.mlflow)[case.rule]
    assert (found.status, found.summary.en) == (case.status, case.says)
    assert found.summary.zh


def test_the_page_is_what_the_table_says() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "write it anew: python -m tests.e2e.what_counts"
