"""Guarding: the server looks at the model under trial again and again, and rolls it back when a guard breaks."""

import asyncio
import logging
from collections.abc import Callable
from time import monotonic

from churn.ops.release import ReleaseError, ReleaseLog
from churn.ops.rollback import roll_back, suspect
from churn.serving.guards import Breach, breaches
from churn.serving.metrics import Metrics
from churn.serving.service import Live, Service

logger = logging.getLogger(__name__)


class Guardian:
    """Watches the canary, else the challenger, else a champion on probation."""

    def __init__(
        self,
        log: ReleaseLog,
        service: Service,
        metrics: Metrics,
        *,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._log = log
        self._service = service
        self._metrics = metrics
        self._clock = clock
        self._judged = 0

    async def check(self) -> tuple[Breach, ...]:
        """Roll the live release back if it breaks a guard; return the breaches."""
        live = self._service.live
        if live is None or live.release.number == self._judged:
            return ()
        found = self._breaches(live)
        if found:
            await asyncio.to_thread(self._roll_back, live, found)
            self._judged = live.release.number  # one verdict per release
        return found

    def _breaches(self, live: Live) -> tuple[Breach, ...]:
        deployment = suspect(live.release)
        limits = self._service.limits
        trial = live.models[deployment.route].recorder.seen()
        if deployment.route != "champion":
            reference = live.models["champion"].recorder.seen()
        elif live.predecessor is not None and self._clock() - live.since < limits.probation_s:
            reference = live.predecessor
        else:
            return ()
        return breaches(trial, reference, limits.guards, deployment.expected)

    def _roll_back(self, live: Live, found: tuple[Breach, ...]) -> None:
        reason = "; ".join(
            f"{breach.guard}: {breach.detail} ({breach.value:.4g}, limit {breach.limit:.4g})" for breach in found
        )
        for breach in found:
            self._metrics.breaches.labels(breach.guard).inc()
        self._log.record("guard-breach", release=live.release.number, reason=reason)
        try:
            if roll_back(self._log, actor="guard", reason=reason, at_fault=live.release.number):
                self._metrics.rollbacks.inc()
                logger.error("release %d rolled back: %s", live.release.number, reason)
        except ReleaseError as error:
            logger.critical("%s", error)
