"""Quality of what was scored: missing values, ranges, unknown words, and scales that broke.

A fault here is a feed to mend, not a world to learn: the loop retrains on no drift of a faulty window.
"""

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field

from churn.core.spec import CATEGORICAL, NUMBERS, Number

CALENDAR: Final = frozenset({"month_sin", "month_cos"})
"""Alike for all customers of a month: they change with it, and nothing is wrong."""
Kind = Literal["absent", "missing", "range", "unknown", "scale"]


class QualityLimits(BaseModel):
    """What a window may show."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    missing_rise: float = Field(0.15, gt=0, lt=1, description="rise of the share of missing values")
    out_of_range: float = Field(0.01, gt=0, lt=1, description="share of numbers outside of the specified range")
    unknown: float = Field(0.01, gt=0, lt=1, description="share of words that the specification does not know")
    scale: float = Field(10.0, gt=1, description="times the reference's 90th percentile: another unit")


@dataclass(frozen=True)
class Fault:
    """One feature that is not what it was: the number, and the limit that it passed."""

    feature: str
    kind: Kind
    value: float
    limit: float

    def __str__(self) -> str:
        return f"{self.feature}: {self.kind} {self.value:.3g}, limit {self.limit:.3g}"


def faults(reference: pa.Table, current: pa.Table, limits: QualityLimits = QualityLimits()) -> tuple[Fault, ...]:  # noqa: B008 - frozen
    """Return every fault of a window of features, held against the specification and against the reference."""
    found: list[Fault] = []
    for number in NUMBERS:
        if number.name not in current.column_names:
            found.append(Fault(number.name, "absent", 1.0, 0.0))
        else:
            found += _number(number, reference[number.name], current[number.name], limits)
    for name, known in CATEGORICAL.items():
        if name not in current.column_names:
            found.append(Fault(name, "absent", 1.0, 0.0))
        elif (share := _unknown(current[name], known)) > limits.unknown:
            found.append(Fault(name, "unknown", share, limits.unknown))
    return tuple(found)


def _number(number: Number, reference: pa.ChunkedArray, current: pa.ChunkedArray, limits: QualityLimits) -> list[Fault]:
    found: list[Fault] = []
    before, after = _floats(reference), _floats(current)
    rise = float(np.isnan(after).mean() - np.isnan(before).mean()) if len(after) and len(before) else 0.0
    if rise > limits.missing_rise:
        found.append(Fault(number.name, "missing", rise, limits.missing_rise))
    before, after = before[~np.isnan(before)], after[~np.isnan(after)]
    if not len(before) or not len(after):
        return found
    # Half a percent of the range is what rounding in float32 may add.
    slack = 0.005 * (number.high - number.low)
    outside = float(np.mean((after < number.low - slack) | (after > number.high + slack)))
    if outside > limits.out_of_range:
        found.append(Fault(number.name, "range", outside, limits.out_of_range))
    usual, now = (float(np.quantile(np.abs(values), 0.9)) for values in (before, after))
    if number.name not in CALENDAR and min(usual, now) > 0 and max(now / usual, usual / now) >= limits.scale:
        found.append(Fault(number.name, "scale", max(now / usual, usual / now), limits.scale))
    return found


def _floats(column: pa.ChunkedArray) -> NDArray[np.float64]:
    values: NDArray[np.float64] = column.cast(pa.float64()).to_numpy()
    return np.where(np.isfinite(values), values, np.nan)


def _unknown(column: pa.ChunkedArray, known: tuple[str, ...]) -> float:
    if not len(column):
        return 0.0
    fits = pc.is_in(column.cast(pa.string()), value_set=pa.array(known, pa.string()))
    return 1.0 - float(pc.mean(fits.cast(pa.float64())).as_py())
