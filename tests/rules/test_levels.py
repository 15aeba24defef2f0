"""Levels, scores, blockers and the plan."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.model.assessment import Counts
from maturity.model.finding import Finding, Status
from maturity.model.rule import Principle, Text
from maturity.rules.levels import (
    blockers,
    counts,
    plan,
    principle_results,
    reached,
    reached_if,
    reached_with_waivers,
    score,
)
from tests.rules.making import finding

STATUSES: tuple[Status, ...] = ("pass", "fail", "unknown", "not-assessed", "not-applicable", "manual")

FINDINGS = st.lists(
    st.builds(
        finding,
        st.text("abc", min_size=3, max_size=3),
        st.sampled_from(STATUSES),
        st.sampled_from((1, 2, 3)),
        required=st.booleans(),
        effort=st.sampled_from(("hours", "days", "weeks")),
        principle=st.sampled_from(("automation", "versioning", "governance")),
        waived=st.booleans(),
    ),
    max_size=30,
)


@pytest.mark.parametrize(
    ("statuses", "level"),
    [
        (("pass", "pass", "pass"), 3),
        (("pass", "pass", "fail"), 2),
        (("pass", "fail", "pass"), 1),
        (("fail", "pass", "pass"), 0),
        (("pass", "unknown", "pass"), 1),
        (("pass", "manual", "pass"), 1),
        (("pass", "not-applicable", "not-assessed"), 3),
    ],
)
def test_a_level_needs_every_required_rule_of_it_and_below(statuses: tuple[Status, ...], level: int) -> None:
    assert reached([finding(f"r{at}", status, at) for at, status in enumerate(statuses, 1)]) == level


def test_recommended_rules_never_block() -> None:
    assert reached([finding("a", "fail", 1, required=False), finding("b", "pass", 1)]) == 3


def test_waivers_are_shown_beside_and_do_not_earn() -> None:
    findings = [finding("a", "fail", 2, waived=True), finding("b", "fail", 3)]
    assert (reached(findings), reached_with_waivers(findings)) == (1, 2)


def test_what_would_be_reached_if_some_rules_held() -> None:
    findings = [
        finding("ours", "fail", 1),
        finding("unread", "unknown", 2),
        finding("far", "fail", 3),
        finding("optional", "fail", 1, required=False),
    ]
    assert [reached_if(findings, mended) for mended in ((), ("ours",), ("ours", "unread"), ("unread", "far"))] == [
        0,
        1,
        2,
        0,
    ]


def test_blockers_are_of_the_next_level_and_cheapest_first() -> None:
    findings = [
        finding("weeks-of-work", "fail", 2, effort="weeks"),
        finding("later", "fail", 3),
        finding("recommended", "fail", 2, required=False),
        finding("unread", "unknown", 2, effort="days"),
        finding("governed", "fail", 2, principle="governance"),
        finding("automated", "fail", 2),
        finding("done", "pass", 2),
    ]
    assert blockers(findings) == ("automated", "governed", "unread", "weeks-of-work")


def test_the_plan_goes_level_by_level_then_to_what_is_recommended() -> None:
    findings = [
        finding("recommended-2", "fail", 2, required=False),
        finding("recommended-1", "fail", 1, required=False, effort="weeks"),
        finding("level-3", "fail", 3),
        finding("days", "fail", 2, effort="days"),
        finding("hours", "fail", 2, effort="hours"),
        finding("waived", "fail", 2, effort="hours", waived=True),
        finding("unread", "unknown", 2),
        finding("done", "pass", 1),
    ]
    assert plan(findings) == ("hours", "days", "waived", "level-3", "recommended-1", "recommended-2")


def test_the_score_leaves_out_what_was_not_decided() -> None:
    findings = [finding("a", "pass"), finding("b", "fail"), finding("c", "fail"), finding("d", "unknown")]
    assert score(findings) == 0.3333
    assert score(findings[3:]) is None
    assert score([]) is None


def test_counts_and_principles() -> None:
    findings = [
        finding("a", "pass"),
        finding("b", "fail", 2),
        finding("c", "not-applicable", principle="governance"),
        finding("d", "manual", principle="governance"),
    ]
    assert counts(findings) == Counts(passed=1, failed=1, not_applicable=1, manual=1)
    said = Text(en="x", zh="某")
    principles = (
        Principle(id="automation", title=said, about=said),
        Principle(id="governance", title=said, about=said),
    )
    automation, governance = principle_results(principles, findings)
    assert (automation.level, automation.score, automation.counts) == (1, 0.5, Counts(passed=1, failed=1))
    assert (governance.level, governance.score) == (0, None)


@given(FINDINGS, st.integers(0, 29), st.sampled_from(("fail", "unknown")))
def test_spoiling_a_finding_never_raises_anything(findings: list[Finding], position: int, spoilt: Status) -> None:
    worse = [
        one.model_copy(update={"status": spoilt}) if at == position and one.status == "pass" else one
        for at, one in enumerate(findings)
    ]
    assert reached(worse) <= reached(findings)
    assert reached_with_waivers(worse) <= reached_with_waivers(findings)
    if spoilt == "fail":
        assert (score(worse) or 0.0) <= (score(findings) or 0.0)


@given(FINDINGS)
def test_level_blockers_and_plan_agree(findings: list[Finding]) -> None:
    level = reached(findings)
    assert 0 <= level <= reached_with_waivers(findings) <= 3
    assert (blockers(findings) == ()) == (level == 3)
    failing = sorted(one.rule for one in findings if one.status == "fail")
    assert sorted(plan(findings)) == failing
    mended = [one.model_copy(update={"status": "pass"}) if one.level == level + 1 else one for one in findings]
    assert reached(mended) > level or level == 3


@given(FINDINGS, st.randoms())
def test_the_order_of_findings_does_not_matter(findings: list[Finding], chance: object) -> None:
    shuffled = list(findings)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert reached(shuffled) == reached(findings)
    assert counts(shuffled) == counts(findings)
    assert score(shuffled) == score(findings)
