"""A card as one HTML file that needs nothing else, asks nothing of any network, and can be checked later."""

from maturity.model.card import Card
from maturity.render.cards.page import context
from maturity.render.cards.sealed_page import page_sections
from maturity.render.cards.sealing import block
from maturity.render.display import displayable
from maturity.render.html import content_hash
from maturity.render.style import Style
from maturity.render.templates import filled

LIMIT = 2_000
"""Characters of one text."""


def render(card: Card, style: Style) -> str:
    """Return the card; its policy lets nothing run, and shows only pictures that it carries."""
    sheet = content_hash("page.css")
    policy = f"default-src 'none'; style-src '{sheet}'; img-src data:; base-uri 'none'; form-action 'none'"
    given = {**context(card, style, "screen"), "policy": policy}
    page = filled("card.html", given, lambda text: displayable(text, LIMIT))
    body, end, rest = page.rpartition("</body>")
    return f"{body}{block(card, page_sections(page))}\n{end}{rest}"
