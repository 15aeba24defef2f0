"""A server: the service with all that keeps it going - release log, pool, journal, reloading and guarding."""

import asyncio
import logging
from contextlib import suppress

from churn.ops.predictions import PredictionStore
from churn.ops.release import ReleaseLog
from churn.serving.features import FeatureSource, Online
from churn.serving.guarding import Guardian
from churn.serving.journal import Journal
from churn.serving.limits import Limits
from churn.serving.metrics import Metrics
from churn.serving.pool import Load, Pool
from churn.serving.reloading import Reloader
from churn.serving.service import Service

logger = logging.getLogger(__name__)


class Server:
    """Everything that one process serves with.

    `load` reads a model folder; `online` looks features up for requests without them.
    """

    def __init__(
        self,
        log: ReleaseLog,
        store: PredictionStore,
        load: Load,
        *,
        limits: Limits = Limits(),  # noqa: B008 - frozen
        online: Online | None = None,
    ) -> None:
        self.limits = limits
        self.log = log
        self.metrics = Metrics()
        self.features = FeatureSource(self.metrics, online)
        self._journal = Journal(store, self.metrics, max_rows=limits.max_journal_rows)
        self.pool = Pool(load, limits, self.metrics)
        self.service = Service(limits, self.metrics, self._journal)
        self.reloader = Reloader(log, self.pool, self.service, self.metrics)
        self.guardian = Guardian(log, self.service, self.metrics)
        self._following: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Load the newest release, then follow the log; without a release the server runs, and is not ready."""
        await self.reloader.check()
        self._following = asyncio.create_task(self._follow())

    async def stop(self) -> None:
        """Answer what was asked, write what was answered, and let go of the models."""
        if self._following is not None:
            self._following.cancel()
            with suppress(asyncio.CancelledError):
                await self._following
        if self.service.live is not None:
            await self.service.drain(self.service.live)
        await self.pool.keep(())
        await asyncio.to_thread(self._journal.close)

    async def _follow(self) -> None:
        while True:
            await asyncio.sleep(self.limits.poll_s)
            try:
                await self.guardian.check()
                await self.reloader.check()
            except Exception:
                logger.exception("could not look at the guards and the release log; trying again")
