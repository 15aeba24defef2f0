"""The histories of a run's metrics: a bounded number of them, each thinned to what a chart can show."""

import sys
from collections.abc import Iterable, Sequence
from itertools import pairwise

from maturity.errors import Unreadable
from maturity.model.history import History, Point
from maturity.model.tracking import RawRun
from maturity.sources.mlflow.limits import Limits
from maturity.sources.mlflow.store import Recorded, TrackingStore

OF_MACHINE = "system/"
"""How MLflow calls what it measures of the machine: that is no history of the model."""
SHOWN = 240
"""Points of one history that are kept."""


def read(store: TrackingStore, run: RawRun | None, limits: Limits, lacks: list[str]) -> tuple[History, ...]:
    """Return the histories of the run's metrics that have more than one point.

    A store that fails on one is not asked for the others. What was not read is told to `lacks`.
    """
    named = sorted(name for name in (run.metrics if run else ()) if not name.startswith(OF_MACHINE))
    if run is None or not named:
        return ()
    found: list[History] = []
    if len(named) > limits.histories:
        lacks.append(f"histories of {len(named) - limits.histories} more metrics were not asked for")
    for metric in named[: limits.histories]:
        try:
            listed = store.history(run.id, metric, limits.points)
        except Unreadable as error:
            lacks.append(f"histories of metrics were not all read: for {metric} it {error}")
            break
        if listed.lacks:
            lacks.append(f"the history of {metric} was not all read: it {listed.lacks}")
        history = arranged(metric, listed.items, more=listed.lacks is not None)
        if history:
            found.append(history)
    return tuple(found)


def arranged(metric: str, recorded: Iterable[Recorded], *, more: bool = False) -> History | None:
    """Return a history in order; None where there are no two numbers in it.

    A database of MLflow holds the largest number that there is for one that is infinite.
    """
    held = tuple(recorded)
    numbers = [one for one in held if one.value is not None and abs(one.value) < sys.float_info.max]
    if len(numbers) < 2:  # noqa: PLR2004 - one point is the metric itself
        return None
    ordered = sorted(numbers, key=lambda one: (one.step, one.time))
    points = thinned([(one.step, one.value) for one in ordered if one.value is not None])
    return History(metric=metric, points=points, recorded=len(numbers), not_numbers=len(held) - len(numbers), more=more)


def thinned(points: Sequence[Point], most: int = SHOWN) -> tuple[Point, ...]:
    """Return at most so many points: of each of even parts the lowest and the highest, and the first and the last."""
    if len(points) <= most:
        return tuple(points)
    kept = {0, len(points) - 1}
    parts = max((most - 2) // 2, 1)
    bounds = [round(part * len(points) / parts) for part in range(parts + 1)]
    for start, end in pairwise(bounds):
        kept.add(min(range(start, end), key=lambda at: points[at][1]))
        kept.add(max(range(start, end), key=lambda at: points[at][1]))
    return tuple(points[at] for at in sorted(kept))
