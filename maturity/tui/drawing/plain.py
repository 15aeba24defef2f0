"""Foreign text on a screen: one line, its control characters escaped, never read as markup."""

from rich.cells import cell_len, set_cell_size
from textual.content import Content

from maturity.render.display import ELLIPSIS, displayable
from maturity.tui.drawing.tones import STYLES

LONGEST = 2_000
"""Characters of one text of the catalog or of a finding."""


def plain(text: str, tone: str = "plain", limit: int = LONGEST) -> Content:
    """Return a text in a tone, made harmless."""
    return Content.styled(displayable(text, limit), STYLES[tone])


def fit(text: str, columns: int) -> str:
    """Return a harmless text cut or filled to a number of columns."""
    shown = displayable(text, max(columns, 1) * 2)
    if cell_len(shown) > columns:
        return set_cell_size(shown, max(columns - 1, 0)) + ELLIPSIS if columns > 0 else ""
    return set_cell_size(shown, columns)


def safe(text: str, limit: int) -> str:
    """Return a harmless text for a widget that styles it itself."""
    return displayable(text, limit)
