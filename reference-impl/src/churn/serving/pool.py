"""The pool holds all models of one process: one batcher for each model or member, one device, one memory cap."""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from churn.core.artifact import BadArtifact
from churn.core.encode import Batch
from churn.core.predict import Model
from churn.core.spec import CATEGORICAL, NUMBERS
from churn.ops.release import Deployment, digest
from churn.serving import composite
from churn.serving.batcher import Batcher, ModelFailed
from churn.serving.guards import Recorder
from churn.serving.limits import Limits
from churn.serving.metrics import Metrics

Load = Callable[[Path], Model]


class CannotServe(Exception):
    """A deployment that cannot be loaded or does not answer; the message says why."""

    def __init__(self, deployment: Deployment, reason: str) -> None:
        super().__init__(f"{deployment.folder}: {reason}")
        self.deployment = deployment


@dataclass(frozen=True)
class Served:
    """A loaded model with its queues, and the record that guards read."""

    model: Model
    batchers: Mapping[str, Batcher]
    recorder: Recorder
    version: str
    size: int

    async def predict(self, batch: Batch) -> composite.Scored:
        """Score a batch; raises QueueFull or ModelFailed."""
        return await composite.score(self.model, self.batchers, batch)

    async def close(self) -> None:
        """Answer what is queued, and end the threads."""
        for batcher in self.batchers.values():
            await batcher.close()


class Pool:
    """Models by the digest of their folder: a model that changes its role is not loaded again."""

    def __init__(self, load: Load, limits: Limits, metrics: Metrics) -> None:
        self._load = load
        self._limits = limits
        self._metrics = metrics
        self._served: dict[str, Served] = {}

    async def bring(self, deployment: Deployment) -> Served:
        """Return the deployment's model, loaded and warm; raises CannotServe."""
        if deployment.digest not in self._served:
            self._served[deployment.digest] = await self._warm(deployment)
        return self._served[deployment.digest]

    async def keep(self, digests: Iterable[str]) -> None:
        """Unload all models but these, after the answers that they still owe."""
        kept = set(digests)
        gone = [self._served.pop(one) for one in list(self._served) if one not in kept]
        for served in gone:
            await served.close()

    def observe(self) -> None:
        """Bring the metric of the queues up to date; those of unloaded models go."""
        self._metrics.queue_rows.clear()
        for served in self._served.values():
            for batcher in served.batchers.values():
                self._metrics.queue_rows.labels(batcher.name, served.version).set(batcher.waiting_rows)

    async def _warm(self, deployment: Deployment) -> Served:
        """Load beside what serves, and score the smallest and the largest batch: the first caller waits for neither."""
        folder = Path(deployment.folder)
        size = await asyncio.to_thread(_size, folder)
        if size + sum(served.size for served in self._served.values()) > self._limits.max_model_bytes:
            raise CannotServe(deployment, f"{size} bytes more pass max_model_bytes, {self._limits.max_model_bytes}")
        try:
            model = await asyncio.to_thread(self._read, folder, deployment.digest)
        except Exception as error:
            raise CannotServe(deployment, f"{type(error).__name__}: {error}") from error
        recorder = Recorder(self._limits.guards.window_s)
        served = Served(model, self._batchers(model, deployment), recorder, deployment.version, size)
        try:
            async with asyncio.timeout(60):
                for rows in (1, self._limits.max_batch_rows):
                    await served.predict(typical(rows))
        except (ModelFailed, TimeoutError) as error:
            await served.close()
            raise CannotServe(deployment, f"does not answer: {str(error) or 'no answer in a minute'}") from None
        return served

    def _read(self, folder: Path, expected: str) -> Model:
        if digest(folder) != expected:
            raise BadArtifact("the folder changed since it was released; release it again")
        return self._load(folder)

    def _batchers(self, model: Model, deployment: Deployment) -> dict[str, Batcher]:
        parts = model.members or {"": model}
        return {name: self._batcher(part, f"{deployment.name}/{name}".rstrip("/")) for name, part in parts.items()}

    def _batcher(self, model: Model, label: str) -> Batcher:
        return Batcher(
            model.predict,
            max_rows=self._limits.max_batch_rows,
            max_waiting_rows=self._limits.max_waiting_rows,
            on_batch=self._metrics.batch_rows.labels(label).observe,
            name=label,
        )


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def typical(rows: int) -> Batch:
    """Return a batch of equal rows from the middle of the specification's ranges, to warm a model with."""
    middle = np.array([(number.low + number.high) / 2 for number in NUMBERS], dtype=np.float32)
    return Batch(
        numeric=np.tile(middle, (rows, 1)),
        categorical=np.zeros((rows, len(CATEGORICAL)), dtype=np.uint8),
    )
