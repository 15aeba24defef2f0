"""The level as a badge: an SVG of our own, and the JSON of a shields endpoint.

The endpoint's form is that of shields.io: `schemaVersion`, `label`, `message`, `color`.
"""

import json
from html import escape

from maturity.model.assessment import Assessment
from maturity.render.columns import width
from maturity.render.style import Style
from maturity.render.summary import say

_COLOURS = ("#b3261e", "#b26a00", "#1565c0", "#2e7d32")
"""By level; white text on each has a contrast of at least 4.5."""
_LABEL = "MLOps"
_UNIT, _ROOM, _HEIGHT = 7, 10, 20
"""Pixels of one column of text, of the room at both sides of it, and of the badge."""


def render(assessment: Assessment, style: Style) -> str:
    """Return the badge as SVG, readable by machines that read it aloud too."""
    message = _message(assessment, style)
    left, right = _wide(_LABEL), _wide(message)
    title = escape(f"{_LABEL}: {message}", quote=True)
    colour = _COLOURS[assessment.level]
    middle = _HEIGHT - 6
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{left + right}" height="{_HEIGHT}" role="img" '
        f'aria-label="{title}"><title>{title}</title>'
        f'<rect width="{left + right}" height="{_HEIGHT}" rx="3" fill="#424242"/>'
        f'<path d="M{left} 0h{right - 3}a3 3 0 0 1 3 3v{_HEIGHT - 6}a3 3 0 0 1-3 3H{left}z" fill="{colour}"/>'
        f'<g fill="#fff" text-anchor="middle" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">'
        f'<text x="{left / 2:g}" y="{middle}">{_LABEL}</text>'
        f'<text x="{left + right / 2:g}" y="{middle}">{escape(message)}</text></g></svg>\n'
    )


def endpoint(assessment: Assessment, style: Style) -> str:
    """Return what a shields endpoint answers."""
    answer = {
        "schemaVersion": 1,
        "label": _LABEL,
        "message": _message(assessment, style),
        "color": _COLOURS[assessment.level],
    }
    return json.dumps(answer, ensure_ascii=False) + "\n"


def _message(assessment: Assessment, style: Style) -> str:
    return f"{assessment.level} {say(assessment.level_name, style.language)}"


def _wide(text: str) -> int:
    return width(text) * _UNIT + 2 * _ROOM
