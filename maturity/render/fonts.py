"""The fonts that a PDF carries, and the characters they have: what they lack is shown as an escape, never as a box."""

from functools import cache

from maturity.render.display import ELLIPSIS, displayable
from maturity.render.templates import source
from maturity.resources import folder

FACES = ("sans-regular.woff2", "sans-bold.woff2", "mono-regular.woff2")


def faces() -> dict[str, bytes]:
    """Return the content of each font file."""
    return {name: (folder("reports") / "fonts" / name).read_bytes() for name in FACES}


@cache
def covered() -> frozenset[int]:
    """Return the code points for which there is a glyph."""
    spans = (line.split("-") for line in source("fonts/coverage.txt").split())
    return frozenset(point for first, last in spans for point in range(int(first, 16), int(last, 16) + 1))


def legible(text: str, limit: int) -> str:
    """Return one harmless line of which every character can be drawn."""
    shown = displayable(text, limit)
    if shown.isascii():
        return shown
    known = covered()
    drawn = "".join(char if ord(char) in known else char.encode("unicode_escape").decode() for char in shown)
    return drawn if len(drawn) <= limit else drawn[: limit - 1] + ELLIPSIS
