"""The level as a badge: a small SVG."""

from html import escape

from maturity.model.assessment import Assessment
from maturity.render.columns import width
from maturity.render.style import Style
from maturity.render.summary import say

COLOURS = ("#b3261e", "#b26a00", "#1565c0", "#2e7d32")
"""By level; white text on each has a contrast of at least 4.5."""
LABEL = "MLOps"
_UNIT, _ROOM, _HEIGHT = 7, 10, 20
"""Pixels of one column of text, of the room at both sides of it, and of the badge."""


def render(assessment: Assessment, style: Style) -> str:
    """Return the badge as SVG, readable by machines that read it aloud too."""
    said = message(assessment, style)
    left, right = _wide(LABEL), _wide(said)
    title = escape(f"{LABEL}: {said}", quote=True)
    colour = COLOURS[assessment.level]
    middle = _HEIGHT - 6
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{left + right}" height="{_HEIGHT}" role="img" '
        f'aria-label="{title}"><title>{title}</title>'
        f'<rect width="{left + right}" height="{_HEIGHT}" rx="3" fill="#424242"/>'
        f'<path d="M{left} 0h{right - 3}a3 3 0 0 1 3 3v{_HEIGHT - 6}a3 3 0 0 1-3 3H{left}z" fill="{colour}"/>'
        f'<g fill="#fff" text-anchor="middle" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">'
        f'<text x="{left / 2:g}" y="{middle}">{LABEL}</text>'
        f'<text x="{left + right / 2:g}" y="{middle}">{escape(said)}</text></g></svg>\n'
    )


def message(assessment: Assessment, style: Style) -> str:
    """Return the level and its name."""
    return f"{assessment.level} {say(assessment.level_name, style.language)}"


def _wide(text: str) -> int:
    return width(text) * _UNIT + 2 * _ROOM
