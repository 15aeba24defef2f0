"""Every rule says of its own examples what its author claims, through the real evidence room."""

import pytest

from maturity.commands.examples import collector
from maturity.model.rule import Rule
from maturity.resources import folder
from maturity.rules.load import load_catalog
from maturity.rules.test import run_examples

FACTS_OF = collector()


@pytest.mark.parametrize("rule", load_catalog(folder("checks")).rules, ids=lambda rule: str(rule.id))
def test_a_rule_judges_its_examples_as_claimed(rule: Rule) -> None:
    wrong = [
        f"{result.example}: {result.got}, not {result.wanted}: {result.finding.summary.en}"
        for result in run_examples((rule,), FACTS_OF)
        if not result.met
    ]
    assert wrong == []
