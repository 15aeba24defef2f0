"""Why facts did or did not count, and reproductions that reach the same verdict."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from maturity.assess import examine
from maturity.model.collected import Collected
from maturity.model.explanation import Part
from maturity.model.raw import Gap
from maturity.model.rule import Rule
from maturity.request import Request
from maturity.resources import folder
from maturity.rules.explain import KEPT, SHOWN, Explained, Origin, explain
from maturity.rules.judge import judge
from maturity.rules.load import load_catalog
from tests.rules.making import a_test, activity, rule, secret, service
from tests.sample.repository import build

ORIGIN = Origin("1.2.3", "project", None)
CI_TRAINS = {"some": "activity", "where": {"activity": ["train"], "root": "change", "tested": False}}


def explained(ask: dict[str, Any], *facts: Any, gaps: tuple[Gap, ...] = (), **changes: Any) -> Explained:
    return explain(rule(ask, **changes), facts, gaps, ORIGIN)


def parts(ask: dict[str, Any], *facts: Any, **changes: Any) -> tuple[Part, ...]:
    return explained(ask, *facts, **changes).explanation.parts


def turned_down(part: Part) -> list[tuple[str, list[str]]]:
    return [(one.said.en, [reason.en for reason in one.reasons]) for one in part.turned_down]


def test_each_condition_that_fails_is_said_and_the_nearest_comes_first() -> None:
    far = activity("train", "a.py:1", "none", tested=True)
    (part,) = parts(CI_TRAINS, far, activity("train", "b.py:1", "entry"), activity("lint", "c.py:1", "change"))
    assert turned_down(part) == [
        ("b.py:1 trains a model (scikit-learn)", ["only from the command line"]),
        ("a.py:1 trains a model (scikit-learn)", ["nothing reaches it", "it runs in a test"]),
    ]
    assert (part.considered, part.alike, part.status) == (3, 2, "fail")


def test_a_place_that_decides_is_not_turned_down_as_well() -> None:
    by_hand, in_ci = activity("train", "a.py:1", "entry"), activity("train", "a.py:1", "change", "ci.yml:4")
    (part,) = parts(CI_TRAINS, by_hand, in_ci)
    assert [one.said.en for one in part.decided] == [
        "On a change of code, ci.yml:4 trains a model at a.py:1 (scikit-learn)"
    ]
    assert part.turned_down == ()


def test_what_must_not_be_there_shows_what_looks_like_it() -> None:
    (part,) = parts({"none": "secret", "where": {"live": True}}, secret("a.py:1"), secret("b.py:2", live=False))
    assert [one.evidence.path for one in part.decided] == ["a.py"]
    assert turned_down(part) == [("b.py:2 is a credential (aws-access-key)", ["it is a placeholder"])]


def test_a_fact_that_violates_says_what_it_lacks() -> None:
    ask = {"every": "test", "where": {"skipped": False}, "expect": {"asserts": {"ge": 1}}}
    (part,) = parts(ask, a_test("t.py:1", asserts=0), a_test("t.py:5"), a_test("t.py:9", skipped=True))
    assert [[reason.en for reason in one.reasons] for one in part.decided] == [["it has no assertions"]]
    assert turned_down(part) == [("t.py:9 is a test of the code (test_it)", ["it is skipped"])]


def test_whether_a_rule_applies_is_a_part_of_its_own() -> None:
    applies = {"some": "service", "where": {"model": True}}
    found = parts({"some": "service", "where": {"health": True}}, service("api.py:3", health=False), applies=applies)
    assert [(part.condition, part.status) for part in found] == [(True, "pass"), (False, "fail")]


def test_only_gaps_that_may_hide_such_facts_are_named() -> None:
    hiding = Gap(path="a.py", reason="too large", hides=("activity",))
    gaps = (hiding, Gap(path="b.md", reason="no text", hides=("document",)), Gap(path=None, reason="cut short"))
    (part,) = parts(CI_TRAINS, gaps=gaps)
    assert [gap.reason for gap in part.gaps] == ["too large", "cut short"]


def test_many_facts_are_counted_and_few_are_shown() -> None:
    facts = [activity("train", f"t{number:02}.py:1", "none") for number in range(40)]
    found = explained(CI_TRAINS, *facts)
    (part,) = found.explanation.parts
    assert (len(part.turned_down), part.passed_over) == (SHOWN, 40 - SHOWN)
    assert len(found.reproduction.facts) == KEPT


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Collected:
    """Return the facts of the sample repository."""
    target: Path = build(tmp_path_factory.mktemp("sample") / "demo")
    return examine(Request(target=str(target), cache=False), now=datetime(2026, 1, 2, tzinfo=UTC)).collected


@pytest.mark.parametrize("one", load_catalog(folder("checks")).rules, ids=lambda one: str(one.id))
def test_a_reproduction_reaches_the_verdict_of_the_repository(one: Rule, sample: Collected) -> None:
    found = explain(one, sample.facts, sample.gaps, ORIGIN)
    again = judge((one,), found.reproduction.facts, found.reproduction.gaps, frozenset({"repo"}))
    assert again[0].status == found.reproduction.verdict == found.explanation.status


@pytest.mark.parametrize(
    "ask",
    [
        {"share": "test", "expect": {"asserts": {"ge": 1}}, "at_least": 0.5},
        {"some": "test", "at_least": 60},
        {"links": "dvc-output", "key": "output", "to": "dvc-output", "partner_key": "output"},
        {"every": "test", "expect": {"skipped": False}},
        {"none": "test", "where": {"asserts": 0}},
    ],
)
def test_a_reproduction_of_much_reaches_the_same_verdict(ask: dict[str, Any]) -> None:
    facts = [a_test(f"t.py:{number + 1}", asserts=int(number >= 35)) for number in range(70)]
    found = explained(ask, *facts).reproduction
    (again,) = judge((rule(ask),), found.facts, (), frozenset({"repo"}))
    assert again.status == found.verdict
