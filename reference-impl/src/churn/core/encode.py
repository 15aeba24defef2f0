"""From a table of features to the two arrays that every model reads."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from churn.core import spec

Rows = NDArray[np.intp] | NDArray[np.int64] | NDArray[np.bool_] | slice


class BadTable(ValueError):
    """A table cannot be encoded: says which column, what is wrong, and what to do."""


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """Features of n customer-months, columns in the order of the specification.

    `numeric`: float32 (n, 18), NaN where a value is missing. `categorical`: uint8 (n, 9), the position of the category
    in the specification, or the number of categories where the value is unknown or missing.
    """

    numeric: NDArray[np.float32]
    categorical: NDArray[np.uint8]

    def __post_init__(self) -> None:
        rows = len(self.numeric)
        for name, array, dtype, width in (
            ("numeric", self.numeric, np.float32, len(spec.NUMERIC)),
            ("categorical", self.categorical, np.uint8, len(spec.CATEGORICAL)),
        ):
            if array.dtype != dtype or array.shape != (rows, width):
                raise BadTable(f"{name}: {array.dtype} {array.shape}, expected {np.dtype(dtype)} {(rows, width)}")

    def __len__(self) -> int:
        return len(self.numeric)

    def take(self, rows: Rows) -> Self:
        """Return the given rows: indices, a mask, or a slice (which copies nothing)."""
        return type(self)(self.numeric[rows], self.categorical[rows])

    @classmethod
    def concat(cls, batches: Sequence[Self]) -> Self:
        """Return all rows of one or more batches, in order."""
        return cls(
            np.concatenate([batch.numeric for batch in batches]),
            np.concatenate([batch.categorical for batch in batches]),
        )


def encode(table: pa.Table) -> Batch:
    """Encode the feature columns of a table; other columns are not looked at, so a customer's id cannot leak in.

    Infinite numbers count as missing. Raises BadTable if a feature is absent or of a type that does not fit.
    """
    absent = [name for name in (*spec.NUMERIC, *spec.CATEGORICAL) if name not in table.column_names]
    if absent:
        raise BadTable(f"table: without {', '.join(absent)}; build features with the current specification")
    numeric = np.empty((table.num_rows, len(spec.NUMERIC)), np.float32)
    for position, name in enumerate(spec.NUMERIC):
        numeric[:, position] = _numbers(table.column(name), name)
    categorical = np.empty((table.num_rows, len(spec.CATEGORICAL)), np.uint8)
    for position, (name, categories) in enumerate(spec.CATEGORICAL.items()):
        categorical[:, position] = _codes(table.column(name), name, categories)
    return Batch(numeric, categorical)


def _numbers(column: Any, name: str) -> NDArray[np.float32]:
    try:
        values = column.cast(pa.float32(), safe=False).to_numpy()
    except pa.ArrowInvalid as error:
        raise BadTable(f"column {name}: {column.type} is not a number; convert it before") from error
    return np.where(np.isfinite(values), values, np.float32(np.nan))


def _codes(column: Any, name: str, categories: Sequence[str]) -> NDArray[np.uint8]:
    try:
        text = column.cast(pa.string())
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
        raise BadTable(f"column {name}: {column.type} is not text; convert it before") from error
    codes = pc.fill_null(pc.index_in(text, value_set=pa.array(categories, pa.string())), len(categories))
    return np.asarray(codes.to_numpy(), np.uint8)
