"""When a label becomes known, and which labels may be used at a point in time."""

from datetime import date
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from churn.core.spec import AVAILABLE

HORIZON_DAYS: Final = 30
"""The target: does the customer leave within this time?"""
DELAY_SHAPE: Final = 2.0
DELAY_SCALE_DAYS: Final = 4.0
"""A label is reported Gamma(2, 4 d) after the horizon: 8 days on average, 3 % more than 21."""


def delays(rng: np.random.Generator, rows: int, *, stretch: float = 0.0) -> NDArray[np.int32]:
    """Draw the days from a snapshot until its label is known; `stretch` 1 makes the lag five times as long."""
    lag = rng.standard_gamma(DELAY_SHAPE, rows) * DELAY_SCALE_DAYS * (1 + 4 * stretch)
    return (HORIZON_DAYS + np.ceil(lag)).astype(np.int32)


def known(table: pa.Table, now: date) -> pa.Table:
    """Return the rows whose label was available at a point in time: the door through which labels enter training."""
    return table.filter(pc.less_equal(table[AVAILABLE], pa.scalar(now, pa.date32())))
