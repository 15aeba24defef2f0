"""Reloading: a new release is loaded and warmed beside the one that serves, then takes its place in one assignment."""

import asyncio
import logging
from time import monotonic, perf_counter

from churn.ops.release import Release, ReleaseError, ReleaseLog, Route
from churn.ops.rollback import roll_back
from churn.serving.guards import Seen
from churn.serving.metrics import Metrics
from churn.serving.pool import CannotServe, Pool, Served
from churn.serving.router import Router
from churn.serving.service import Live, Service

logger = logging.getLogger(__name__)


class Reloader:
    """Lets a service follow the release log."""

    def __init__(self, log: ReleaseLog, pool: Pool, service: Service, metrics: Metrics) -> None:
        self.problem: str | None = None
        """Why the newest release is not the one that serves; None when it is."""
        self._log = log
        self._pool = pool
        self._service = service
        self._metrics = metrics
        self._refused = -1
        self._lock = asyncio.Lock()

    async def check(self) -> None:
        """Serve the newest release if another one serves; a release that cannot serve is rolled back at once."""
        async with self._lock:
            number = await asyncio.to_thread(self._log.number)
            live = self._service.live
            if number == self._refused or (live is not None and number == live.release.number):
                return
            try:
                release = await asyncio.to_thread(self._log.current)
                await self._swap(release)
                self.problem = None
            except ReleaseError as error:
                self.problem, self._refused = str(error), number
                logger.error("%s", error)  # noqa: TRY400 - the message is complete
            except CannotServe as error:
                self.problem, self._refused = str(error), number
                logger.error("release %d cannot serve: %s", number, error)  # noqa: TRY400
                await asyncio.to_thread(self._give_up, release, error)

    async def _swap(self, release: Release) -> None:
        started = perf_counter()
        models: dict[Route, Served] = {}
        for deployment in release.deployments:
            models[deployment.route] = await self._pool.bring(deployment)
        before = self._service.live
        self._service.live = Live(release, Router.of(release), models, monotonic(), _predecessor(before, release))
        seconds = perf_counter() - started
        self._metrics.release.set(release.number)
        self._metrics.release_seconds.observe(seconds)
        logger.info("release %d serves after %.3f s: %s", release.number, seconds, release.reason)
        if before is not None:
            await self._service.drain(before)
        await self._pool.keep(deployment.digest for deployment in release.deployments)

    def _give_up(self, release: Release, error: CannotServe) -> None:
        self._log.record("cannot-serve", release=release.number, reason=str(error))
        try:
            roll_back(self._log, actor="server", reason=str(error), at_fault=release.number, offender=error.deployment)
            self._metrics.rollbacks.inc()
        except ReleaseError as none_left:
            logger.critical("%s", none_left)


def _predecessor(before: Live | None, release: Release) -> Seen | None:
    """Return what the champion did that this release replaces, or what is known of it from a release before."""
    if before is None:
        return None
    if before.release.champion.digest == release.champion.digest:
        return before.predecessor
    return before.models["champion"].recorder.seen()
