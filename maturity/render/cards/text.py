"""A card in a terminal: how complete it is, what it says, what is missing and who can fill it."""

from collections.abc import Iterator, Sequence

from maturity.model.card import Card, Cell, Grid, Pictures, Words
from maturity.render.cards.arranged import Titled, parts, when
from maturity.render.cards.curves import sentence
from maturity.render.cards.words import CardWords, card_words, missing, remark, shown, title
from maturity.render.columns import wrap
from maturity.render.display import displayable
from maturity.render.style import Style

COLUMNS = 100
MOST_ROWS = 8


def render(card: Card, style: Style) -> str:
    """Return the card as text."""
    said = card_words(style.language)
    aliases = " ".join(f"@{displayable(alias)}" for alias in card.aliases)
    lines = [
        style.paint(
            "strong",
            f"{title(card, said)}{said.colon}{displayable(card.model)} {displayable(card.version)} {aliases}".rstrip(),
        )
    ]
    lines += [f"  {said.complete.format(level=one.level, filled=one.filled, due=one.due)}" for one in card.completeness]
    for part in parts(card, style.language):
        lines += ["", style.paint("strong", part.title)]
        for one in part.entries:
            lines += _entry(one, card, style, said)
    if card.remarks:
        lines += [
            "",
            style.paint("strong", said.not_seen),
            *(f"  {displayable(remark(one, style.language))}" for one in card.remarks),
        ]
    made = said.generated.format(tool=card.tool, uri=displayable(card.uri), when=when(card), digest=card.digest[:16])
    return "\n".join([*lines, "", style.paint("quiet", made)]) + "\n"


def _entry(one: Titled, card: Card, style: Style, said: CardWords) -> Iterator[str]:
    entry = one.entry
    if entry.missing:
        yield style.paint("quiet", f"  - {one.title}{said.colon}{missing(entry, card, said)}")
        return
    yield f"  {style.paint('good', '✓')} {one.title}"
    if entry.answer:
        for line in entry.answer.text.splitlines():
            yield from (f"      {shown}" for shown in wrap(displayable(line, 2_000), COLUMNS - 6))
    match entry.value:
        case Words(lines=lines):
            yield from (f"      {displayable(line)}" for line in lines)
        case Grid(rows=rows, columns=columns):
            yield from (f"      {displayable(_row(entry.field, columns, row, said))}" for row in rows[:MOST_ROWS])
            if left := len(rows) - len(rows[:MOST_ROWS]) + entry.value.left_out:
                yield f"      {said.more.format(count=left)}"
        case Pictures(pictures=pictures):
            yield from (f"      {displayable(picture.name)}" for picture in pictures)
    yield from (f"      {shown}" for one in entry.histories for shown in wrap(sentence(one, said), COLUMNS - 6))


def _row(field: str, columns: Sequence[str], row: Sequence[Cell], said: CardWords) -> str:
    return "  ".join(shown(field, column, cell, said) for column, cell in zip(columns, row, strict=False))
