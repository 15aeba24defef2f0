"""One request through one release: route, score, fall back, shadow, write the journal. Knows nothing of HTTP."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from churn.core.encode import Batch
from churn.core.models.composite import customer_value, retention_priority
from churn.ops.release import Deployment, Release, Route
from churn.serving.batcher import ModelFailed, QueueFull
from churn.serving.composite import Scored
from churn.serving.guards import Seen
from churn.serving.journal import Entry, Journal
from churn.serving.limits import Limits
from churn.serving.metrics import Metrics
from churn.serving.pool import Served
from churn.serving.router import Router

logger = logging.getLogger(__name__)


class Unavailable(Exception):
    """No model can answer now; the message says why."""


class Users:
    """Counts who uses something, and tells when nobody does. For one event loop."""

    def __init__(self) -> None:
        self._count = 0
        self._none = asyncio.Event()
        self._none.set()

    def enter(self) -> None:
        """Count one more."""
        self._count += 1
        self._none.clear()

    def leave(self) -> None:
        """Count one less."""
        self._count -= 1
        if not self._count:
            self._none.set()

    async def none(self) -> None:
        """Wait until nobody uses it."""
        await self._none.wait()


@dataclass(frozen=True)
class Live:
    """What serves: a release with its models. A request uses the one it began with until it is answered."""

    release: Release
    router: Router
    models: Mapping[Route, Served]
    since: float
    predecessor: Seen | None = None
    """What the champion before did last, when this release brought another champion."""
    users: Users = field(default_factory=Users)


@dataclass(frozen=True)
class Asked:
    """A request: n customers, the months their features describe, and these."""

    request_id: str
    customers: NDArray[np.int64]
    months: list[str]
    batch: Batch


@dataclass(frozen=True)
class Answered:
    """The answer: n scores, values and priorities, and the deployment that answered each row."""

    release: int
    scores: NDArray[np.float64]
    values: NDArray[np.float64]
    priorities: NDArray[np.float64]
    deployments: list[Deployment]


class Service:
    """Answers requests by the live release. All of it runs on one event loop, so a swap is one assignment."""

    def __init__(
        self, limits: Limits, metrics: Metrics, journal: Journal, clock: Callable[[], float] = perf_counter
    ) -> None:
        self.limits = limits
        self.metrics = metrics
        self.live: Live | None = None
        self._journal = journal
        self._clock = clock
        self._shadows: set[asyncio.Task[None]] = set()

    async def answer(self, asked: Asked) -> Answered:
        """Score all rows of a request; raises QueueFull, ModelFailed or Unavailable, and then no row was answered."""
        live = self.live
        if live is None:
            raise Unavailable("no release is loaded yet")
        if self._journal.full:
            raise Unavailable("the prediction store does not keep up, and answers must be traceable")
        live.users.enter()
        try:
            return await self._answer(live, asked)
        finally:
            live.users.leave()

    async def _answer(self, live: Live, asked: Asked) -> Answered:
        parts = live.router.split(asked.customers)
        if len(parts) == 1:
            route = next(iter(parts))
            answers = [(asked, *await self._score(live, route, asked.batch))]
            scores, deployments = answers[0][2].scores, [answers[0][1]] * len(asked.customers)
        else:
            pieces = [_take(asked, positions) for positions in parts.values()]
            results = await asyncio.gather(
                *(self._score(live, route, piece.batch) for route, piece in zip(parts, pieces, strict=True))
            )
            answers = [(piece, *result) for piece, result in zip(pieces, results, strict=True)]
            scores, deployments = _joined(list(parts.values()), results, len(asked.customers))
        for piece, deployment, scored in answers:
            self._write(live, deployment, piece, scored)
        self._shade(live, asked)
        values = customer_value(asked.batch)
        return Answered(live.release.number, scores, values, retention_priority(scores, values), deployments)

    async def drain(self, live: Live) -> None:
        """Wait until no request and no shadow uses this release any more, or a model must be taken to hang."""
        with suppress(TimeoutError):
            async with asyncio.timeout(5 * self.limits.timeout_s):
                await live.users.none()

    async def _score(self, live: Live, route: Route, batch: Batch) -> tuple[Deployment, Scored]:
        """Score by this role's model; if a model under trial fails, its guard hears of it and the champion answers."""
        try:
            return _deployment(live, route), await self._timed(live, route, batch)
        except (ModelFailed, QueueFull, TimeoutError) as error:
            if route == "champion":
                if isinstance(error, TimeoutError):
                    raise ModelFailed("no answer in time") from None
                raise
            logger.warning(
                "the %s of release %d failed: %s", route, live.release.number, str(error) or "no answer in time"
            )
            self.metrics.fallbacks.labels(route).inc()
        return await self._score(live, "champion", batch)

    async def _timed(self, live: Live, route: Route, batch: Batch) -> Scored:
        """Score, and record how long a batch took and whether it worked."""
        started = self._clock()
        recorder = live.models[route].recorder
        batches = -(-len(batch) // self.limits.max_batch_rows)
        try:
            async with asyncio.timeout(batches * self.limits.timeout_s):
                scored = await live.models[route].predict(batch)
        except (ModelFailed, QueueFull, TimeoutError) as error:
            self.metrics.model_failures.labels(route, type(error).__name__).inc()
            if not (route == "champion" and isinstance(error, QueueFull)):  # much traffic is no fault of the champion
                recorder.add(self._clock() - started, None)
            raise
        seconds = (self._clock() - started) / batches  # or else a long table would look like a slow model
        recorder.add(seconds, scored.scores)
        self.metrics.model_seconds.labels(route).observe(seconds)
        return scored

    def _shade(self, live: Live, asked: Asked) -> None:
        """Let the shadow score the same rows, in nobody's way: a task of its own, a queue of its own, no answer."""
        if "shadow" in live.models:
            live.users.enter()
            task = asyncio.create_task(self._shadow(live, asked))
            self._shadows.add(task)  # the loop itself holds tasks weakly
            task.add_done_callback(self._shadows.discard)

    async def _shadow(self, live: Live, asked: Asked) -> None:
        try:
            with suppress(ModelFailed, QueueFull, TimeoutError):  # which are counted
                scored = await self._timed(live, "shadow", asked.batch)
                self._write(live, _deployment(live, "shadow"), asked, scored)
        finally:
            live.users.leave()

    def _write(self, live: Live, deployment: Deployment, asked: Asked, scored: Scored) -> None:
        self.metrics.predictions.labels(deployment.route, deployment.name, deployment.version).inc(len(scored.scores))
        seen = self.metrics.scores.labels(deployment.route)
        for score in scored.scores[:100]:
            seen.observe(score)
        self._journal.add(
            Entry(
                asked.request_id, datetime.now(UTC), asked.customers, asked.months, asked.batch, scored.scores,
                scored.disagreement, deployment.name, deployment.version, live.release.number, deployment.route,
            )
        )  # fmt: skip


def _deployment(live: Live, route: Route) -> Deployment:
    deployment = live.release.get(route)
    assert deployment is not None, "the router knows only roles of its release"
    return deployment


def _take(asked: Asked, positions: NDArray[np.intp]) -> Asked:
    months = [asked.months[position] for position in positions]
    return Asked(asked.request_id, asked.customers[positions], months, asked.batch.take(positions))


def _joined(
    positions: list[NDArray[np.intp]], results: list[tuple[Deployment, Scored]], rows: int
) -> tuple[NDArray[np.float64], list[Deployment]]:
    """Put the rows of all parts back where they came from."""
    scores = np.empty(rows)
    owner = np.empty(rows, dtype=np.intp)
    for part, (where, (_, scored)) in enumerate(zip(positions, results, strict=True)):
        scores[where] = scored.scores
        owner[where] = part
    return scores, [results[part][0] for part in owner]
