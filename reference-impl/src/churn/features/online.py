"""The online store: the newest features of each customer, in SQLite, found by key within a request.

It is filled from the same views as training, and gives back the same bits.
"""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Final

import pyarrow as pa

from churn.core import spec
from churn.features.store import STALE_DAYS

_COLUMNS: Final = (spec.CUSTOMER, spec.MONTH, *spec.FEATURES)
_TYPES: Final = (
    "INTEGER PRIMARY KEY",
    "TEXT NOT NULL",
    *["REAL"] * len(spec.NUMERIC),
    *["TEXT"] * len(spec.CATEGORICAL),
)
_CREATE: Final = f"CREATE TABLE IF NOT EXISTS features ({', '.join(map(' '.join, zip(_COLUMNS, _TYPES, strict=True)))})"
_UPSERT: Final = (
    f"INSERT INTO features VALUES ({', '.join('?' * len(_COLUMNS))}) "  # noqa: S608 - names of the specification
    f"ON CONFLICT ({spec.CUSTOMER}) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in _COLUMNS[1:])} "
    f"WHERE excluded.{spec.MONTH} >= features.{spec.MONTH}"
)
_MOST: Final = 500
"""Keys asked for at once; SQLite bounds the variables of a statement."""


class OnlineStore:
    """The newest features by customer. Reading is safe from many threads: each call opens a connection of its own."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def load(self, features: pa.Table) -> int:
        """Put months of a feature view in; an older one never replaces a newer. Return the number of customers."""
        self.file.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(self.file)) as connection, connection:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute(_CREATE)
            columns = [self._column(features, name) for name in _COLUMNS]
            connection.executemany(_UPSERT, zip(*columns, strict=True))
            count: int = connection.execute("SELECT count(*) FROM features").fetchone()[0]
        return count

    def get(self, customers: Sequence[int], now: date) -> pa.Table:
        """Return the features of those customers that have any that are not stale, in the order asked for."""
        rows: dict[int, tuple[object, ...]] = {}
        with closing(sqlite3.connect(f"file:{self.file}?mode=ro", uri=True)) as connection:
            for start in range(0, len(customers), _MOST):
                some = [int(customer) for customer in customers[start : start + _MOST]]
                asked = f"SELECT * FROM features WHERE {spec.CUSTOMER} IN ({', '.join('?' * len(some))})"  # noqa: S608
                rows.update((row[0], row) for row in connection.execute(asked, some))
        found = [row for row in (rows.get(int(c)) for c in customers) if row and self._fresh(str(row[1]), now)]
        columns = list(zip(*found, strict=True)) if found else [()] * len(_COLUMNS)
        arrays = [
            pa.array(map(date.fromisoformat, values) if name == spec.MONTH else values, field.type)
            for name, values, field in zip(_COLUMNS, columns, spec.feature_schema(labelled=False), strict=True)
        ]
        return pa.table(arrays, schema=spec.feature_schema(labelled=False))

    @staticmethod
    def _column(features: pa.Table, name: str) -> list[object]:
        values: list[object] = features[name].to_pylist()
        return [str(value) for value in values] if name == spec.MONTH else values

    @staticmethod
    def _fresh(month: str, now: date) -> bool:
        return 0 <= (now - date.fromisoformat(month)).days <= STALE_DAYS
