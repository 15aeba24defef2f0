"""The micro-batcher: while a model is busy, requests queue; when it is free, it takes what has queued.

There is no fixed wait: an idle model starts at once, a busy one finds a batch. A batch is bounded by rows, since rows
are what the model pays for, and so is the queue: beyond it a request is refused at once and told when to come back.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from queue import SimpleQueue
from threading import Thread

import numpy as np
from numpy.typing import NDArray

from churn.core.encode import Batch

Scores = NDArray[np.float64]


class QueueFull(Exception):
    """The queue holds all the rows it may; `retry_after` are the seconds until it may have room."""

    def __init__(self, retry_after: float) -> None:
        super().__init__(f"the queue is full; retry in {retry_after:.0f} s")
        self.retry_after = retry_after


class ModelFailed(Exception):
    """The model raised, or answered something else than one finite score for each row."""


@dataclass
class _Job:
    batch: Batch
    answer: asyncio.Future[Scores]


class Batcher:
    """Feeds one model from one event loop; the model runs in a thread of its own."""

    def __init__(
        self,
        score: Callable[[Batch], Scores],
        *,
        max_rows: int,
        max_waiting_rows: int,
        on_batch: Callable[[int], None] = lambda _rows: None,
        name: str = "model",
    ) -> None:
        self.name = name
        self._score = score
        self._max_rows = min(max_rows, max_waiting_rows)
        self._max_waiting_rows = max_waiting_rows
        self._on_batch = on_batch
        self._loop = asyncio.get_running_loop()
        self._waiting: deque[_Job] = deque()
        self._running: list[_Job] = []
        self._scheduled = self._closed = False
        self.waiting_rows = 0
        self._idle = asyncio.Event()
        self._idle.set()
        self._inbox: SimpleQueue[Batch | None] = SimpleQueue()
        # A daemon: a model that hangs must not keep the process from ending.
        Thread(target=self._work, name=f"batcher-{name}", daemon=True).start()

    async def submit(self, batch: Batch) -> Scores:
        """Return one churn probability per row; raises QueueFull or ModelFailed.

        More rows than fit into a batch queue piece after piece: others get their turn in between.
        """
        if len(batch) > self._max_rows:
            starts = range(0, len(batch), self._max_rows)
            return np.concatenate([await self.submit(batch.take(slice(at, at + self._max_rows))) for at in starts])
        if self._closed:
            raise ModelFailed("the model was unloaded")
        if self.waiting_rows + len(batch) > self._max_waiting_rows:
            raise QueueFull(1.0)
        job = _Job(batch, self._loop.create_future())
        self._waiting.append(job)
        self.waiting_rows += len(batch)
        self._idle.clear()
        if not (self._running or self._scheduled):
            self._scheduled = True
            self._loop.call_soon(self._start)  # after whatever else arrived in this turn of the loop
        return await job.answer

    async def close(self, patience_s: float = 5.0) -> None:
        """Answer what is queued, then end the thread; a model that hangs is waited for no longer than this."""
        self._closed = True
        with suppress(TimeoutError):
            async with asyncio.timeout(patience_s):
                await self._idle.wait()
        self._inbox.put(None)

    def _start(self) -> None:
        """Hand the model as many whole jobs as fit into one batch."""
        self._scheduled = False
        rows = 0
        while self._waiting and rows + len(self._waiting[0].batch) <= self._max_rows:
            job = self._waiting.popleft()
            self.waiting_rows -= len(job.batch)
            if not job.answer.done():  # its caller went away
                self._running.append(job)
                rows += len(job.batch)
        if not self._running:
            self._idle.set()
            return
        self._on_batch(rows)
        batches = [job.batch for job in self._running]
        self._inbox.put(batches[0] if len(batches) == 1 else Batch.concat(batches))

    def _work(self) -> None:
        """Score batch after batch, in the model's thread."""
        while (batch := self._inbox.get()) is not None:
            try:
                scores, fault = _checked(self._score(batch), len(batch)), None
            except Exception as error:  # noqa: BLE001 - whatever a model raises is its failure, not the server's
                scores, fault = np.empty(0), ModelFailed(f"{type(error).__name__}: {error}")
            try:
                self._loop.call_soon_threadsafe(self._finish, scores, fault)
            except RuntimeError:  # the loop was closed meanwhile
                return

    def _finish(self, scores: Scores, fault: ModelFailed | None) -> None:
        """Give every job its own slice, and start what queued meanwhile."""
        jobs, self._running, start = self._running, [], 0
        for job in jobs:
            end = start + len(job.batch)
            if not job.answer.done():
                if fault is None:
                    job.answer.set_result(scores[start:end])
                else:
                    job.answer.set_exception(fault)
            start = end
        self._start()


def _checked(scores: Scores, rows: int) -> Scores:
    if scores.shape != (rows,) or not np.isfinite(scores).all():
        raise ValueError(f"{rows} rows gave scores of shape {scores.shape}, or not finite ones")
    return scores
