"""The long part of the text report: every finding with its evidence, its chains and its remedy."""

from collections.abc import Iterator

from maturity.model.assessment import Assessment
from maturity.model.finding import Evidence, Finding, Status
from maturity.render.columns import width, wrap
from maturity.render.display import displayable
from maturity.render.frameworkwords import framework_words
from maturity.render.lineage import lineage_lines
from maturity.render.style import Style, Tone
from maturity.render.summary import SYMBOLS, effort, gap_line, gaps, links, say
from maturity.render.words import Words

COLUMNS = 100
INDENT = "      "
FIX_LIMIT = 2000

TONES: dict[Status, Tone] = {
    "pass": "good",
    "fail": "bad",
    "unknown": "doubt",
    "not-assessed": "quiet",
    "not-applicable": "quiet",
    "manual": "doubt",
}


def listing(assessment: Assessment, style: Style, said: Words) -> list[str]:
    """Return every finding by principle, the lineage of what serves, and everything that was not looked at."""
    lines: list[str] = []
    for result in assessment.principles:
        findings = [finding for finding in assessment.findings if finding.principle == result.id]
        if findings:
            lines += ["", style.paint("strong", displayable(say(result.title, style.language)))]
        for finding in findings:
            lines += _finding(finding, style, said)
    if followed := lineage_lines(assessment, style):
        lines += ["", *followed]
    lines += _attestations(assessment, style)
    missed = gaps(assessment)
    if missed:
        lines += ["", style.paint("strong", said.not_looked_at.format(count=len(missed)))]
        lines += [f"  {displayable(gap_line(gap))}" for gap in missed]
    return lines[1:]


def _attestations(assessment: Assessment, style: Style) -> Iterator[str]:
    """Yield every statement of a person, and whether it counts: as attested, never as proven."""
    if not assessment.attestations:
        return
    said = framework_words(style.language)
    yield ""
    yield style.paint("strong", said.attestations.format(count=len(assessment.attestations)))
    for one in assessment.attestations:
        outcome = f" {said.outcomes[one.outcome]}" if one.outcome else ""
        state = f"{said.attestation_states[one.state]} ({say(one.detail, style.language)})"
        yield displayable(f"  {one.item}{outcome} · {state} · {one.at}", FIX_LIMIT)
        if one.statement:
            yield from _indented(displayable(f"{one.author} ({one.role}), {one.date}: {one.statement}", FIX_LIMIT))


def _finding(finding: Finding, style: Style, said: Words) -> Iterator[str]:
    status = style.paint(TONES[finding.status], f"{SYMBOLS[finding.status]} {said.statuses[finding.status]}")
    weight = said.required if finding.required else said.recommended
    level = said.level_short.format(level=finding.level)
    title = displayable(say(finding.title, style.language))
    yield f"  {status}  {style.paint('strong', displayable(finding.rule))} · {title} · {level}{said.comma}{weight}"
    yield from _indented(displayable(say(finding.summary, style.language), FIX_LIMIT))
    for evidence in finding.evidence:
        yield from (style.paint("quiet", line) for line in draw(evidence, f"{INDENT}  "))
    if finding.waiver:
        waiver = said.waived.format(expires=finding.waiver.expires, reason=finding.waiver.justification)
        yield from _indented(displayable(waiver))
    if finding.status in ("fail", "unknown", "manual"):
        fix = " ".join(say(finding.fix, style.language).split())
        yield from _indented(displayable(f"{said.fix} ({effort(finding, said)}){said.colon}{fix}", FIX_LIMIT))


def _indented(text: str) -> Iterator[str]:
    return (INDENT + line for line in wrap(text, COLUMNS - len(INDENT)))


def draw(evidence: Evidence, indent: str) -> Iterator[str]:
    """Draw a chain over as many lines as it needs, broken between its links."""
    line = indent
    for number, part in enumerate(links(evidence)):
        drawn = (" -> " if number else "") + displayable(part)
        if number and width(line) + width(drawn) > COLUMNS:
            yield line
            line = f"{indent} "
        line += drawn
    yield line
