"""A card as Markdown with the front matter of Hugging Face, and a block by which it can be checked later."""

import re
from collections.abc import Iterator, Sequence

from maturity.model.card import Answer, Card, Entry, Grid, Pictures, Words
from maturity.render.cards.arranged import CODE, Titled, parts, when
from maturity.render.cards.curves import COLUMNS
from maturity.render.cards.curves import row as history_row
from maturity.render.cards.frontmatter import front_matter
from maturity.render.cards.sealing import block, sections
from maturity.render.cards.words import CardWords, card_words, head, missing, remark, shown, title
from maturity.render.display import LIMIT, displayable, markdown_code, markdown_text
from maturity.render.style import Style


def render(card: Card, style: Style) -> str:
    """Return the card."""
    said = card_words(style.language)
    name = f"{markdown_text(card.model)} {markdown_text(card.version)}"
    told = [front_matter(card)] if card.subject == "model" else []
    told.append(f"# {title(card, said)}{said.colon}{name}")
    complete = (said.complete.format(level=one.level, filled=one.filled, due=one.due) for one in card.completeness)
    told.append("  \n".join(complete))
    for part in parts(card, style.language):
        told.append(f"## {part.title}")
        for one in part.entries:
            told += [f"### {one.title}", *_entry(one, card, said)]
    if card.remarks:
        told.append(f"## {said.not_seen}")
        told.append("\n".join(f"- {markdown_text(remark(one, style.language))}" for one in card.remarks))
    made = said.generated.format(
        tool=card.tool, uri=markdown_text(card.uri), when=when(card), digest=f"`{card.digest[:16]}`"
    )
    text = "\n\n".join([*told, "---", made]) + "\n"
    return f"{text}\n{block(card, sections(text))}\n"


def _entry(one: Titled, card: Card, said: CardWords) -> Iterator[str]:
    """Yield the paragraphs of an entry."""
    entry = one.entry
    if entry.answer:
        yield from _answer(entry.answer, said)
    match entry.value:
        case Words(lines=lines) if entry.field == CODE:
            yield _code(lines)
        case Words(lines=lines):
            yield "  \n".join(map(markdown_text, lines))
        case Grid():
            yield from _table(entry.field, entry.value, said)
        case Pictures(pictures=pictures):
            names = (f"{markdown_code(picture.name)} (SHA-256 `{picture.sha256[:16]}`)" for picture in pictures)
            yield "\n".join(f"- {name}" for name in names)
    if entry.histories:
        yield said.histories
        rows = tuple(history_row(history, said) for history in entry.histories)
        yield from _table(entry.field, Grid(columns=COLUMNS, rows=rows), said)
    if entry.missing:
        yield f"*{missing(entry, card, said)}*"
    elif sources := _sources(entry, said):
        yield f"<sub>{said.source} {sources}</sub>"


def _answer(answer: Answer, said: CardWords) -> Iterator[str]:
    """What a person wrote is prose of theirs: its paragraphs and lists stay, its markup does not."""
    lines = (line.strip() for line in answer.text.splitlines())
    yield "\n".join(f"- {markdown_text(line[2:])}" if line.startswith("- ") else markdown_text(line) for line in lines)
    yield f"<sub>{said.answered.format(locator=markdown_text(answer.locator))}</sub>"


def _code(lines: Sequence[str]) -> str:
    """Return lines of a program; no text in them ends it early."""
    told = [displayable(line, 2 * LIMIT) for line in lines]
    longest = max((len(run) for line in told for run in re.findall("`+", line)), default=0)
    fence = "`" * max(3, longest + 1)
    return "\n".join([f"{fence}python", *told, fence])


def _table(field: str, value: Grid, said: CardWords) -> Iterator[str]:
    heads = " | ".join(markdown_text(head(column, said)) for column in value.columns)
    lines = [f"| {heads} |", "|" + " --- |" * len(value.columns)]
    for row in value.rows:
        cells = (
            markdown_text(shown(field, column, cell, said)) or " "
            for cell, column in zip(row, value.columns, strict=False)
        )
        lines.append(f"| {' | '.join(cells)} |")
    yield "\n".join(lines)
    if value.left_out:
        yield said.more.format(count=value.left_out)


def _sources(entry: Entry, said: CardWords) -> str:
    told = [(said.kinds.get(one.kind, one.kind), one.locator) for one in entry.sources[:3] if one.locator]
    return ", ".join(f"{kind} {markdown_text(locator)}" for kind, locator in told)
