"""Hold a framework against an assessment: which of its items are met, and which nobody could assess. Pure.

A report chapter is made of `chapter(framework, assessment)`: its sections and items come in the framework's own order,
each item with the rules that speak to it, their reasons and their outcomes; the counts are those that every format
prints.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from maturity.model.assessment import Assessment
from maturity.model.attestation import Attestation, AttestedOutcome
from maturity.model.finding import Finding
from maturity.model.framework import (
    Coverage,
    Framework,
    FrameworkItem,
    FrameworkResult,
    ItemResult,
    ItemState,
    LinkResult,
    SectionResult,
    Verification,
)
from maturity.rules import mltestscore

HEADINGS: frozenset[Verification] = frozenset(("group", "level"))
"""Entries without a result of their own."""

_GRAVITY: tuple[AttestedOutcome, ...] = ("not-applicable", "met", "partly-met", "not-met")

_ASSESSED: tuple[ItemState, ...] = ("met", "partly-met", "not-met", "attested")


def chapter(framework: Framework, assessment: Assessment) -> FrameworkResult:
    """Return what came of a framework in an assessment, its attestations included."""
    return crosswalk(framework, assessment.findings, assessment.attestations)


def crosswalk(
    framework: Framework, findings: Iterable[Finding], attestations: Iterable[Attestation] = ()
) -> FrameworkResult:
    """Return what findings and valid attestations say about each item of a framework."""
    by_rule = {finding.rule: finding for finding in findings}
    # Of several statements on an item the gravest counts, and of these the latest.
    valid = (one for one in attestations if one.state == "valid" and one.outcome)
    stated = {one.item: one for one in sorted(valid, key=lambda one: (_GRAVITY.index(one.outcome or "met"), one.date))}
    results = {
        item.id: _item(item, by_rule, stated.get(f"{framework.id}:{item.id}"))
        for item in framework.items
        if item.verify not in HEADINGS
    }
    return FrameworkResult(
        id=framework.id,
        name=framework.name,
        version=framework.version,
        scope=framework.scope,
        confidence=framework.confidence,
        notes=framework.notes,
        coverage=coverage(results.values()),
        sections=tuple(_sections(framework, results)),
        score=mltestscore.score(framework, results) if framework.scoring == "ml-test-score" else None,
    )


def coverage(items: Iterable[ItemResult]) -> Coverage:
    """Count items by what came of them."""
    states = Counter(item.state for item in items)
    return Coverage(
        items=states.total(),
        in_scope=states.total() - states["out-of-scope"] - states["not-applicable"],
        assessed=sum(states[state] for state in _ASSESSED),
        met=states["met"],
        partly_met=states["partly-met"],
        not_met=states["not-met"],
        attested=states["attested"],
        not_assessable=states["not-assessable"],
        not_applicable=states["not-applicable"],
        out_of_scope=states["out-of-scope"],
    )


def _sections(framework: Framework, results: Mapping[str, ItemResult]) -> Iterable[SectionResult]:
    """Yield the groups with their items; an item of no group is a section of its own."""
    for entry in framework.items:
        if entry.verify == "group":
            items = tuple(results[item.id] for item in framework.items if item.section == entry.id)
        elif entry.section is None and entry.verify != "level":
            items = (results[entry.id],)
        else:
            continue
        yield SectionResult(id=entry.id, ref=entry.ref, title=entry.title, coverage=coverage(items), items=items)


def _item(item: FrameworkItem, by_rule: Mapping[str, Finding], stated: Attestation | None) -> ItemResult:
    links = tuple(
        LinkResult(
            rule=link.rule,
            relation=link.relation,
            reason=link.reason,
            status=found.status if (found := by_rule.get(link.rule)) else None,
            waived=found.waived if found else False,
        )
        for link in item.rules
    )
    return ItemResult(
        id=item.id,
        ref=item.ref,
        title=item.title,
        verify=item.verify,
        state=_state(item.verify, links, stated),
        needs=item.needs,
        links=links,
        attestation=stated,
    )


def _state(verify: Verification, links: Sequence[LinkResult], stated: Attestation | None) -> ItemState:
    """Tell what came of an item. A statement against it always counts; one for it never outweighs evidence."""
    if verify == "out":
        return "out-of-scope"
    telling = [link for link in links if link.relation != "supports"]
    proven = _proven(verify, telling)
    match stated.outcome if stated else None:
        case "met" if proven != "met" and not any(link.status == "fail" for link in telling):
            return "attested"
        case "partly-met" if proven != "not-met":
            return "partly-met"
        case "not-met":
            return "not-met"
        case "not-applicable" if proven not in _ASSESSED:
            return "not-applicable"
        case _:
            return proven


def _proven(verify: Verification, links: Sequence[LinkResult]) -> ItemState:
    """Tell what evidence alone says.

    An item is met when all rules that decide it pass, and not applicable when none of them is. Parts never make up a
    whole, and where a person has to state the rest, evidence says no more than partly met. While a rule that decides
    could not look, nothing speaks against the item.
    """
    applicable = [link for link in links if link.status != "not-applicable"]
    if not applicable and any(link.relation == "full" for link in links):
        return "not-applicable"
    passed = [link for link in applicable if link.status == "pass"]
    failed = [link for link in applicable if link.status == "fail"]
    whole = [link for link in applicable if link.relation == "full"]
    if verify == "auto" and whole and all(link in passed for link in whole):
        return "met"
    refuted = any(link in failed for link in whole) if whole else bool(failed)
    if refuted and not any(link in passed for link in whole or applicable):
        return "not-met"
    return "partly-met" if passed else "not-assessable"
