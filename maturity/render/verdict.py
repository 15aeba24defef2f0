"""What the gate says, on one screen or as Markdown."""

from maturity.model.assessment import Assessment
from maturity.model.finding import Finding
from maturity.model.policy import Verdict
from maturity.model.waiver import WAIVING, WaiverReport
from maturity.render.blockers import COLUMNS, blocker_lines, hanging
from maturity.render.columns import pad, width
from maturity.render.display import displayable, markdown_code, markdown_prose, markdown_text
from maturity.render.gate_words import GateWords, gate_words
from maturity.render.style import Style, Tone
from maturity.render.summary import SYMBOLS, basis, effort, first_step, links, say, selected, telling
from maturity.render.words import Words, words

MOST_BLOCKERS = 8
MOST_WAIVERS = 8
MOST_LISTED = 50


def verdict_text(verdict: Verdict, assessment: Assessment, style: Style) -> str:
    """Return the verdict for a terminal: what was demanded, what is in the way, and how to mend it."""
    said, own = words(style.language), gate_words(style.language)
    tone: Tone = "good" if verdict.reached else "bad"
    head = [style.paint(tone, f"{_mark(met=verdict.reached)} {_headline(verdict, assessment, own)}")]
    sections = [
        [*head, f"  {basis(assessment, said)}"],
        _demands(verdict, style, own),
        _blockers(verdict, assessment, style, said, own),
        _waivers(assessment.waivers, style, own),
    ]
    return "\n\n".join("\n".join(section) for section in sections if section) + "\n"


def verdict_markdown(verdict: Verdict, assessment: Assessment, style: Style) -> str:
    """Return the verdict for the summary of a CI job."""
    said, own = words(style.language), gate_words(style.language)
    rows = [f"| | {own.demanded} | {own.got} |", "|---|---|---|"]
    for demand in verdict.demands:
        wanted, got = (markdown_text(say(text, style.language)) for text in (demand.wanted, demand.got))
        rows.append(f"| {_mark(met=demand.met)} | {wanted} | {got} |")
    headline = markdown_text(_headline(verdict, assessment, own))
    parts = [f"## {_mark(met=verdict.reached)} {headline}", basis(assessment, said), "\n".join(rows)]
    blocking = in_the_way(verdict, assessment)
    if blocking:
        items = [_item(finding, style, said) for finding in blocking[:MOST_LISTED]]
        rest = len(blocking) - len(items)
        items += [f"- {said.more.format(count=rest)}"] if rest else []
        parts += [f"### {own.in_the_way.format(count=len(blocking))}", "\n".join(items)]
    if assessment.waivers:
        listed = assessment.waivers[:MOST_LISTED]
        lines = [f"- {markdown_text(_waiver(report, style, own))}" for report in listed]
        parts += [f"### {own.waivers}", "\n".join(lines)]
    return "\n\n".join(parts) + "\n"


def in_the_way(verdict: Verdict, assessment: Assessment) -> tuple[Finding, ...]:
    """Return the findings that block any demand, each once, in the order of the demands."""
    rules = dict.fromkeys(rule for demand in verdict.demands if not demand.met for rule in demand.blockers)
    return selected(assessment, rules)


def _headline(verdict: Verdict, assessment: Assessment, own: GateWords) -> str:
    if verdict.unreadable:
        return own.not_told.format(sources=", ".join(verdict.unreadable))
    line = own.reached if verdict.reached else own.not_reached
    return line.format(name=displayable(assessment.target.name, 60), level=_level(verdict))


def _level(verdict: Verdict) -> str:
    if verdict.level == verdict.level_with_waivers:
        return str(verdict.level)
    return f"{verdict.level} ({verdict.level_with_waivers})"


def _demands(verdict: Verdict, style: Style, own: GateWords) -> list[str]:
    kinds = [own.kinds[demand.kind] for demand in verdict.demands]
    wanted = [say(demand.wanted, style.language) for demand in verdict.demands]
    first, second = max(map(width, kinds), default=0), max(map(width, wanted), default=0)
    return [
        f"  {style.paint('good' if demand.met else 'bad', _mark(met=demand.met))} {pad(kind, first)}  "
        f"{own.demanded} {pad(want, second)}  {own.got} {say(demand.got, style.language)}"
        for demand, kind, want in zip(verdict.demands, kinds, wanted, strict=True)
    ]


def _blockers(verdict: Verdict, assessment: Assessment, style: Style, said: Words, own: GateWords) -> list[str]:
    blocking = in_the_way(verdict, assessment)
    if not blocking:
        return [own.nothing_in_the_way] if verdict.reached else []
    lines = [style.paint("strong", own.in_the_way.format(count=len(blocking)))]
    lines += blocker_lines(blocking, MOST_BLOCKERS, style, said)
    lines += ["", style.paint("strong", said.next_steps)]
    for number, finding in enumerate(blocking[:MOST_BLOCKERS], start=1):
        start = f"  {number}. {style.paint('strong', displayable(finding.rule, 40))} ({effort(finding, said)})"
        step = displayable(first_step(say(finding.fix, style.language)), COLUMNS * 2)
        lines += [start, *hanging("     ", step, 5)]
    return lines


def _waivers(reports: tuple[WaiverReport, ...], style: Style, own: GateWords) -> list[str]:
    if not reports:
        return []
    # What does not waive although somebody meant it to comes first.
    ordered = sorted(reports, key=lambda report: report.state in WAIVING)
    lines = [style.paint("strong", own.waivers)]
    for report in ordered[:MOST_WAIVERS]:
        tone: Tone = "quiet" if report.state == "in-force" else "doubt"
        lines.append(style.paint(tone, f"  {_waiver(report, style, own)}"))
    return lines


def _waiver(report: WaiverReport, style: Style, own: GateWords) -> str:
    name = displayable(report.id or str(report.at), 60)
    detail = displayable(say(report.detail, style.language))
    return f"{name} {displayable(report.rule, 40)}: {own.states[report.state]} - {detail} ({report.at})"


def _item(finding: Finding, style: Style, said: Words) -> str:
    summary = markdown_text(say(finding.summary, style.language))
    lines = [f"- {SYMBOLS[finding.status]} **{markdown_text(finding.rule)}**{said.colon}{summary}"]
    place = telling(finding)
    if place is not None:
        lines.append(f"  - {' → '.join(markdown_code(part) for part in links(place))}")
    lines.append(f"  - {said.fix}{said.colon}{markdown_prose(first_step(say(finding.fix, style.language)))}")
    return "\n".join(lines)


def _mark(*, met: bool) -> str:
    return "✓" if met else "✗"
