"""What findings and statements say about the items of a framework."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from maturity.model.attestation import Attestation, AttestationState, AttestedOutcome
from maturity.model.finding import Status
from maturity.model.framework import Framework, ItemState
from maturity.model.place import Place
from maturity.model.rule import Text
from maturity.rules import mltestscore
from maturity.rules.crosswalk import crosswalk
from tests.rules.making import finding

SAID = {"en": "x", "zh": "某"}


def framework(*items: dict[str, Any], **changes: Any) -> Framework:
    """Make a framework as a file would; an item is its id, how it is verified, and `rule: relation`."""
    made = [
        {
            "id": one["id"],
            "ref": one["id"],
            "title": SAID,
            "verify": one["verify"],
            "section": one.get("section"),
            "rules": [
                {"rule": rule, "relation": relation, "reason": SAID} for rule, relation in one.get("rules", {}).items()
            ],
        }
        for one in items
    ]
    document = {"id": "f", "name": SAID, "version": "1", "scope": SAID, "confidence": SAID, "items": made, **changes}
    return TypeAdapter(Framework).validate_python(document, strict=False)


def attestation(item: str, outcome: AttestedOutcome, state: AttestationState = "valid") -> Attestation:
    """Make a statement."""
    return Attestation(
        item=item,
        statement="We looked.",
        outcome=outcome,
        author="Ada",
        role="lead",
        date="2026-01-01",
        expires="2026-04-01",
        at=Place(path=".maturity/attestations.yaml", line=3),
        state=state,
        detail=Text(en="", zh=""),
    )


def state(verify: str, rules: dict[str, str], found: dict[str, Status], *stated: Attestation) -> ItemState:
    """Return what comes of one item."""
    result = crosswalk(
        framework({"id": "1", "verify": verify, "rules": rules}),
        [finding(rule, status) for rule, status in found.items()],
        stated,
    )
    return result.sections[0].items[0].state


@pytest.mark.parametrize(
    ("verify", "rules", "found", "expected"),
    [
        ("auto", {"a": "full"}, {"a": "pass"}, "met"),
        ("auto", {"a": "full"}, {"a": "fail"}, "not-met"),
        ("auto", {"a": "full"}, {"a": "unknown"}, "not-assessable"),
        ("auto", {"a": "full"}, {"a": "not-assessed"}, "not-assessable"),
        ("auto", {"a": "full"}, {"a": "not-applicable"}, "not-applicable"),
        ("auto", {"a": "full"}, {}, "not-assessable"),
        ("auto", {"a": "full", "b": "full"}, {"a": "pass", "b": "pass"}, "met"),
        ("auto", {"a": "full", "b": "full"}, {"a": "pass", "b": "fail"}, "partly-met"),
        ("auto", {"a": "full", "b": "full"}, {"a": "pass", "b": "unknown"}, "partly-met"),
        ("auto", {"a": "full", "b": "full"}, {"a": "pass", "b": "not-applicable"}, "met"),
        ("auto", {"a": "full", "b": "partial"}, {"a": "pass", "b": "fail"}, "met"),
        ("auto", {"a": "full", "b": "partial"}, {"a": "fail", "b": "pass"}, "not-met"),
        ("auto", {"a": "full", "b": "partial"}, {"a": "not-assessed", "b": "fail"}, "not-assessable"),
        ("auto", {"a": "full", "b": "partial"}, {"a": "not-assessed", "b": "pass"}, "partly-met"),
        ("auto", {"a": "partial"}, {"a": "pass"}, "partly-met"),
        ("auto", {"a": "partial", "b": "partial"}, {"a": "fail", "b": "fail"}, "not-met"),
        ("partial", {"a": "partial"}, {"a": "pass"}, "partly-met"),
        ("partial", {"a": "partial"}, {"a": "not-applicable"}, "not-assessable"),
        ("document", {"a": "supports"}, {"a": "fail"}, "not-assessable"),
        ("attest", {"a": "supports"}, {"a": "pass"}, "not-assessable"),
        ("auto", {}, {}, "not-assessable"),
        ("out", {}, {}, "out-of-scope"),
    ],
)
def test_what_evidence_says_of_an_item(
    verify: str, rules: dict[str, str], found: dict[str, Status], expected: ItemState
) -> None:
    assert state(verify, rules, found) == expected


@pytest.mark.parametrize(
    ("outcome", "found", "expected"),
    [
        ("met", {}, "attested"),
        ("met", {"a": "pass"}, "attested"),
        ("met", {"a": "fail"}, "not-met"),
        ("partly-met", {}, "partly-met"),
        ("partly-met", {"a": "fail"}, "not-met"),
        ("not-met", {"a": "pass"}, "not-met"),
        ("not-applicable", {}, "not-applicable"),
        ("not-applicable", {"a": "fail"}, "not-met"),
    ],
)
def test_a_statement_never_outweighs_evidence_against_it(
    outcome: AttestedOutcome, found: dict[str, Status], expected: ItemState
) -> None:
    assert state("partial", {"a": "partial"}, found, attestation("f:1", outcome)) == expected


def test_only_a_valid_statement_on_this_item_counts() -> None:
    for stated in (attestation("f:2", "met"), attestation("g:1", "met"), attestation("f:1", "met", "expired")):
        assert state("attest", {}, {}, stated) == "not-assessable"
    assert state("attest", {}, {}, attestation("f:1", "met")) == "attested"
    assert state("out", {}, {}, attestation("f:1", "met")) == "out-of-scope"


def test_what_is_met_by_evidence_is_not_called_attested() -> None:
    assert state("auto", {"a": "full"}, {"a": "pass"}, attestation("f:1", "met")) == "met"


def test_a_waived_failure_is_a_failure_and_says_so() -> None:
    made = framework({"id": "1", "verify": "auto", "rules": {"a": "full"}})
    item = crosswalk(made, [finding("a", "fail", waived=True)]).sections[0].items[0]
    assert (item.state, item.links[0].waived) == ("not-met", True)


def test_items_are_counted_by_section_and_in_all() -> None:
    made = framework(
        {"id": "S", "verify": "group"},
        {"id": "S.1", "verify": "auto", "section": "S", "rules": {"a": "full"}},
        {"id": "S.2", "verify": "out", "section": "S"},
        {"id": "T", "verify": "document"},
        {"id": "L1", "verify": "level"},
    )
    result = crosswalk(made, [finding("a", "pass")])
    assert [(section.id, len(section.items)) for section in result.sections] == [("S", 2), ("T", 1)]
    whole = result.coverage
    assert (whole.items, whole.in_scope, whole.assessed, whole.met) == (3, 2, 1, 1)
    assert (whole.out_of_scope, whole.not_assessable) == (1, 1)
    assert result.score is None


STATUSES: st.SearchStrategy[Status] = st.sampled_from(
    ("pass", "fail", "unknown", "not-assessed", "not-applicable", "manual")
)


@given(st.dictionaries(st.sampled_from("abcd"), STATUSES), st.sampled_from(("auto", "partial", "document")))
def test_more_passing_rules_never_make_an_item_worse(found: dict[str, Status], verify: str) -> None:
    order = ["not-met", "partly-met", "met"]
    rules = {"a": "partial", "b": "partial", "c": "supports"} | ({"d": "full"} if verify == "auto" else {})
    before = state(verify, rules, found)
    for rule in found:
        after = state(verify, rules, found | {rule: "pass"})
        if before in order and after in order:
            assert order.index(after) >= order.index(before)
        assert after != "not-met" or before == "not-met"


def test_the_ml_test_score_is_that_of_the_weakest_section() -> None:
    made = framework(
        {"id": "D", "verify": "group"},
        {"id": "D1", "verify": "auto", "section": "D", "rules": {"a": "full"}},
        {"id": "D2", "verify": "auto", "section": "D", "rules": {"a": "partial"}},
        {"id": "M", "verify": "group"},
        {"id": "M1", "verify": "attest", "section": "M"},
        {"id": "M2", "verify": "auto", "section": "M", "rules": {"b": "full"}},
        scoring="ml-test-score",
    )
    score = crosswalk(made, [finding("a", "pass")], [attestation("f:M1", "met")]).score
    assert score is not None
    assert [(one.section, one.points, one.open) for one in score.sections] == [("D", 1.5, 0), ("M", 0.5, 1)]
    assert (score.points, score.meaning.en) == (0.5, "not untested, but serious holes are possible")


@pytest.mark.parametrize(
    ("points", "called"),
    [
        (0, "more of a research project than a system in production"),
        (1, "not untested, but serious holes are possible"),
        (2, "a first pass at basic production readiness"),
        (3, "reasonably tested"),
        (5, "strong automated testing and monitoring"),
        (5.5, "exceptional automated testing and monitoring"),
        (12, "exceptional automated testing and monitoring"),
    ],
)
def test_a_score_has_the_name_that_its_authors_give(points: float, called: str) -> None:
    assert mltestscore.meaning(points).en == called
