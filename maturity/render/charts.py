"""Geometry of the charts: where a principle's level and score are drawn. Numbers only; templates draw."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from maturity.model.assessment import PrincipleResult
from maturity.render.summary import HIGHEST

RADIUS = 100
LABEL_AT = 1.12
"""Of the radius."""


@dataclass(frozen=True, slots=True)
class Spoke:
    """The axis of one principle: its end, its level on it, and where its name stands."""

    result: PrincipleResult
    end: str
    level: str
    label_x: float
    label_y: float
    anchor: str
    """How the name is aligned: start, middle or end."""


@dataclass(frozen=True, slots=True)
class Radar:
    """The levels of all principles around a centre, which is the origin."""

    rings: tuple[str, ...]
    """The polygons of levels 1 to 3."""
    spokes: tuple[Spoke, ...]
    shape: str
    """The polygon of the levels that were reached."""


def radar(results: Sequence[PrincipleResult]) -> Radar:
    """Lay out the levels of principles, clockwise from the top."""
    turns = [2 * math.pi * position / max(len(results), 1) for position in range(len(results))]
    rings = tuple(" ".join(_point(turn, level) for turn in turns) for level in range(1, HIGHEST + 1))
    spokes = tuple(_spoke(result, turn) for result, turn in zip(results, turns, strict=True))
    return Radar(rings, spokes, " ".join(spoke.level for spoke in spokes))


def _spoke(result: PrincipleResult, turn: float) -> Spoke:
    across, down = math.sin(turn) * RADIUS * LABEL_AT, -math.cos(turn) * RADIUS * LABEL_AT
    side = "middle" if abs(across) < RADIUS / 5 else "start" if across > 0 else "end"
    end, level = _point(turn, HIGHEST), _point(turn, result.level)
    return Spoke(result, end, level, round(across, 1), round(down + 4, 1), side)


def _point(turn: float, level: float) -> str:
    distance = RADIUS * level / HIGHEST
    return f"{math.sin(turn) * distance:.1f},{-math.cos(turn) * distance:.1f}"
