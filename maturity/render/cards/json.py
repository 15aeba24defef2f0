"""A card as JSON, as the published schema describes it."""

from maturity.model.card import Card
from maturity.render.json import document
from maturity.render.style import Style


def render(card: Card, _style: Style) -> str:
    """Return the whole card, pictures included."""
    return document(card)
