"""A card on paper, with its JSON attached, and digests by which its pages can be checked later."""

import base64
import json
from datetime import UTC, datetime

from maturity.model.card import Card, Pictures
from maturity.render.cards.page import address, context
from maturity.render.cards.sealed_pdf import library, opened, page_digests
from maturity.render.fonts import legible
from maturity.render.json import document
from maturity.render.pdf import Attached, printed
from maturity.render.style import Style
from maturity.render.templates import filled

LIMIT = 2_000
"""Characters of one text."""
CARD, PAGES = "card.json", "pages.json"
"""What it carries: the card, and a digest of each page."""


def render(card: Card, style: Style) -> bytes:
    """Return the PDF; the same card gives the same bytes. Raises as `printed`."""
    library()  # what is missing is said before the work
    values = (entry.value for entry in card.entries)
    pictures = [one for value in values if isinstance(value, Pictures) for one in value.pictures]
    return printed(
        lambda limit: filled(
            "card.html", {**context(card, style, "print"), "policy": ""}, lambda text: legible(text, limit)
        ),
        style,
        limits=(LIMIT,),
        most_pages=float("inf"),
        made=datetime.fromtimestamp(card.read_at, UTC),
        attached=(Attached(CARD, "model card", document(card)), _pages) if style.variant == "a-3a" else (),
        pictures={address(number, one.name): base64.b64decode(one.content) for number, one in enumerate(pictures, 1)},
    )


def _pages(content: bytes) -> Attached:
    return Attached(PAGES, "digests of the pages", json.dumps({"pages": page_digests(opened(content))}))
