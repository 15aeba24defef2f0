"""What the stages of models read: a part of the data as arrays, with its labels."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from churn.core import spec
from churn.core.encode import Batch, encode
from churn.pipelines.split import FEATURES


@dataclass(frozen=True)
class Labelled:
    """A table, its features as arrays, and its labels (n,)."""

    table: pa.Table
    batch: Batch
    labels: NDArray[Any]


def read(part: str, root: Path = Path()) -> Labelled:
    """Read train, valid or test."""
    table = pq.read_table(root / FEATURES / f"{part}.parquet", partitioning=None)
    return Labelled(table, encode(table), table[spec.TARGET].to_numpy())


def age_bands(table: pa.Table) -> Sequence[str]:
    """Return the protected age band of each row."""
    ends = np.array([end for _, end in spec.AGE_BANDS[:-1]])
    names = np.array([name for name, _ in spec.AGE_BANDS])
    bands: list[str] = names[np.searchsorted(ends, table["age"].to_numpy(), side="right")].tolist()
    return bands
