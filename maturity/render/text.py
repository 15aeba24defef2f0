"""The report for a person: one screen of 100 columns; all findings when asked for."""

from maturity.model.assessment import Assessment, PrincipleResult
from maturity.render import crosswalk
from maturity.render.blockers import COLUMNS, blocker_lines, hanging
from maturity.render.columns import fit, pad, width, wrap
from maturity.render.display import displayable
from maturity.render.listing import listing
from maturity.render.projects import seen
from maturity.render.style import Style, Tone
from maturity.render.summary import (
    HIGHEST,
    basis,
    counts,
    effort,
    first_step,
    gap_line,
    gaps,
    passing,
    percent,
    say,
    selected,
    totals,
)
from maturity.render.words import Words, words

BAR = 24
MOST_BLOCKERS = 6
MOST_STEPS = 4

_DIGITS = (
    ("▄▀▀▄", "█  █", "▀▄▄▀"),
    (" ▄█ ", "  █ ", " ▄█▄"),
    ("▄▀▀▄", " ▄▄▀", "█▄▄▄"),
    ("▀▀▀▄", " ▀▀▄", "▄▄▄▀"),
)
_LEVEL_TONES: tuple[Tone, ...] = ("level-0", "level-1", "level-2", "level-3")


def render(assessment: Assessment, style: Style) -> str:
    """Return the report as lines for a terminal."""
    said = words(style.language)
    sections = [
        [_title(assessment, said)],
        _banner(assessment, style, said),
        wrap(seen(assessment, said), COLUMNS),
        _principles(assessment, style, said),
        _blockers(assessment, style, said),
        _next_steps(assessment, style, said),
        *([listing(assessment, style, said)] if style.verbose else []),
        _footer(assessment, style, said),
    ]
    report = "\n\n".join("\n".join(section) for section in sections if section) + "\n"
    return "\n".join([report, *(crosswalk.text(chapter, style) for chapter in style.chapters)])


def _title(assessment: Assessment, said: Words) -> str:
    target = assessment.target
    commit = f" @ {displayable(target.commit[:10])}" if target.commit else ""
    changed = f" ({said.changed})" if target.dirty else ""
    return fit(f"{displayable(target.name, 60)}{commit}{changed}", COLUMNS)


def _banner(assessment: Assessment, style: Style, said: Words) -> list[str]:
    """The level as a large digit, its name, what it rests on and the score."""
    statuses = counts(assessment.findings)
    share = passing(statuses["pass"], statuses["fail"], statuses["unknown"], said)
    score = f"{said.score} {percent(assessment.score)} · {share}"
    if assessment.level_with_waivers != assessment.level:
        score += " · " + said.waived_level.format(level=assessment.level_with_waivers)
    name = f"{said.level.format(level=assessment.level)} · {displayable(say(assessment.level_name, style.language))}"
    tone = _LEVEL_TONES[assessment.level]
    beside = (style.paint(tone, name), basis(assessment, said), style.paint("quiet", score))
    digit = _DIGITS[assessment.level]
    return [f"  {style.paint(tone, row)}   {text}" for row, text in zip(digit, beside, strict=True)]


def _principles(assessment: Assessment, style: Style, said: Words) -> list[str]:
    titles = [displayable(say(result.title, style.language), 30) for result in assessment.principles]
    widest = max(map(width, titles), default=0)
    rows = [
        f"  {pad(title, widest)}  {_principle(result, style, said)}"
        for title, result in zip(titles, assessment.principles, strict=True)
    ]
    return [style.paint("strong", said.principles), *rows]


def _principle(result: PrincipleResult, style: Style, said: Words) -> str:
    dots = "●" * result.level + "○" * (HIGHEST - result.level)
    filled = round(BAR * (result.score or 0.0))
    bar = style.paint(_LEVEL_TONES[result.level], "█" * filled) + style.paint("quiet", "░" * (BAR - filled))
    counts = result.counts
    share = passing(counts.passed, counts.failed, counts.unknown, said)
    return f"{dots} {said.level_short.format(level=result.level)}  {bar} {percent(result.score):>5}  {share}"


def _blockers(assessment: Assessment, style: Style, said: Words) -> list[str]:
    """Each rule that keeps the next level away, with its reason and its chain or nearest miss."""
    if assessment.level >= HIGHEST:
        return [style.paint("good", said.all_reached)]
    level = assessment.level + 1
    blockers = selected(assessment, assessment.blockers)
    if not blockers:
        return [said.none_blocks.format(level=level)]
    heading = style.paint("strong", said.blockers.format(level=level, count=len(blockers)))
    return [heading, *blocker_lines(blockers, MOST_BLOCKERS, style, said)]


def _next_steps(assessment: Assessment, style: Style, said: Words) -> list[str]:
    steps = selected(assessment, assessment.plan)[:MOST_STEPS]
    heading = style.paint("strong", said.next_steps)
    if not steps:
        return [heading, f"  {said.nothing_to_do}"]
    rules = [displayable(finding.rule, 40) for finding in steps]
    widest = max(map(width, rules))
    efforts = [
        f"{said.level_short.format(level=finding.level)}{said.comma}{displayable(effort(finding, said), 20)}"
        for finding in steps
    ]
    room = max(map(width, efforts))
    rows: list[str] = []
    for number, (finding, rule, time) in enumerate(zip(steps, rules, efforts, strict=True), start=1):
        step = displayable(first_step(say(finding.fix, style.language)), COLUMNS * 2)
        start = f"  {number}. {pad(rule, widest)}  {style.paint('quiet', pad(time, room))}  "
        rows += hanging(start, step, widest + room + 9)
    return [heading, *rows]


def _footer(assessment: Assessment, style: Style, said: Words) -> list[str]:
    """The counts, what was not looked at, and where there is more to read."""
    lines = [f"{said.rules.format(count=len(assessment.findings))}{said.colon}{totals(assessment.findings, said)}"]
    missed = () if style.verbose else gaps(assessment)
    if missed:
        first = f"{said.not_looked_at.format(count=len(missed))}{said.comma}{displayable(gap_line(missed[0]))}"
        lines.append(style.paint("doubt", fit(first, COLUMNS)))
    if not style.verbose:
        lines.append(style.paint("quiet", said.hint.format(rule=next(iter(assessment.blockers), "ID"))))
    return lines
