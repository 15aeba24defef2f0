"""A model card in every form."""

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from maturity.model.card import Card
    from maturity.render.style import Style

CardFormat = Literal["text", "markdown", "json", "html", "pdf", "cyclonedx"]
CARD_FORMATS: tuple[CardFormat, ...] = ("text", "markdown", "json", "html", "pdf", "cyclonedx")
CARD_BINARY = frozenset({"pdf"})


def render(card: "Card", form: str, style: "Style") -> str | bytes:
    """Return a card in a format; only the module of that format is loaded."""
    made: Callable[[Card, Style], str | bytes] = import_module(f"{__name__}.{form}").render
    return made(card, style)
