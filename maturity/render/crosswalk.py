"""A framework held against an assessment, as text and as Markdown."""

from collections.abc import Iterator

from maturity.model.framework import FrameworkResult, ItemResult, ItemState, LinkResult, SectionResult
from maturity.render.columns import pad, width
from maturity.render.display import displayable, markdown_code, markdown_text
from maturity.render.frameworkwords import FrameworkWords, framework_words
from maturity.render.style import Language, Style, Tone
from maturity.render.summary import say
from maturity.render.words import words

ROOM = 1 << 20
"""Bytes of a chapter that stands alone."""

SYMBOLS: dict[ItemState, str] = {
    "met": "✓",
    "partly-met": "◐",
    "not-met": "✗",
    "attested": "✎",
    "not-applicable": "–",
    "not-assessable": "?",
    "out-of-scope": "–",
}

_TONES: dict[ItemState, Tone] = {"met": "good", "not-met": "bad", "partly-met": "doubt", "attested": "doubt"}


def text(result: FrameworkResult, style: Style) -> str:
    """Return the chapter for a terminal: one line for each item, and with `verbose` what is behind it."""
    said = framework_words(style.language)
    lines = [
        style.paint("strong", displayable(f"{say(result.name, style.language)} · {result.version}")),
        counts(result, said),
        *score_lines(result, style.language),
        "",
    ]
    room = max((width(state) for state in said.states.values()), default=0)
    wide = max((width(item.id) for section in result.sections for item in section.items), default=0)
    for section in result.sections:
        lines.append(displayable(f"{section.ref}  {say(section.title, style.language)}"))
        for item in section.items:
            state = pad(f"{SYMBOLS[item.state]} {said.states[item.state]}", room + 2)
            title = displayable(say(item.title, style.language))
            shown = style.paint(_TONES.get(item.state, "quiet"), state)
            lines.append(f"  {shown}  {pad(displayable(item.id), wide)}  {title}")
            lines += [f"      {line}" for line in _behind(item, style)] if style.verbose else []
        lines.append("")
    lines += [*(displayable(say(note, style.language), 1000) for note in result.notes), said.disclaimer]
    return "\n".join(lines) + "\n"


def markdown(result: FrameworkResult, style: Style, room: int = ROOM) -> str:
    """Return the chapter as Markdown, a table for each section; the counts alone where that would not fit."""
    said = framework_words(style.language)
    head = markdown_text(f"{say(result.name, style.language)} · {result.version}")
    top = [f"## {head}", markdown_text(counts(result, said))]
    top += [markdown_text(line) for line in score_lines(result, style.language)]
    notes = "\n".join(f"- {markdown_text(say(note, style.language))}" for note in result.notes)
    end = [*([notes] if notes else []), said.disclaimer]
    whole = "\n\n".join([*top, *(_table(section, style, said) for section in result.sections), *end]) + "\n"
    return whole if len(whole.encode()) <= room else "\n\n".join([*top, *end]) + "\n"


def counts(result: FrameworkResult, said: FrameworkWords) -> str:
    """Say how many items are in scope, assessed and met."""
    return said.counts.format(**result.coverage.model_dump())


def score_lines(result: FrameworkResult, language: Language) -> list[str]:
    """Say the score of a framework that has one, section by section."""
    score = result.score
    if score is None:
        return []
    said, titles = framework_words(language), {section.id: section.title for section in result.sections}
    parts = [
        said.section_points.format(title=say(titles[one.section], language), points=one.points)
        for one in score.sections
    ]
    unsure = sum(one.open for one in score.sections)
    return [
        said.score.format(points=score.points, meaning=say(score.meaning, language)),
        words(language).comma.join(parts),
        *([said.open.format(count=unsure)] if unsure else []),
    ]


def _table(section: SectionResult, style: Style, said: FrameworkWords) -> str:
    rows = [f"| {said.item} | {said.state} | | {said.rules} |", "|---|---|---|---|"]
    for item in section.items:
        linked = " ".join(f"{_status(link, style.language)} {markdown_code(link.rule)}" for link in item.links)
        title = markdown_text(say(item.title, style.language))
        state = f"{SYMBOLS[item.state]} {said.states[item.state]}"
        rows.append(f"| {markdown_text(item.id)} | {state} | {title} | {linked} |")
    heading = markdown_text(f"{section.ref} · {say(section.title, style.language)}")
    return f"### {heading}\n\n{said.section_counts.format(**section.coverage.model_dump())}\n\n" + "\n".join(rows)


def _behind(item: ItemResult, style: Style) -> Iterator[str]:
    """Yield what is behind a result: the rules with their reasons, the statement, what is still to be shown."""
    said, colon = framework_words(style.language), words(style.language).colon
    for link in item.links:
        told = f"{_status(link, style.language)} {displayable(link.rule)} ({said.relations[link.relation]})"
        yield f"{told}{colon}{displayable(say(link.reason, style.language))}"
    if item.attestation is not None:
        stated = item.attestation
        yield displayable(
            said.attested.format(
                author=stated.author,
                role=stated.role,
                date=stated.date,
                expires=stated.expires,
                statement=stated.statement,
            ),
            1000,
        )
    if item.needs is not None and item.state not in ("met", "attested"):
        yield f"{said.needs}{colon}{displayable(say(item.needs, style.language))}"


def _status(link: LinkResult, language: Language) -> str:
    status = words(language).statuses[link.status] if link.status else framework_words(language).unjudged
    return f"{status}*" if link.waived else status
