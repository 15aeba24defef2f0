"""What changed between two assessments, and why."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.model.assessment import Assessment, Target, Tool
from maturity.model.finding import Finding, Status
from maturity.rules.compare import compare
from tests.render.example import EXAMPLE
from tests.rules.making import finding

ONE, TWO = "a" * 40, "b" * 40


def assessed(*findings: Finding, commit: str | None = ONE, dirty: bool = False, **more: Any) -> Assessment:
    target = Target(name="churn", path="/work/churn", commit=commit, dirty=dirty)
    return EXAMPLE.model_copy(update={"findings": findings, "target": target, **more})


@pytest.mark.parametrize(
    ("before", "after", "direction", "cause"),
    [
        ("fail", "pass", "better", "project"),
        ("pass", "fail", "worse", "project"),
        ("fail", "not-applicable", "better", "project"),
        ("not-applicable", "fail", "worse", "project"),
        ("pass", "not-applicable", "same", "project"),
        ("pass", "unknown", "worse", "sight"),
        ("unknown", "pass", "better", "sight"),
        ("not-assessed", "pass", "better", "sources"),
        ("pass", "not-assessed", "same", "sources"),
    ],
)
def test_each_change_has_a_direction_and_a_cause(before: Status, after: Status, direction: str, cause: str) -> None:
    (change,) = compare(assessed(finding("r", before)), assessed(finding("r", after), commit=TWO)).changes
    assert (change.before, change.after, change.direction, change.cause) == (before, after, direction, cause)


OTHER_TOOL = {"tool": Tool(version="9.9.9", catalog_digest="0" * 64)}


@pytest.mark.parametrize(
    ("after", "cause"),
    [
        ({"commit": TWO}, "project"),
        ({"dirty": True}, "project"),
        ({"commit": None}, "project"),
        ({}, "live"),
        (OTHER_TOOL, "tool"),
        ({"commit": TWO, **OTHER_TOOL}, "open"),
    ],
)
def test_the_cause_is_whatever_else_changed(after: dict[str, Any], cause: str) -> None:
    compared = compare(assessed(finding("r", "fail")), assessed(finding("r", "pass"), **after))
    assert [change.cause for change in compared.changes] == [cause]


def test_rules_and_waivers_that_come_and_go() -> None:
    before = assessed(finding("gone", "pass"), finding("kept", "fail"))
    after = assessed(finding("kept", "fail", waived=True), finding("new", "fail"))
    assert [(one.rule, one.before, one.after, one.direction, one.cause) for one in compare(before, after).changes] == [
        ("gone", "pass", None, "same", "tool"),
        ("kept", "fail", "fail", "same", "waiver"),
        ("new", None, "fail", "same", "tool"),
    ]


def test_what_got_worse_stands_first_and_principles_tell_their_move() -> None:
    first, second = EXAMPLE.principles
    before = assessed(finding("a", "pass", 2), finding("b", "fail", 1, required=False), finding("c", "fail", 3))
    after = assessed(
        finding("a", "fail", 2),
        finding("b", "pass", 1, required=False),
        finding("c", "pass", 3),
        principles=(first.model_copy(update={"level": 3, "score": 1.0}), second),
    )
    compared = compare(before, after)
    assert [change.rule for change in compared.changes] == ["a", "c", "b"]
    (moved,) = compared.principles
    assert (moved.id, moved.level_before, moved.level_after) == ("automation", 1, 3)
    assert (moved.score_before, moved.score_after) == (0.5, 1.0)


STATUSES = st.sampled_from(("pass", "fail", "unknown", "not-assessed", "not-applicable", "manual"))


@given(st.dictionaries(st.sampled_from("abcdef"), STATUSES), st.dictionaries(st.sampled_from("abcdef"), STATUSES))
def test_nothing_changes_against_itself_and_every_difference_is_told_once(
    before: dict[str, Status], after: dict[str, Status]
) -> None:
    one = assessed(*(finding(rule, status) for rule, status in before.items()))
    other = assessed(*(finding(rule, status) for rule, status in after.items()), commit=TWO)
    assert compare(one, one).changes == ()
    changed = [change.rule for change in compare(one, other).changes]
    assert sorted(changed) == sorted(rule for rule in {*before, *after} if before.get(rule) != after.get(rule))
