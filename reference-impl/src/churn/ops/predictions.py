"""The prediction store: what was answered to whom, by which model, from which features; one SQLite file.

Monitoring reads windows of it, labels are joined to it when they arrive, the labelling queue is drawn from it, and any
answer can be traced to its model, its release and its run.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from churn.core.encode import Batch
from churn.core.spec import CATEGORICAL, NUMERIC
from churn.ops.release import Deployment, ReleaseLog

_TABLE = """
CREATE TABLE IF NOT EXISTS predictions (
    request_id TEXT NOT NULL, customer_id INTEGER NOT NULL, month TEXT NOT NULL, at TEXT NOT NULL,
    model TEXT NOT NULL, version TEXT NOT NULL, release INTEGER, route TEXT NOT NULL,
    features_digest TEXT NOT NULL, score REAL NOT NULL, confidence REAL NOT NULL, disagreement REAL,
    features BLOB NOT NULL
);
CREATE INDEX IF NOT EXISTS predictions_at ON predictions (at);
CREATE INDEX IF NOT EXISTS predictions_request ON predictions (request_id);
CREATE INDEX IF NOT EXISTS predictions_customer ON predictions (customer_id, month);
"""
_TYPES = {
    "request_id": pa.string(), "customer_id": pa.int64(), "month": pa.string(), "at": pa.string(), "model": pa.string(),
    "version": pa.string(), "release": pa.int64(), "route": pa.string(), "features_digest": pa.string(),
    "score": pa.float64(), "confidence": pa.float64(), "disagreement": pa.float64(),
}  # fmt: skip
_ROW = len(NUMERIC) * 4 + len(CATEGORICAL)


class Prediction(NamedTuple):
    """One answered row, in the order of the table's columns."""

    request_id: str
    customer_id: int
    month: str  # ISO date of the month's first day
    at: str  # UTC, ISO 8601; see `instant`
    model: str
    version: str
    release: int | None  # None for a batch by a model that was never released
    route: str  # champion | challenger | canary | shadow | batch
    features_digest: str
    score: float
    confidence: float
    disagreement: float | None  # standard deviation of the members' scores; None for a single model
    features: bytes  # what the model saw, see `pack`


class Trace(NamedTuple):
    """Where an answer came from; `deployment` is None when no release names its model."""

    prediction: Prediction
    deployment: Deployment | None


class PredictionStore:
    """The predictions of one SQLite file. Every call opens its own connection, so any thread may call."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        with self._connection() as connection:
            connection.execute("PRAGMA journal_mode=WAL")  # readers do not wait for the server that writes
            connection.executescript(_TABLE)

    def log(self, rows: Iterable[Prediction]) -> None:
        """Append all rows, or none of them."""
        with self._connection() as connection, connection:
            connection.executemany(f"INSERT INTO predictions VALUES ({','.join('?' * 13)})", rows)  # noqa: S608

    def window(self, since: datetime, until: datetime, *, route: str | None = None, features: bool = False) -> pa.Table:
        """Return the predictions with since <= at < until, oldest first; with `features`, the 27 columns the model saw.

        Missing numbers are NaN; a category that the specification does not know is null.
        """
        names = [*_TYPES, *(["features"] if features else [])]
        query = f"SELECT {','.join(names)} FROM predictions WHERE at >= ? AND at < ? AND (?3 IS NULL OR route = ?3)"  # noqa: S608
        with self._connection() as connection:
            rows = connection.execute(f"{query} ORDER BY at, rowid", (instant(since), instant(until), route)).fetchall()
        columns = list(zip(*rows, strict=True)) or [()] * len(names)
        table = pa.table(
            {name: pa.array(column, type_) for (name, type_), column in zip(_TYPES.items(), columns, strict=False)}
        )
        return _with_features(table, b"".join(columns[-1])) if features else table

    def find(self, request_id: str) -> list[Prediction]:
        """Return the rows of one request, shadow answers among them."""
        query = "SELECT * FROM predictions WHERE request_id = ? ORDER BY rowid"
        with self._connection() as connection:
            return [Prediction(*row) for row in connection.execute(query, (request_id,))]

    def count(self) -> int:
        """Return the number of rows."""
        with self._connection() as connection:
            return int(connection.execute("SELECT count(*) FROM predictions").fetchone()[0])

    def delete(
        self, *, before: datetime | None = None, customer_id: int | None = None, request_id: str | None = None
    ) -> int:
        """Delete what retention (`before`), a customer's wish or a repeated batch asks for; return how many rows."""
        query = "DELETE FROM predictions WHERE at < ? OR customer_id = ? OR request_id = ?"
        with self._connection() as connection, connection:
            return connection.execute(query, (instant(before) if before else None, customer_id, request_id)).rowcount

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        connection = sqlite3.connect(self.path, timeout=30)
        try:
            connection.execute("PRAGMA synchronous=NORMAL")  # a power failure may cost the last moment, never the file
            yield connection
        finally:
            connection.close()


def trace(store: PredictionStore, log: ReleaseLog, request_id: str) -> list[Trace]:
    """Return every row of a request with the deployment that answered it: its model folder, digest and run."""
    releases = {release.number: release for release in log.history()}
    found = []
    for row in store.find(request_id):
        release = releases.get(row.release or 0)
        deployments = release.deployments if release else ()
        matching = (one for one in deployments if (one.name, one.version) == (row.model, row.version))
        found.append(Trace(row, next(matching, None)))
    return found


def instant(at: datetime) -> str:
    """Return a moment as the store writes it, so that text order is time order; raises ValueError without a zone."""
    if at.tzinfo is None:
        raise ValueError(f"{at}: a moment needs its time zone")
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def confidence(score: float) -> float:
    """Return the probability of the likelier answer, in [0.5, 1]."""
    return max(score, 1.0 - score)


def pack(batch: Batch) -> list[tuple[str, bytes]]:
    """Return for each row the digest of its encoded features, and these: 18 float32 and 9 codes, 81 bytes."""
    numeric = np.ascontiguousarray(batch.numeric, dtype="<f4").view(np.uint8)
    rows = np.concatenate([numeric, batch.categorical], axis=1).tobytes()
    parts = [rows[at : at + _ROW] for at in range(0, len(rows), _ROW)]
    return [(blake2b(part, digest_size=16).hexdigest(), part) for part in parts]


def unpack(rows: bytes) -> Batch:
    """Return the batch that `pack` made these joined rows from."""
    table = np.frombuffer(rows, dtype=np.uint8).reshape(-1, _ROW)
    numeric = np.ascontiguousarray(table[:, : 4 * len(NUMERIC)]).view("<f4")
    return Batch(numeric=numeric, categorical=np.ascontiguousarray(table[:, 4 * len(NUMERIC) :]))


def _with_features(table: pa.Table, rows: bytes) -> pa.Table:
    batch = unpack(rows)
    for position, name in enumerate(NUMERIC):
        table = table.append_column(name, pa.array(batch.numeric[:, position]))
    for position, (name, values) in enumerate(CATEGORICAL.items()):
        known = np.array([*values, None], dtype=object)
        table = table.append_column(name, pa.array(known[batch.categorical[:, position]], pa.string()))
    return table
