"""Histories of metrics: what is said of one, and where the line of its small chart is drawn."""

from typing import NamedTuple

from maturity.model.history import History, Point
from maturity.render.cards.numbers import number
from maturity.render.cards.words import CardWords
from maturity.render.display import displayable

LEFT, RIGHT, TOP, BOTTOM = 64.0, 312.0, 12.0, 84.0
"""Of the field in which the line is drawn."""
COLUMNS = ("metric", "points", "steps", "first", "last", "lowest", "highest")


class Curve(NamedTuple):
    """One chart, ready to be drawn."""

    metric: str
    said: str
    """What it shows, in a sentence."""
    line: str
    """The points of a polyline."""
    end: tuple[str, str]
    """Where it ends."""
    highest: str
    lowest: str
    """The labels at the upper and the lower edge; empty where every value is the same."""
    begins: str
    ends: str
    """The labels below; empty where nobody counted steps."""


def curve(history: History, said: CardWords) -> Curve:
    """Lay out the chart of a history."""
    low, high = history.lowest[1], history.highest[1]
    positions = [_place(history, at, low, high) for at in range(len(history.points))]
    begins, ends = (str(point[0]) if history.stepwise else "" for point in (history.first, history.last))
    return Curve(
        history.metric,
        sentence(history, said),
        " ".join(",".join(one) for one in positions),
        positions[-1],
        number(high),
        number(low) if low < high else "",
        begins,
        ends,
    )


def _place(history: History, at: int, low: float, high: float) -> tuple[str, str]:
    step, value = history.points[at]
    first, last = (history.first[0], history.last[0]) if history.stepwise else (0, len(history.points) - 1)
    # Halves first: the distance of two numbers may be more than the largest there is.
    across = ((step if history.stepwise else at) - first) / (last - first)
    up = (value / 2 - low / 2) / (high / 2 - low / 2) if high / 2 > low / 2 else 0.5
    return f"{LEFT + across * (RIGHT - LEFT):.1f}", f"{BOTTOM - up * (BOTTOM - TOP):.1f}"


def sentence(history: History, said: CardWords) -> str:
    """Say what a chart of the history shows."""
    steps = said.curve_steps.format(begins=history.first[0], ends=history.last[0]) if history.stepwise else ""
    told = said.curve.format(
        metric=displayable(history.metric),
        first=number(history.first[1]),
        last=number(history.last[1]),
        points=history.recorded,
        steps=steps,
        lowest=_at(history, history.lowest, said),
        highest=_at(history, history.highest, said),
    )
    return told + "".join(_doubts(history, said))


def _doubts(history: History, said: CardWords) -> list[str]:
    doubts = [said.curve_more] if history.more else []
    return doubts + ([said.curve_not_numbers.format(count=history.not_numbers)] if history.not_numbers else [])


def row(history: History, said: CardWords) -> tuple[str, ...]:
    """Return the row of a table of `COLUMNS` that says the same in numbers."""
    points = str(history.recorded) + "".join(_doubts(history, said))
    steps = f"{history.first[0]}–{history.last[0]}" if history.stepwise else "-"
    ends = (number(history.first[1]), number(history.last[1]))
    extremes = (_at(history, history.lowest, said), _at(history, history.highest, said))
    return history.metric, points, steps, *ends, *extremes


def _at(history: History, point: Point, said: CardWords) -> str:
    """Return a value with its step, where steps were counted."""
    return said.at_step.format(value=number(point[1]), step=point[0]) if history.stepwise else number(point[1])
