"""What the template of a card is given, for the screen and for paper."""

from typing import Any, Literal

from maturity.model.card import Card
from maturity.render.cards.arranged import CODE, parts, when
from maturity.render.cards.curves import curve
from maturity.render.cards.words import card_words, head, missing, remark, shown, title
from maturity.render.display import displayable
from maturity.render.style import Style


def context(card: Card, style: Style, medium: Literal["screen", "print"]) -> dict[str, Any]:
    """Return the values and functions of the template."""
    said = card_words(style.language)

    def picture(number: int, name: str, content: str, media_type: str) -> str:
        if medium == "screen":
            return f"data:{media_type};base64,{content}"
        return f"maturity:{address(number, name)}"

    return {
        "lang": {"en": "en", "zh": "zh-CN"}[style.language],
        "medium": medium,
        "card": card,
        "said": said,
        "title": title(card, said),
        "parts": tuple(parts(card, style.language)),
        "head": lambda column: head(column, said),
        "cell": lambda field, column, value: shown(field, column, value, said),
        "when": when(card),
        "shown": displayable,
        "picture": picture,
        "curves": lambda entry: [curve(one, said) for one in entry.histories],
        "missing": lambda entry: missing(entry, card, said),
        "remark": lambda one: remark(one, style.language),
        "code": CODE,
    }


def address(number: int, name: str) -> str:
    """Return under which name the printer asks for a picture."""
    ending = "png" if name.lower().endswith("png") else "jpg"
    return f"picture-{number}.{ending}"
