"""What a model has to do whatever its metrics are: answer to a cause in the right direction, and to nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np
import pyarrow as pa

from churn.core import spec
from churn.core.encode import Batch, encode
from churn.core.predict import Model, Scores

MIN_PAIRS: Final = 500
"""With 500 pairs a rate of violations of 2 % is known to 1.2 points, with 95 % confidence."""
CAUSES: Final[Mapping[str, tuple[float, float]]] = MappingProxyType(
    {"late_payments_6m": (1.0, 6.0), "price_change": (0.1, 5.0)}
)
"""What raises the risk to leave: how much to add to the feature, and the most that it can be."""
TOLERANCE: Final = 1e-6
"""A fall of a score smaller than this is rounding."""


class TooFewPairs(ValueError):
    """Not enough rows for a rate: says how many there are, and how many are needed."""


@dataclass(frozen=True)
class Direction:
    """Rows against themselves with more of a cause: how many scores fell, and the mean change of all."""

    feature: str
    pairs: int
    violations: int
    mean_change: float

    @property
    def rate(self) -> float:
        """The share of pairs whose score fell."""
        return self.violations / self.pairs

    def holds(self, most: float) -> bool:
        """Tell whether at most that share fell and scores rose on the whole: a model blind to the cause fails."""
        return self.rate <= most and self.mean_change > TOLERANCE


@dataclass(frozen=True)
class Invariance:
    """The largest change of a score, over all rows, when only this was changed."""

    identity: float
    row_order: float
    batch_size: float

    def holds(self, most: float = 1e-5) -> bool:
        """Tell whether no score changed by more; float32 sums in another order differ in the sixth digit."""
        return max(self.identity, self.row_order, self.batch_size) <= most


def direction(model: Model, rows: Batch, feature: str) -> Direction:
    """Raise one of `CAUSES` in all rows where there is room for it. Raises TooFewPairs under 500."""
    step, most = CAUSES[feature]
    column = spec.NUMERIC.index(feature)
    room = rows.take(rows.numeric[:, column] + step <= most)
    if len(room) < MIN_PAIRS:
        raise TooFewPairs(f"{feature}: {len(room)} pairs, {MIN_PAIRS} are needed; test on more rows")
    raised = room.numeric.copy()
    raised[:, column] += np.float32(step)
    change = model.predict(Batch(raised, room.categorical)) - model.predict(room)
    return Direction(feature, len(room), int(np.sum(change < -TOLERANCE)), float(change.mean()))


def invariance(model: Model, table: pa.Table, *, seed: int = 0, batch_rows: int = 7) -> Invariance:
    """Score a table with its customers' ids exchanged, its rows in another order, and in pieces of a few rows."""
    rows = encode(table)
    scores = model.predict(rows)
    order = np.random.default_rng(seed).permutation(len(rows))
    place = table.column_names.index(spec.CUSTOMER)
    exchanged = table.set_column(place, spec.CUSTOMER, table.column(place).take(pa.array(order)))
    pieces = [model.predict(rows.take(slice(start, start + batch_rows))) for start in range(0, len(rows), batch_rows)]
    return Invariance(
        identity=_largest(model.predict(encode(exchanged)) - scores),
        row_order=_largest(model.predict(rows.take(order)) - scores[order]),
        batch_size=_largest(np.concatenate(pieces) - scores),
    )


def _largest(changes: Scores) -> float:
    return float(np.abs(changes).max())
