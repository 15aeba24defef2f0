"""What facts and gaps say to an ask."""

from typing import Any

import pytest

from maturity.model.facts.environment import DependencyFact
from maturity.model.facts.programs import PipelineFact
from maturity.model.facts.tracking import TrackingServerFact
from maturity.model.facts.versions import DvcOutputFact, DvcStageFact
from maturity.model.raw import Gap
from maturity.rules.answer import answer
from maturity.rules.index import FactIndex
from tests.rules.making import ASK, a_test, activity, card, place, secret, service

TRAINS = {"some": "activity", "where": {"activity": "train", "root": "change"}}
HIDDEN = Gap(path="x.py", reason="no Python 3", hides=("activity",))


def told(ask: dict[str, Any], *facts: Any, gaps: tuple[Gap, ...] = ()) -> str:
    return answer(ASK.validate_python(ask, strict=False), FactIndex(facts, gaps)).told


def test_some_is_a_question_of_one() -> None:
    assert told(TRAINS, activity("train", "a.py:1", "change")) == "pass"
    assert told(TRAINS, activity("train", "a.py:1"), activity("test", "b.py:1", "change")) == "fail"
    assert told(TRAINS) == "fail"


def test_some_may_ask_for_several() -> None:
    ask = {"some": "test", "at_least": 2}
    assert told(ask, a_test("a.py:1")) == "fail"
    assert told(ask, a_test("a.py:1"), a_test("a.py:5")) == "pass"


@pytest.mark.parametrize(
    ("expected", "fact", "outcome"),
    [
        ({"asserts": {"gt": 0}}, {"asserts": 0}, "fail"),
        ({"asserts": {"gt": 0, "lt": 3}}, {"asserts": 2}, "pass"),
        ({"asserts": {"ge": 2}}, {"asserts": 2}, "pass"),
        ({"asserts": {"le": 1}}, {"asserts": 2}, "fail"),
        ({"asserts": 2}, {"asserts": 2}, "pass"),
        ({"asserts": {"eq": 2}}, {"asserts": 3}, "fail"),
        ({"about": "model"}, {"about": ("code", "model")}, "pass"),
        ({"about": ["model", "data"]}, {"about": ("code", "data")}, "pass"),
        ({"about": ["model", "data"]}, {"about": ("code",)}, "fail"),
        ({"about": {"has": "model"}}, {"about": ("code",)}, "fail"),
        ({"about": {"has_any": ["model", "code"]}}, {"about": ("code",)}, "pass"),
        ({"about": {"has_all": ["model", "code"]}}, {"about": ("code",)}, "fail"),
        ({"about": {"has_all": ["model", "code"]}}, {"about": ("code", "data", "model")}, "pass"),
        ({"about": {"not": "model"}}, {"about": ("model",)}, "fail"),
        ({"exercises": {"exists": True}}, {"exercises": ()}, "fail"),
        ({"exercises": {"exists": False}}, {"exercises": ()}, "pass"),
        ({"exercises": {"matches": "^churn/"}}, {"exercises": ("lib/a.py", "churn/b.py")}, "pass"),
        ({"name": {"matches": "^test_.+_is_"}}, {"name": "test_sum"}, "fail"),
        ({"name": {"not": "test_sum"}}, {"name": "test_sum"}, "fail"),
        ({"skipped": False}, {"skipped": True}, "fail"),
    ],
)
def test_conditions(expected: dict[str, Any], fact: dict[str, Any], outcome: str) -> None:
    assert told({"some": "test", "where": expected}, a_test("a.py:1", **fact)) == outcome


@pytest.mark.parametrize(
    ("digest", "condition", "outcome"),
    [
        (None, {"exists": False}, "pass"),
        (None, {"exists": True}, "fail"),
        (None, {"not": "abc"}, "fail"),
        (None, {"matches": "."}, "fail"),
        ("abc", {"exists": True}, "pass"),
        ("abc", {"exists": False}, "fail"),
    ],
)
def test_of_an_absent_value_only_its_absence_is_true(digest: str | None, condition: Any, outcome: str) -> None:
    fact = DvcOutputFact(at=place("dvc.yaml:1"), output="model", digest=digest, cached=True)
    assert told({"some": "dvc-output", "where": {"digest": condition}}, fact) == outcome


def test_none_fails_on_what_it_finds() -> None:
    ask = {"none": "secret", "where": {"live": True}}
    assert told(ask) == "pass"
    assert told(ask, secret("a.py:1", live=False)) == "pass"
    assert told(ask, secret("a.py:1")) == "fail"


def test_every_over_nothing_is_not_applicable() -> None:
    ask = {"every": "service", "where": {"model": True}, "expect": {"metrics": True}}
    assert told(ask) == "not-applicable"
    assert told(ask, service("a.py:1", model=False)) == "not-applicable"
    assert told(ask, service("a.py:1", metrics=True)) == "pass"
    assert told(ask, service("a.py:1", metrics=True), service("b.py:1")) == "fail"


@pytest.mark.parametrize(("good", "bad", "outcome"), [(9, 1, "pass"), (8, 2, "fail"), (0, 0, "not-applicable")])
def test_share_counts(good: int, bad: int, outcome: str) -> None:
    facts = [
        DependencyFact(at=place(f"r.txt:{line}"), name="a", specifier="", exact=line < good, scope="runtime")
        for line in range(good + bad)
    ]
    assert told({"share": "dependency", "expect": {"exact": True}, "at_least": 0.9}, *facts) == outcome


def test_links_want_a_partner_each() -> None:
    ask = {"links": "pipeline", "key": "name", "to": "dvc-stage", "partner_key": "name", "matching": {"locked": True}}
    pipeline = PipelineFact(at=place("p:1"), tool="dvc", name="train", steps=(), ml_steps=0, ordered=True)
    stage = DvcStageFact(at=place("dvc.yaml:1"), name="train", locked=True)
    assert told(ask) == "not-applicable"
    assert told(ask, pipeline) == "fail"
    assert told(ask, pipeline, stage) == "pass"
    assert told(ask, pipeline, stage.model_copy(update={"locked": False})) == "fail"
    assert told(ask, pipeline, gaps=(Gap(path="dvc.yaml", reason="broken", hides=("dvc-stage",)),)) == "unknown"


def test_a_gap_makes_unknown_what_it_may_hide() -> None:
    ci = activity("train", "a.py:1", "change")
    assert told(TRAINS, gaps=(HIDDEN,)) == "unknown"
    assert told(TRAINS, activity("train", "b.py:1"), gaps=(HIDDEN,)) == "unknown"
    assert told(TRAINS, ci, gaps=(HIDDEN,)) == "pass"
    assert told({"none": "secret"}, gaps=(HIDDEN,)) == "pass"
    assert told({"none": "activity"}, gaps=(HIDDEN,)) == "unknown"
    assert told({"none": "activity"}, ci, gaps=(HIDDEN,)) == "fail"
    every = {"every": "activity", "expect": {"tested": False}}
    assert told(every, ci, gaps=(HIDDEN,)) == "unknown"
    assert told(every, ci.model_copy(update={"tested": True}), gaps=(HIDDEN,)) == "fail"
    assert told({"share": "activity", "expect": {"tested": False}, "at_least": 0.5}, ci, gaps=(HIDDEN,)) == "unknown"


def test_a_gap_without_kinds_hides_all_when_it_has_no_path_and_nothing_when_it_has_one() -> None:
    assert told(TRAINS, gaps=(Gap(path=None, reason="more than 100,000 files"),)) == "unknown"
    assert told(TRAINS, gaps=(Gap(path="big.bin", reason="larger than 1 MiB"),)) == "fail"


def test_composed_asks() -> None:
    yes, no = {"some": "secret"}, {"some": "tag"}
    maybe, nothing = {"some": "activity"}, {"every": "notebook", "expect": {"in_order": True}}

    def joined(form: str, *parts: dict[str, Any]) -> str:
        return told({form: list(parts)}, secret("a.py:1"), gaps=(HIDDEN,))

    assert [
        joined("all_of", *parts) for parts in ((yes, yes), (yes, no, maybe), (yes, maybe), (yes, nothing), (nothing,))
    ] == [
        "pass",
        "fail",
        "unknown",
        "pass",
        "not-applicable",
    ]
    assert [
        joined("any_of", *parts) for parts in ((no, yes, maybe), (no, maybe), (no, nothing), (nothing, nothing))
    ] == [
        "pass",
        "unknown",
        "fail",
        "not-applicable",
    ]


def test_nested_asks() -> None:
    ask = {"any_of": [{"some": "tag"}, {"all_of": [{"none": "service"}, {"some": "document"}]}]}
    assert told(ask, card("CARD.md:1")) == "pass"
    assert told(ask, card("CARD.md:1"), service("a.py:1")) == "fail"


def test_a_gap_that_names_activities_puts_only_those_in_doubt() -> None:
    gap = Gap(path="x.py", reason="no Python 3", hides=("activity",), activities=("train", "gate"))
    assert told(TRAINS, gaps=(gap,)) == "unknown"
    assert told({"some": "activity", "where": {"activity": ("deploy", "train")}}, gaps=(gap,)) == "unknown"
    assert told({"some": "activity", "where": {"activity": "deploy"}}, gaps=(gap,)) == "fail"
    assert told({"some": "activity"}, gaps=(gap,)) == "unknown"
    assert told({"some": "activity", "where": {"activity": "deploy"}}, gaps=(gap, HIDDEN)) == "unknown"


def tracker(refuses: bool | None) -> TrackingServerFact:
    return TrackingServerFact(at=place("server:1"), store="http", version="", refuses_anonymous=refuses)


GUARDED = {"every": "tracking-server", "expect": {"refuses_anonymous": True}}
UNSEEN = Gap(path=None, reason="it hung", hides=("tracking-server",), fields=("refuses_anonymous",))


def test_a_flag_that_could_not_be_told_decides_nothing() -> None:
    assert told(GUARDED, tracker(True), tracker(None)) == "unknown"
    assert told(GUARDED, tracker(None), tracker(False)) == "fail"
    assert told({"share": "tracking-server", "expect": GUARDED["expect"], "at_least": 0.5}, tracker(None)) == "unknown"
    assert answer(ASK.validate_python(GUARDED), FactIndex((tracker(None),), (UNSEEN,))).gap == UNSEEN


def test_a_gap_that_names_fields_puts_only_those_in_doubt() -> None:
    assert told(GUARDED, tracker(True), gaps=(UNSEEN,)) == "pass"
    known = {"every": "tracking-server", "expect": {"store": "http"}}
    assert told(known, tracker(None), gaps=(UNSEEN,)) == "pass"
    assert told({"some": "tracking-server", "where": {"version": "3"}}, tracker(None), gaps=(UNSEEN,)) == "fail"
    asked = {"some": "tracking-server", "where": {"refuses_anonymous": True}}
    assert told(asked, tracker(None), gaps=(UNSEEN,)) == "unknown"
