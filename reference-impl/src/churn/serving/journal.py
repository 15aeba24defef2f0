"""The journal carries answers to the prediction store in a thread of its own: no caller waits for a disk."""

import logging
from dataclasses import dataclass
from datetime import datetime
from queue import Empty, SimpleQueue
from threading import Thread
from time import sleep

import numpy as np
from numpy.typing import NDArray

from churn.core.encode import Batch
from churn.ops.predictions import Prediction, PredictionStore, confidence, instant, pack
from churn.serving.metrics import Metrics

logger = logging.getLogger(__name__)
_AT_ONCE = 500
_PAUSE_S = 0.02  # few large transactions cost a fraction of many small ones


@dataclass(frozen=True)
class Entry:
    """The answers of one model to one request: n customers, their months, features and scores."""

    request_id: str
    at: datetime
    customers: NDArray[np.int64]
    months: list[str]
    batch: Batch
    scores: NDArray[np.float64]
    disagreement: NDArray[np.float64] | None
    model: str
    version: str
    release: int
    route: str

    def rows(self) -> list[Prediction]:
        """Return one row of the store for each customer."""
        spread = [None] * len(self.scores) if self.disagreement is None else self.disagreement.tolist()
        packed, at = pack(self.batch), instant(self.at)
        columns = zip(self.customers.tolist(), self.months, self.scores.tolist(), spread, packed, strict=True)
        return [
            Prediction(
                self.request_id, customer, month, at, self.model, self.version, self.release, self.route,
                features_digest, score, confidence(score), disagreement, features,
            )
            for customer, month, score, disagreement, (features_digest, features) in columns
        ]  # fmt: skip


class Journal:
    """Writes entries in the order of their arrival; `full` says that the disk does not keep up."""

    def __init__(self, store: PredictionStore, metrics: Metrics, *, max_rows: int) -> None:
        self._store = store
        self._metrics = metrics
        self._max_rows = max_rows
        self._added = self._written = 0
        self._queue: SimpleQueue[Entry | None] = SimpleQueue()
        self._thread = Thread(target=self._work, name="journal", daemon=True)
        self._thread.start()

    @property
    def full(self) -> bool:
        """Whether answers must be refused, since they could not be traced."""
        return self._added - self._written >= self._max_rows

    def add(self, entry: Entry) -> None:
        """Take one entry; returns at once. Call it from one thread."""
        self._added += len(entry.scores)
        self._metrics.journal_rows.set(self._added - self._written)
        self._queue.put(entry)

    def close(self) -> None:
        """Write what is left, and end."""
        self._queue.put(None)
        self._thread.join(timeout=30)

    def _work(self) -> None:
        going = True
        while going:
            entries = [self._queue.get()]
            sleep(_PAUSE_S)
            try:
                while len(entries) < _AT_ONCE:
                    entries.append(self._queue.get_nowait())
            except Empty:
                pass
            going = entries[-1] is not None
            rows = [row for entry in entries if entry is not None for row in entry.rows()]
            if rows:
                self._write(rows)

    def _write(self, rows: list[Prediction]) -> None:
        """Write, and try again while the store refuses: the queue grows meanwhile, and `full` stops the answers."""
        for attempt in range(8):
            try:
                self._store.log(rows)
                break
            except Exception:
                self._metrics.journal_failures.inc()
                logger.exception("cannot write %d predictions to %s", len(rows), self._store.path)
                sleep(min(10, 0.1 * 2**attempt))
        self._written += len(rows)
        self._metrics.journal_rows.set(self._added - self._written)
