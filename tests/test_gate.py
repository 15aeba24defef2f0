"""The gate: an assessment, a policy and a baseline in, a verdict out."""

import pytest

from maturity.gate import judge
from maturity.model.assessment import Assessment, Lineage, SourceReport
from maturity.model.finding import Finding
from maturity.model.policy import Policy, Verdict
from maturity.resources import folder
from maturity.rules import levels
from maturity.rules.load import PRINCIPLE_FILE, load_principles
from tests.render.example import EXAMPLE
from tests.rules.making import finding

PRINCIPLES = load_principles(folder("checks") / PRINCIPLE_FILE)


def assessment(*findings: Finding, **sources: str) -> Assessment:
    """Make an assessment out of findings; `sources` are the states of mlflow and dvc."""
    reports: tuple[SourceReport, ...] = (SourceReport(kind="git", uri="x", state="read", detail=""),)
    reports += tuple(
        SourceReport.model_validate({"kind": kind, "uri": "u", "state": state, "detail": ""})
        for kind, state in sources.items()
    )
    return EXAMPLE.model_copy(
        update={
            "findings": findings,
            "sources": reports,
            "level": levels.reached(findings),
            "level_with_waivers": levels.reached_with_waivers(findings),
            "score": levels.score(findings),
            "principles": levels.principle_results(PRINCIPLES, findings),
        }
    )


def demands(verdict: Verdict) -> list[tuple[str, bool, tuple[str, ...]]]:
    return [(demand.kind, demand.met, demand.blockers) for demand in verdict.demands]


ONE, TWO, THREE = finding("one", "pass", 1), finding("two", "fail", 2, effort="days"), finding("three", "fail", 3)


def test_a_level_is_reached_or_its_blockers_are_named_cheapest_first() -> None:
    found = assessment(ONE, TWO, finding("cheap", "unknown", 2, effort="hours"), THREE)
    assert judge(found, Policy(level=1)).reached
    verdict = judge(found, Policy(level=2))
    assert not verdict.reached
    assert demands(verdict) == [("level", False, ("cheap", "two"))]
    assert (verdict.demands[0].wanted.en, verdict.demands[0].got.en) == ("level 2", "level 1")


def test_what_was_not_assessed_or_does_not_apply_does_not_block() -> None:
    found = assessment(ONE, finding("a", "not-assessed", 2), finding("b", "not-applicable", 3))
    assert judge(found, Policy(level=3)).reached


def test_a_recommended_rule_does_not_block() -> None:
    assert judge(assessment(ONE, finding("nice", "fail", 2, required=False)), Policy(level=2)).reached


def test_waivers_count_unless_the_policy_says_no() -> None:
    found = assessment(ONE, finding("two", "fail", 2, waived=True))
    verdict = judge(found, Policy(level=3))
    assert verdict.reached
    assert (verdict.level, verdict.level_with_waivers) == (1, 3)
    assert demands(judge(found, Policy(level=3, waivers=False))) == [("level", False, ("two",))]


def test_a_principle_is_judged_over_its_own_rules() -> None:
    found = assessment(ONE, finding("card", "fail", 2, principle="governance"), TWO)
    verdict = judge(found, Policy(principles={"governance": 2, "automation": 1}))
    assert demands(verdict) == [("principle", True, ()), ("principle", False, ("card",))]
    assert verdict.demands[1].wanted.en == "Governance: level 2"


@pytest.mark.parametrize(("wanted", "met"), [(0.5, True), (0.51, False), (0.0, True)])
def test_the_score_is_the_share_of_what_was_assessed(wanted: float, met: bool) -> None:
    assert judge(assessment(ONE, TWO), Policy(score=wanted)).reached is met


def test_no_score_meets_no_demand() -> None:
    assert not judge(assessment(finding("x", "unknown")), Policy(score=0.0)).reached


@pytest.mark.parametrize(
    ("state", "met", "reached"),
    [("read", True, True), ("partly-read", True, True), ("not-given", False, False), ("unreadable", False, False)],
)
def test_a_source_that_is_demanded_has_to_be_read(state: str, met: bool, reached: bool) -> None:
    verdict = judge(assessment(ONE, mlflow=state), Policy(sources=("mlflow",)))
    assert demands(verdict) == [("source", met, ())]
    assert verdict.reached is reached


def test_a_given_source_that_could_not_be_read_never_passes() -> None:
    verdict = judge(assessment(ONE, dvc="unreadable"), Policy(level=0))
    assert not verdict.reached
    assert verdict.unreadable == ("dvc",)


def test_nothing_that_held_may_be_lost() -> None:
    before = assessment(ONE, finding("nice", "pass", 2, required=False), finding("two", "fail", 2))
    same = judge(before, Policy(), before)
    assert same.reached
    worse = assessment(ONE, finding("nice", "fail", 2, required=False), finding("two", "fail", 2))
    assert demands(judge(worse, Policy(), before)) == [("baseline", False, ("nice",))]
    doubtful = assessment(ONE, finding("nice", "unknown", 2, required=False), finding("two", "fail", 2))
    assert not judge(doubtful, Policy(), before).reached
    waived = assessment(ONE, finding("nice", "fail", 2, required=False, waived=True), finding("two", "fail", 2))
    assert judge(waived, Policy(), before).reached
    assert not judge(waived, Policy(waivers=False), before).reached


def test_a_rule_that_begins_to_apply_may_not_sink_the_level() -> None:
    before = assessment(ONE, finding("served", "not-applicable", 2))
    after = assessment(ONE, finding("served", "fail", 2))
    verdict = judge(after, Policy(), before)
    assert demands(verdict) == [("baseline", False, ("served",))]
    assert verdict.demands[0].wanted.en == "level 3 and every rule that held are kept"
    assert verdict.demands[0].got.en == "level 1, 0 rules lost"


def test_a_rule_that_only_one_side_knows_is_not_compared() -> None:
    before = assessment(ONE)
    after = assessment(ONE, finding("new", "fail", 1))
    assert judge(after, Policy(), before).reached
    assert judge(before, Policy(), after).reached


def test_nothing_demanded_is_nothing_reached() -> None:
    assert not judge(assessment(ONE), Policy()).reached


def test_a_registry_in_which_nothing_serves_is_said_to_be_one() -> None:
    read = assessment(ONE, mlflow="read")
    nothing = read.model_copy(update={"evidence": read.evidence.model_copy(update={"lineage": ()})})
    one = Lineage(model="churn", version="1", aliases=("champion",), links=())
    serving = read.model_copy(update={"evidence": read.evidence.model_copy(update={"lineage": (one,)})})
    policy = Policy(sources=("mlflow",))
    assert [judge(one, policy).demands[0].got.en for one in (nothing, serving)] == [
        "read; no model version serves",
        "read",
    ]
    assert judge(nothing, policy).reached
