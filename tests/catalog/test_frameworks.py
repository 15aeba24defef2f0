"""The frameworks that we ship: complete, in both languages, and consistent with the rules."""

import re
from collections import Counter

import pytest

from maturity.model.framework import Framework
from maturity.resources import folder
from maturity.rules.frameworks import load_frameworks
from maturity.rules.load import load_catalog

RULES = {rule.id: rule for rule in load_catalog(folder("checks")).rules}
FRAMEWORKS = load_frameworks(folder("checks"), RULES)

COUNTS = {
    "caict-mlops": {"auto": 4, "partial": 3, "document": 1, "group": 2, "level": 5},
    "eu-ai-act": {"auto": 14, "partial": 40, "document": 37, "attest": 18, "out": 12, "group": 13},
    "google-mlops-levels": {"auto": 22, "partial": 8, "group": 3},
    "iso-42001-annex-a": {"auto": 8, "partial": 10, "document": 14, "attest": 6, "group": 9},
    "microsoft-mlops-maturity": {"auto": 25, "partial": 10, "attest": 4, "group": 5},
    "ml-test-score": {"auto": 17, "partial": 11, "group": 4},
    "model-cards-2019": {"auto": 9, "partial": 6, "document": 10, "group": 6},
    "nist-ai-rmf": {"auto": 6, "partial": 31, "document": 26, "attest": 9, "group": 4},
    "nist-ssdf": {"auto": 10, "partial": 7, "document": 2, "attest": 1, "group": 4},
}
"""How many items of each framework can be verified in which way: all of them are listed, also those no rule reaches."""

EACH = pytest.mark.parametrize("framework", FRAMEWORKS.values(), ids=lambda one: str(one.id))


def test_every_framework_lists_every_item() -> None:
    assert {name: dict(Counter(item.verify for item in one.items)) for name, one in FRAMEWORKS.items()} == COUNTS


@EACH
def test_a_framework_is_written_for_people_in_both_languages(framework: Framework) -> None:
    texts = [framework.name, framework.scope, framework.confidence, *framework.notes]
    for item in framework.items:
        texts += [item.title, *([item.needs] if item.needs else []), *(link.reason for link in item.rules)]
    for text in texts:
        assert text.en.isascii()
        assert re.search("[\u4e00-\u9fff]", text.zh) or text.en == text.zh
        assert "\n" not in text.en + text.zh


@EACH
def test_nothing_claims_that_a_law_or_a_standard_is_fulfilled(framework: Framework) -> None:
    said = framework.model_dump_json().lower()
    assert not re.search(r"\bcompli|(?<!符)合规", said)


@EACH
def test_what_a_person_has_to_state_is_said(framework: Framework) -> None:
    for item in framework.items:
        if item.verify in ("partial", "document", "attest"):
            assert item.needs, item.id
        if item.verify == "auto" and not any(link.relation == "full" for link in item.rules):
            assert item.needs, item.id


LINKS = {
    (link.rule, f"{framework.id}:{item.id}"): link.relation
    for framework in FRAMEWORKS.values()
    for item in framework.items
    for link in item.rules
}
REFERRED = {(rule.id, reference) for rule in RULES.values() for reference in rule.references if ":" in reference}


def test_a_reference_of_a_rule_to_a_framework_is_answered_there() -> None:
    assert REFERRED - LINKS.keys() == set()


def test_a_rule_that_decides_a_test_of_the_rubric_refers_to_it() -> None:
    deciding = {
        (rule, item)
        for (rule, item), relation in LINKS.items()
        if relation == "full" and item.startswith("ml-test-score:") and RULES[rule].source == "repo"
    }
    assert deciding - REFERRED == set()
    assert ("evaluation-gate", "ml-test-score:MLTS-I4") in deciding
