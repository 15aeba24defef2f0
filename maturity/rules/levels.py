"""Reckon levels, scores and what to do next out of findings. Pure; findings may come in any order."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from typing import get_args

from maturity.model.assessment import Counts, PrincipleResult
from maturity.model.finding import Finding
from maturity.model.rule import Effort, Level, Principle
from maturity.rules.order import PRINCIPLES

LEVELS: tuple[Level, ...] = get_args(Level)
EFFORTS: tuple[Effort, ...] = get_args(Effort)
_HOLDS = frozenset({"pass", "not-applicable", "not-assessed"})


def reached(findings: Iterable[Finding]) -> int:
    """Return the level that findings earn: the highest below which every required rule holds. Waivers earn nothing."""
    return _reached(finding for finding in findings if not holds(finding))


def reached_with_waivers(findings: Iterable[Finding]) -> int:
    """Return the level that would be reached if every waived rule held."""
    return _reached(finding for finding in findings if not (holds(finding) or finding.waived))


def reached_if(findings: Iterable[Finding], mended: Collection[str]) -> int:
    """Return the level that would be reached if some rules held."""
    return _reached(finding for finding in findings if not (holds(finding) or finding.rule in mended))


def holds(finding: Finding) -> bool:
    """Tell whether a finding lets a level be reached: failures and what could not be told do not."""
    return finding.status in _HOLDS or (finding.status == "manual" and finding.attested)


def blockers(findings: Sequence[Finding]) -> tuple[str, ...]:
    """Return the required rules that keep the next level away, cheapest first."""
    following = reached(findings) + 1
    blocking = [one for one in findings if one.required and one.level == following and not holds(one)]
    return cheapest_first(blocking)


def cheapest_first(findings: Iterable[Finding]) -> tuple[str, ...]:
    """Return the rules of findings, those first that take the least effort."""
    return tuple(finding.rule for finding in sorted(findings, key=_cost))


def plan(findings: Sequence[Finding]) -> tuple[str, ...]:
    """Return what fails in the order in which to mend it: required rules, then recommended ones, level by level.

    Within a level the cheapest comes first, and what is waived last.
    """
    failing = [finding for finding in findings if finding.status == "fail"]
    failing.sort(key=lambda one: (not one.required, one.level, one.waived, *_cost(one)))
    return tuple(finding.rule for finding in failing)


def score(findings: Iterable[Finding]) -> float | None:
    """Return the share of rules that pass among those that passed or failed; None when there is none."""
    statuses = Counter(finding.status for finding in findings)
    assessed = statuses["pass"] + statuses["fail"]
    return round(statuses["pass"] / assessed, 4) if assessed else None


def counts(findings: Iterable[Finding]) -> Counts:
    """Count findings by status."""
    statuses = Counter(finding.status for finding in findings)
    return Counts(
        passed=statuses["pass"],
        failed=statuses["fail"],
        unknown=statuses["unknown"],
        not_assessed=statuses["not-assessed"],
        not_applicable=statuses["not-applicable"],
        manual=statuses["manual"],
    )


def principle_results(principles: Iterable[Principle], findings: Sequence[Finding]) -> tuple[PrincipleResult, ...]:
    """Reckon level, score and counts of each principle over its own rules."""
    return tuple(_principle(one, [found for found in findings if found.principle == one.id]) for one in principles)


def _principle(principle: Principle, findings: Sequence[Finding]) -> PrincipleResult:
    return PrincipleResult(
        id=principle.id,
        title=principle.title,
        level=reached(findings),
        score=score(findings),
        counts=counts(findings),
    )


def _reached(blocking: Iterable[Finding]) -> int:
    return min((finding.level for finding in blocking if finding.required), default=LEVELS[-1] + 1) - 1


def _cost(finding: Finding) -> tuple[int, int, str]:
    efforts: Sequence[str] = EFFORTS
    return efforts.index(finding.effort), PRINCIPLES.index(finding.principle), finding.rule
