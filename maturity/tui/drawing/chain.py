"""What runs what, drawn as a path that goes down and in."""

from collections.abc import Sequence

from textual.content import Content

from maturity.model.place import Place
from maturity.tui.drawing.plain import plain

MOST_STEPS = 24
"""Steps that are drawn; a longer chain shows its first and last ones."""


def chain_path(chain: Sequence[Place]) -> Content:
    """Draw a chain: the trigger first, the call that does the work last and in bold."""
    half = MOST_STEPS // 2
    shown: list[Place | None] = list(chain)
    if len(shown) > MOST_STEPS:
        shown[half:-half] = [None]
    lines = [_step(place, depth, last=depth == len(shown) - 1) for depth, place in enumerate(shown)]
    return Content("\n").join(lines)


def _step(place: Place | None, depth: int, *, last: bool) -> Content:
    arrow = "  " * max(depth - 1, 0) + ("└─▶ " if depth else "")
    if place is None:
        return plain(f"{arrow}…", "quiet")
    return Content.assemble(
        plain(arrow, "quiet"),
        plain(place.text or str(place), "strong" if last or not depth else "plain", 90),
        plain(f"  {place}" if place.text else "", "quiet", 120),
    )
