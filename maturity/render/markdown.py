"""The report as Markdown, fit for a comment on a pull request."""

from maturity.model.assessment import Assessment
from maturity.model.finding import Evidence, Finding
from maturity.render import crosswalk
from maturity.render.display import markdown_code, markdown_prose, markdown_text
from maturity.render.lineage import lineage_tables
from maturity.render.projects import seen
from maturity.render.style import Style
from maturity.render.summary import (
    HIGHEST,
    SYMBOLS,
    basis,
    effort,
    first_step,
    gap_line,
    gaps,
    links,
    passing,
    percent,
    say,
    selected,
    totals,
)
from maturity.render.words import Words, words

MOST_BYTES = 60_000
"""A forge refuses longer comments."""
SECTION_BYTES = 8_000
REST_BYTES = 100
"""Kept free for the line that counts what was left out."""
MOST_STEPS = 5
MOST_EVIDENCE = 5


def render(assessment: Assessment, style: Style) -> str:
    """Return the report; findings of the highest levels are left out first when it would be too long."""
    said = words(style.language)
    head = [
        _heading(assessment, style, said),
        _principles(assessment, style, said),
        _blockers(assessment, style, said),
        _next_steps(assessment, style, said),
    ]
    counts = f"{said.rules.format(count=len(assessment.findings))}{said.colon}{totals(assessment.findings, said)}"
    tail = [
        _fitting(list(lineage_tables(assessment, style)), SECTION_BYTES, said, "\n\n"),
        _gaps(assessment, said),
        counts,
    ]
    left = MOST_BYTES - sum(len(part.encode()) + 2 for part in (*head, *tail) if part)
    for chapter in style.chapters:
        block = crosswalk.markdown(chapter, style, left).strip()
        left -= len(block.encode()) + 2
        head.append(block)
    for level in (1, 2, 3):
        block = _level(assessment, level, style, said, left)
        left -= len(block.encode()) + 2
        head.append(block)
    return "\n\n".join(part for part in (*head, *tail) if part) + "\n"


def _heading(assessment: Assessment, style: Style, said: Words) -> str:
    target = assessment.target
    name = markdown_text(say(assessment.level_name, style.language))
    commit = f" {markdown_code(target.commit[:10])}" if target.commit else ""
    changed = f" ({said.changed})" if target.dirty else ""
    waivers = assessment.level_with_waivers != assessment.level
    details = [
        f"{said.report.format(name=markdown_code(target.name))}{commit}{changed}",
        basis(assessment, said),
        f"{said.score} {percent(assessment.score)}",
        *([said.waived_level.format(level=assessment.level_with_waivers)] if waivers else []),
    ]
    projects = seen(assessment, said)
    named = f"\n\n{markdown_text(projects)}" if projects else ""
    return f"## {said.level.format(level=assessment.level)} · {name}\n\n{' · '.join(details)}{named}"


def _principles(assessment: Assessment, style: Style, said: Words) -> str:
    rows = [f"| {said.principle} | {said.level_column} | {said.score} | |", "|---|---|---|---|"]
    for result in assessment.principles:
        counts = result.counts
        dots = "●" * result.level + "○" * (HIGHEST - result.level)
        title = markdown_text(say(result.title, style.language))
        share = passing(counts.passed, counts.failed, counts.unknown, said)
        rows.append(f"| {title} | {dots} {result.level} | {percent(result.score)} | {share} |")
    return "\n".join(rows)


def _blockers(assessment: Assessment, style: Style, said: Words) -> str:
    if assessment.level >= HIGHEST:
        return said.all_reached
    level = assessment.level + 1
    blockers = selected(assessment, assessment.blockers)
    if not blockers:
        return said.none_blocks.format(level=level)
    items = [
        f"- {SYMBOLS[finding.status]} **{markdown_text(finding.rule)}**{said.colon}{_sentence(finding, style)}"
        for finding in blockers
    ]
    heading = f"### {said.blockers.format(level=level, count=len(blockers))}"
    return f"{heading}\n\n{_fitting(items, SECTION_BYTES, said)}"


def _next_steps(assessment: Assessment, style: Style, said: Words) -> str:
    steps = selected(assessment, assessment.plan)[:MOST_STEPS]
    if not steps:
        return f"### {said.next_steps}\n\n{said.nothing_to_do}"
    items = []
    for number, finding in enumerate(steps, start=1):
        step = markdown_prose(first_step(say(finding.fix, style.language)))
        level = said.level_short.format(level=finding.level)
        time = f"{level}{said.comma}{markdown_text(effort(finding, said))}"
        items.append(f"{number}. **{markdown_text(finding.rule)}** ({time}){said.colon}{step}")
    return f"### {said.next_steps}\n\n{_fitting(items, SECTION_BYTES, said)}"


def _gaps(assessment: Assessment, said: Words) -> str:
    missed = gaps(assessment)
    if not missed:
        return ""
    items = [f"- {markdown_code(gap_line(gap))}" for gap in missed]
    return f"### {said.not_looked_at.format(count=len(missed))}\n\n{_fitting(items, SECTION_BYTES, said)}"


def _level(assessment: Assessment, level: int, style: Style, said: Words, room: int) -> str:
    """Return the findings of one level, folded."""
    findings = tuple(finding for finding in assessment.findings if finding.level == level)
    if not findings:
        return ""
    summary = f"{said.level.format(level=level)}{said.colon}{totals(findings, said)}"
    top, bottom = f"<details><summary>{summary}</summary>\n\n", "\n\n</details>"
    room -= len((top + bottom).encode())
    return top + _fitting([_finding(finding, style, said) for finding in findings], room, said) + bottom


def _fitting(items: list[str], room: int, said: Words, between: str = "\n") -> str:
    """Return the first items, as many as fit in so many bytes, and count the others."""
    room -= REST_BYTES
    kept = 0
    for item in items:
        room -= len(item.encode()) + 1
        if room < 0:
            break
        kept += 1
    rest = len(items) - kept
    return between.join([*items[:kept], *([f"- {said.more.format(count=rest)}"] if rest else [])])


def _finding(finding: Finding, style: Style, said: Words) -> str:
    status = f"{SYMBOLS[finding.status]} {said.statuses[finding.status]}"
    lines = [f"- {status} **{markdown_text(finding.rule)}**{said.colon}{_sentence(finding, style)}"]
    lines += [f"  - {_chain(evidence)}" for evidence in finding.evidence[:MOST_EVIDENCE]]
    if finding.waiver:
        waiver = finding.waiver
        lines.append(f"  - {markdown_text(said.waived.format(expires=waiver.expires, reason=waiver.justification))}")
    return "\n".join(lines)


def _sentence(finding: Finding, style: Style) -> str:
    return markdown_text(say(finding.summary, style.language))


def _chain(evidence: Evidence) -> str:
    return " → ".join(map(markdown_code, links(evidence)))
