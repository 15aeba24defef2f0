"""The catalog that we ship: complete, consistent, and written for people."""

from collections import Counter
from collections.abc import Iterator

import pytest

from maturity.model.rule import AllOf, AnyOf, Ask, Rule, Some
from maturity.resources import folder
from maturity.rules.load import load_catalog
from maturity.rules.question import question

CATALOG = load_catalog(folder("checks"))
RULES = {rule.id: rule for rule in CATALOG.rules}

REQUIRED = {
    1: {
        *("training-entrypoint", "data-preparation-automated", "parameters-outside-code", "pipeline-declared"),
        *("code-versioned", "data-versioned", "dependencies-locked", "dvc-remote-configured", "seed-fixed"),
        *("unit-tests", "experiments-tracked", "readme-runs", "no-secrets-committed"),
    },
    2: {
        *("ci-on-change", "ci-trains", "evaluation-gate", "deployment-automated", "model-registered", "tests-in-ci"),
        *("data-tests", "model-tests", "service-metrics", "interface-contract", "model-card"),
    },
    3: {
        *("retraining-trigger", "retraining-on-drift", "champion-challenger", "rollback", "drift-detection"),
        *("predictions-logged", "alerting", "model-card-complete"),
    },
}
"""What each level asks of a repository; taking one away changes what our levels mean."""


@pytest.mark.parametrize("level", [1, 2, 3])
def test_the_levels_ask_for_what_they_promise(level: int) -> None:
    found = {rule.id for rule in CATALOG.rules if (rule.required, rule.source, rule.level) == (True, "repo", level)}
    assert found == REQUIRED[level]


def test_every_principle_has_rules() -> None:
    assert {rule.principle for rule in CATALOG.rules} == {principle.id for principle in CATALOG.principles}
    assert max(Counter(rule.title.en for rule in CATALOG.rules).values()) == 1


@pytest.mark.parametrize("rule", CATALOG.rules, ids=lambda rule: str(rule.id))
def test_a_rule_is_written_for_people_in_both_languages(rule: Rule) -> None:
    assert len(rule.title.en) <= 60
    assert not rule.title.en.endswith(".")
    assert 100 <= len(rule.why.en) <= 400
    assert "`" in rule.fix.en, "a remedy begins with something to type"
    for text in (rule.title, rule.why, rule.fix):
        assert not text.zh.isascii()
        assert "\n" not in text.en + text.zh
    assert {"S0", "S1", "S2", "S3", "S4"} & set(rule.references)


@pytest.mark.parametrize("rule", CATALOG.rules, ids=lambda rule: str(rule.id))
def test_a_rule_can_say_what_it_asks(rule: Rule) -> None:
    asks = [rule.ask, *([rule.applies] if rule.applies is not None else [])]
    for ask in asks:
        said = question(ask)
        assert said.en.startswith(("there is", "of every one it is true: ", "of at least "))
        assert any(word in said.zh for word in ("存在", "每一处", "至少"))
        assert " has the " not in said.en, "a field without words of its own"


def test_examples_are_told_apart_by_their_names() -> None:
    for rule in CATALOG.rules:
        names = [example.name for example in (*rule.examples.passing, *rule.examples.failing)]
        assert len(names) == len(set(names)), rule.id


def test_what_is_not_applicable_without_a_service() -> None:
    assert {name for name, rule in RULES.items() if rule.applies is not None} == {
        *("dvc-pipeline-locked", "dvc-remote-configured", "image-pinned", "notebooks-in-order", "style-in-ci"),
        *("dvc-data-in-remote", "dvc-history-in-remote", "dvc-lock-in-sync", "dvc-objects-intact"),
        "dvc-orphans-bounded",
        *("deterministic-training", "load-tests", "ci-cache", "deploy-after-evaluation", "least-privilege-ci"),
        *("personal-data-protected", "retraining-by-hand", "retraining-cooldown", "retraining-evaluated"),
        *("secrets-from-environment", "shared-tracking", "commit-in-repository", "data-retrievable"),
        *("audit-trail", "promotion-approved", "rollback-available", "serving-freshness", "versions-described"),
        *("versions-have-card", "versions-have-signature", "versions-link-runs", "versions-record-environment"),
        "interface-contract",
        "model-card-complete",
        "progressive-delivery",
        "rollback",
        "service-health",
        "service-metrics",
        "service-tests",
    }


TESTS_COUNT = {
    *("tests-in-ci", "pipeline-tests", "data-tests", "load-tests", "evaluation-gate"),
    *("code-style-enforced", "style-in-ci", "types-checked", "dependencies-audited"),
}
"""Rules that ask for tests, for a check that a test may be, or for what never is one."""


@pytest.mark.parametrize("rule", CATALOG.rules, ids=lambda rule: str(rule.id))
def test_what_only_a_test_does_is_not_what_the_project_does(rule: Rule) -> None:
    asked = [one.where for one in _parts(rule.ask) if isinstance(one, Some) and one.some == "activity"]
    assert rule.id in TESTS_COUNT or all(where.get("tested") is False for where in asked)


def _parts(ask: Ask) -> Iterator[Ask]:
    yield ask
    for one in ask.all_of if isinstance(ask, AllOf) else ask.any_of if isinstance(ask, AnyOf) else ():
        yield from _parts(one)
