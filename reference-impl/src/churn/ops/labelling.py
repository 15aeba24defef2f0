"""The labelling queue: predictions that people look at, and what they say becomes a part of the next dataset.

Drawn are rows near the threshold of an offer, rows that the members of a composite disagree about, and at least a tenth
at random: without it nobody would ever see where all models are sure and wrong.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from math import ceil
from pathlib import Path
from typing import Final, Literal, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from churn.core.spec import AVAILABLE, CUSTOMER, MONTH, TARGET

Why = Literal["random", "disagreement", "threshold"]
RANDOM_SHARE: Final = 0.1
DISAGREEMENT_SHARE: Final = 0.3
_TABLE = """CREATE TABLE IF NOT EXISTS queue (
    customer_id INTEGER NOT NULL, month TEXT NOT NULL, score REAL NOT NULL, why TEXT NOT NULL,
    churned INTEGER, actor TEXT, at TEXT, PRIMARY KEY (customer_id, month)
)"""


class NotQueued(LookupError):
    """A label for a customer and month that nobody asked for, or that is there already."""


class Task(NamedTuple):
    """One row to look at; `month` is the ISO date of its first day, `score` the suggestion."""

    customer_id: int
    month: str
    score: float
    why: str


@dataclass(frozen=True)
class Scored:
    """Rows to draw from: customers (n,), months, scores (n,), and the members' disagreement (n,), NaN if unknown."""

    customers: NDArray[np.int64]
    months: list[str]
    scores: NDArray[np.float64]
    disagreement: NDArray[np.float64]


def draw(rows: Scored, size: int, *, threshold: float, taken: set[tuple[int, str]], seed: int = 0) -> list[Task]:
    """Draw at most `size` tasks, none of them `taken` and none twice; at least a tenth of them at random."""
    keys = list(zip(rows.customers.tolist(), rows.months, strict=True))
    last = {key: place for place, key in enumerate(keys)}  # of several scores the newest
    free = np.array([place for key, place in last.items() if key not in taken], dtype=np.intp)
    size = min(size, len(free))
    chosen: dict[int, Why] = {}
    rng = np.random.default_rng(seed)
    for place in rng.choice(free, ceil(RANDOM_SHARE * size), replace=False) if size else ():
        chosen[int(place)] = "random"
    unsure = free[np.isfinite(rows.disagreement[free])]
    unsure = unsure[np.argsort(-rows.disagreement[unsure], kind="stable")]
    near = free[np.argsort(np.abs(rows.scores[free] - threshold), kind="stable")]
    _fill(chosen, unsure, "disagreement", min(size, len(chosen) + int(DISAGREEMENT_SHARE * size)))
    _fill(chosen, near, "threshold", size)
    return [Task(*keys[place], float(rows.scores[place]), why) for place, why in chosen.items()]


def _fill(chosen: dict[int, Why], places: NDArray[np.intp], why: Why, size: int) -> None:
    for place in places.tolist():
        if len(chosen) >= size:
            return
        chosen.setdefault(place, why)


class Queue:
    """The tasks of one SQLite file, and the labels that people gave."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        with self._connection() as connection:
            connection.execute(_TABLE)

    def add(self, tasks: list[Task]) -> int:
        """Add tasks; those there already stay as they are. Return how many are new."""
        with self._connection() as connection:
            before = connection.total_changes
            connection.executemany(
                "INSERT OR IGNORE INTO queue (customer_id, month, score, why) VALUES (?, ?, ?, ?)", tasks
            )
            return connection.total_changes - before

    def taken(self) -> set[tuple[int, str]]:
        """Return the keys of all tasks, open and done."""
        with self._connection() as connection:
            return set(connection.execute("SELECT customer_id, month FROM queue").fetchall())

    def next(self, count: int = 1) -> list[Task]:
        """Return the oldest open tasks."""
        query = "SELECT customer_id, month, score, why FROM queue WHERE churned IS NULL ORDER BY rowid LIMIT ?"
        with self._connection() as connection:
            return [Task(*row) for row in connection.execute(query, (count,))]

    def submit(self, customer_id: int, month: str, *, churned: bool, actor: str, at: datetime) -> None:
        """Note what a person found out; raises NotQueued."""
        query = "UPDATE queue SET churned=?, actor=?, at=? WHERE customer_id=? AND month=? AND churned IS NULL"
        moment = at.astimezone(UTC).isoformat()
        with self._connection() as connection:
            done = connection.execute(query, (int(churned), actor, moment, customer_id, month))
            if not done.rowcount:
                raise NotQueued(f"{customer_id}, {month}: is no open task; `churn data queue next` shows them")

    def labels(self) -> pa.Table:
        """Return the labels given so far, as contracts/labels.yaml wants them: known from the day they were given."""
        query = (
            "SELECT customer_id, month, churned, at FROM queue WHERE churned IS NOT NULL ORDER BY month, customer_id"
        )
        with self._connection() as connection:
            rows = connection.execute(query).fetchall()
        return pa.table({
            CUSTOMER: pa.array([row[0] for row in rows], pa.int64()),
            MONTH: pa.array([date.fromisoformat(row[1]) for row in rows], pa.date32()),
            TARGET: pa.array([row[2] for row in rows], pa.int8()),
            AVAILABLE: pa.array([datetime.fromisoformat(row[3]).date() for row in rows], pa.date32()),
        })  # fmt: skip

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        connection = sqlite3.connect(self.path, timeout=30)
        try:
            with connection:
                yield connection
        finally:
            connection.close()
