"""A card as Markdown with the front matter of Hugging Face, and a block by which it can be checked later."""

from collections.abc import Iterator

from maturity.model.card import Answer, Card, Entry, Grid, Pictures, Words
from maturity.render.cards.arranged import Titled, parts, when
from maturity.render.cards.curves import COLUMNS
from maturity.render.cards.curves import row as history_row
from maturity.render.cards.frontmatter import front_matter
from maturity.render.cards.numbers import printed
from maturity.render.cards.sealing import block, sections
from maturity.render.cards.words import CardWords, card_words, head, title
from maturity.render.display import markdown_code, markdown_text
from maturity.render.style import Style


def render(card: Card, style: Style) -> str:
    """Return the card."""
    said = card_words(style.language)
    lines = [
        front_matter(card) if card.subject == "model" else "",
        f"# {title(card, said)}: {markdown_text(card.model)} {markdown_text(card.version)}",
        "",
    ]
    lines += [said.complete.format(level=one.level, filled=one.filled, due=one.due) + "  " for one in card.completeness]
    for part in parts(card, style.language):
        lines += ["", f"## {part.title}"]
        for one in part.entries:
            lines += ["", f"### {one.title}", "", *_entry(one, style, said)]
    if card.remarks:
        lines += ["", f"## {said.not_seen}", "", *(f"- {markdown_text(one.en)}" for one in card.remarks)]
    made = said.generated.format(
        tool=card.tool, uri=markdown_text(card.uri), when=when(card), digest=f"`{card.digest[:16]}`"
    )
    text = "\n".join([*lines, "", "---", "", made, ""])
    return f"{text}\n{block(card, sections(text))}\n"


def _entry(one: Titled, style: Style, said: CardWords) -> Iterator[str]:
    entry = one.entry
    if entry.answer:
        yield from _answer(entry.answer, said)
    match entry.value:
        case Words(lines=lines):
            yield from (f"{markdown_text(line)}  " for line in lines)
        case Grid():
            yield from _table(entry.value, said)
        case Pictures(pictures=pictures):
            yield from (f"- {markdown_code(picture.name)} (SHA-256 `{picture.sha256[:16]}`)" for picture in pictures)
    if entry.histories:
        rows = tuple(history_row(one, said) for one in entry.histories)
        yield f"\n{said.histories}"
        yield from _table(Grid(columns=COLUMNS, rows=rows), said)
    if entry.missing:
        why = entry.missing.en if style.language == "en" else entry.missing.zh
        who = said.who_person if entry.asked else said.who_machine
        due = said.due.format(level=entry.level)
        yield f"*{said.missing}* ({due}, {who}): {markdown_text(why)}"
    elif sources := _sources(entry):
        yield f"\n<sub>{said.source} {sources}</sub>"


def _answer(answer: Answer, said: CardWords) -> Iterator[str]:
    """What a person wrote is prose of theirs: its paragraphs and lists stay, its markup does not."""
    for line in answer.text.splitlines():
        item = line.strip().startswith("- ")
        yield f"- {markdown_text(line.strip()[2:])}" if item else markdown_text(line.strip())
    yield f"\n<sub>{said.answered.format(locator=markdown_text(answer.locator))}</sub>\n"


def _table(value: Grid, said: CardWords) -> Iterator[str]:
    yield ""
    yield "| " + " | ".join(markdown_text(head(column, said)) for column in value.columns) + " |"
    yield "|" + " --- |" * len(value.columns)
    for row in value.rows:
        yield (
            "| "
            + " | ".join(
                markdown_text(printed(cell, column)) or " " for cell, column in zip(row, value.columns, strict=False)
            )
            + " |"
        )
    if value.left_out:
        yield ""
        yield said.more.format(count=value.left_out)


def _sources(entry: Entry) -> str:
    shown = [f"{one.kind} {markdown_text(one.locator)}" for one in entry.sources[:3] if one.locator]
    return ", ".join(shown)
