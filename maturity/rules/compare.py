"""Compare two assessments, rule by rule. Pure; it needs neither the sources nor the catalog."""

from collections.abc import Iterator

from maturity.model.assessment import Assessment
from maturity.model.comparison import Cause, Change, Comparison, Direction, PrincipleChange, Side
from maturity.model.finding import Finding, Status
from maturity.rules.order import PRINCIPLES

_ORDER: tuple[Direction, ...] = ("worse", "better", "same")


def compare(before: Assessment, after: Assessment) -> Comparison:
    """Return what changed from one assessment to another."""
    cause = _cause(before, after)
    return Comparison(
        before=_side(before),
        after=_side(after),
        same_target=before.target.name == after.target.name,
        principles=tuple(_principles(before, after)),
        changes=tuple(sorted(_changes(before, after, cause), key=_rank)),
    )


def _cause(before: Assessment, after: Assessment) -> Cause:
    """Say what may have changed an outcome that both assessments could tell."""
    settled = before.target.commit is not None and not (before.target.dirty or after.target.dirty)
    same_project = settled and before.target.commit == after.target.commit
    same_tool = before.tool == after.tool
    if same_project:
        return "live" if same_tool else "tool"
    return "project" if same_tool else "open"


def _changes(before: Assessment, after: Assessment, cause: Cause) -> Iterator[Change]:
    earlier = {finding.rule: finding for finding in before.findings}
    later = {finding.rule: finding for finding in after.findings}
    for rule in (*later, *(rule for rule in earlier if rule not in later)):
        old, new = earlier.get(rule), later.get(rule)
        if old is None or new is None or (old.status, old.waived) != (new.status, new.waived):
            yield _change(old, new, cause)


def _change(old: Finding | None, new: Finding | None, cause: Cause) -> Change:
    shown = new or old
    assert shown is not None
    return Change(
        rule=shown.rule,
        principle=shown.principle,
        level=shown.level,
        required=shown.required,
        title=shown.title,
        before=old.status if old else None,
        after=new.status if new else None,
        waived_before=old.waived if old else False,
        waived_after=new.waived if new else False,
        direction=_direction(old.status if old else None, new.status if new else None),
        cause=_cause_of(old, new, cause),
        summary=shown.summary,
    )


def _direction(before: Status | None, after: Status | None) -> Direction:
    """What newly passes is better, what newly fails is worse; to lose sight of a pass is worse, too.

    A rule that only one of the two knows says nothing of the way the project went.
    """
    if before is None or after is None or before == after:
        return "same"
    if after == "pass" or (before in ("fail", "unknown") and after == "not-applicable"):
        return "better"
    if after == "fail" or (before == "pass" and after in ("unknown", "manual")):
        return "worse"
    return "same"


def _cause_of(old: Finding | None, new: Finding | None, cause: Cause) -> Cause:
    if old is None or new is None:
        return "tool"  # a rule comes and goes with the catalog alone
    statuses = {old.status, new.status}
    if len(statuses) == 1:
        return "waiver"
    if "not-assessed" in statuses:
        return "sources"
    return "sight" if "unknown" in statuses else cause


def _principles(before: Assessment, after: Assessment) -> Iterator[PrincipleChange]:
    earlier = {result.id: result for result in before.principles}
    later = {result.id: result for result in after.principles}
    for name in PRINCIPLES:
        old, new = earlier.get(name), later.get(name)
        shown = new or old
        state_before = (old.level, old.score) if old else (None, None)
        state_after = (new.level, new.score) if new else (None, None)
        if shown is not None and state_before != state_after:
            yield PrincipleChange(
                id=name,
                title=shown.title,
                level_before=state_before[0],
                level_after=state_after[0],
                score_before=state_before[1],
                score_after=state_after[1],
            )


def _side(assessment: Assessment) -> Side:
    return Side(
        target=assessment.target.name,
        commit=assessment.target.commit,
        dirty=assessment.target.dirty,
        started=assessment.started,
        version=assessment.tool.version,
        catalog_digest=assessment.tool.catalog_digest,
        level=assessment.level,
        score=assessment.score,
    )


def _rank(change: Change) -> tuple[int, bool, int, int, str]:
    principle = PRINCIPLES.index(change.principle)
    return _ORDER.index(change.direction), not change.required, change.level, principle, change.rule
