"""What every report says of an assessment, before a format dresses it. Foreign text leaves here as it came."""

import re
from collections import Counter
from collections.abc import Iterable

from maturity.model.assessment import Assessment, SourceReport, SourceState
from maturity.model.finding import Evidence, Finding, Status
from maturity.model.place import Place
from maturity.model.raw import Gap
from maturity.model.rule import Text
from maturity.render.style import Language
from maturity.render.words import Words

HIGHEST = 3

SYMBOLS: dict[Status, str] = {
    "pass": "✓",
    "fail": "✗",
    "unknown": "?",
    "not-assessed": "–",
    "not-applicable": "–",
    "manual": "!",
}

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[^a-z])|(?<=[。！？])|\n")


def say(text: Text, language: Language) -> str:
    """Return a text in a language."""
    return text.zh if language == "zh" else text.en


def basis(assessment: Assessment, words: Words) -> str:
    """Say which sources the level rests on, and which nobody looked at."""
    # Of several plugins the one that failed speaks for all.
    ordered = sorted(assessment.sources, key=lambda source: source.state == "unreadable")
    states: dict[str, SourceState] = {source.kind: source.state for source in ordered}
    read = _sources(states, ("read", "partly-read"), words)
    unread = _sources(states, ("unreadable",), words)
    not_given = _sources(states, ("not-given",), words)
    clauses = [
        words.rests_on.format(sources=read) if read else words.nothing_read,
        words.unread.format(sources=unread) if unread else "",
        words.not_given.format(sources=not_given) if not_given else "",
    ]
    return words.clause.join(filter(None, clauses))


def _sources(states: dict[str, SourceState], wanted: Iterable[SourceState], words: Words) -> str:
    known = (kind for kind in words.sources if kind in states or kind != "plugin")  # nobody misses a plugin
    return words.between.join(words.sources[kind] for kind in known if states.get(kind, "not-given") in wanted)


def percent(score: float | None) -> str:
    """Return a share in per cent; a dash when nothing was assessed."""
    return "-" if score is None else f"{score:.0%}".replace("%", " %")


def passing(passed: int, failed: int, unknown: int, words: Words) -> str:
    """Say how many of the rules that could be told pass, and how many could not be told."""
    share = words.passing.format(passed=passed, assessed=passed + failed)
    return f"{share}{words.comma}{unknown} {words.statuses['unknown']}" if unknown else share


def counts(findings: Iterable[Finding]) -> dict[Status, int]:
    """Count findings by status, every status in its order."""
    found = Counter(finding.status for finding in findings)
    return {status: found[status] for status in SYMBOLS}


def totals(findings: tuple[Finding, ...], words: Words) -> str:
    """Count the findings by status, those that occur."""
    return words.comma.join(f"{count} {words.statuses[status]}" for status, count in counts(findings).items() if count)


def selected(assessment: Assessment, rules: Iterable[str]) -> tuple[Finding, ...]:
    """Return the findings of some rules, in the order of the rules."""
    by_rule = {finding.rule: finding for finding in assessment.findings}
    return tuple(by_rule[rule] for rule in rules if rule in by_rule)


def effort(finding: Finding, words: Words) -> str:
    """Say how long a team needs for the remedy."""
    return words.efforts.get(finding.effort, finding.effort)


def first_step(fix: str) -> str:
    """Return the first sentence of a remedy."""
    return _SENTENCE_END.split(fix.strip(), maxsplit=1)[0]


def where(place: Place | Evidence) -> str:
    """Return where something stands."""
    name = place.path or place.uri or ""
    return f"{name}:{place.line}" if place.line else name


def link(place: Place | Evidence) -> str:
    """Return where something stands and, in a few words, what."""
    return f"{where(place)} {place.text}".strip()


def links(evidence: Evidence) -> tuple[str, ...]:
    """Return the links of a chain, or the one place when there is no chain."""
    return tuple(link(place) for place in evidence.chain) or (link(evidence),)


def telling(finding: Finding) -> Evidence | None:
    """Return the one evidence that tells most: the first with a chain, or the first."""
    return next((evidence for evidence in finding.evidence if evidence.chain), next(iter(finding.evidence), None))


def gaps(assessment: Assessment) -> tuple[Gap, ...]:
    """Return what could not be looked at, over all sources; what hides several things is told once."""
    every = (gap for source in assessment.sources for gap in (*source_gap(source), *source.gaps))
    told: dict[str, Gap] = {}
    for gap in every:
        told.setdefault(gap_line(gap), gap)
    return tuple(told.values())


def source_gap(source: SourceReport) -> tuple[Gap, ...]:
    """A source that failed as a whole is a gap of its own."""
    return (Gap(path=None, reason=f"{source.uri}: {source.detail}"),) if source.state == "unreadable" else ()


def gap_line(gap: Gap) -> str:
    """Return where a gap is and why."""
    return f"{gap.path}: {gap.reason}" if gap.path else gap.reason
