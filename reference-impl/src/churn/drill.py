"""The drill: things are broken on purpose, and each has to be found, answered and recorded. `make drill` runs it.

A drift is put into simulated months; then a real server, in a folder of its own, gets a canary that raises, one that is
ten times slower, and one whose probabilities are wrong. Each has to be rolled back by the guards while no caller fails.
"""

import asyncio
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from time import perf_counter, sleep
from typing import Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from churn.core import artifact, calibrate, simulate, spec
from churn.core.drift_scenarios import Drift, Scenario
from churn.core.encode import Batch, encode
from churn.core.models.composite import Composite
from churn.core.predict import Model, Scores
from churn.features.views import customer_month
from churn.monitoring import drift
from churn.ops import release
from churn.ops.predictions import PredictionStore
from churn.ops.release import Expected, ReleaseLog
from churn.pipelines.baseline import grow
from churn.pipelines.params import Trees
from churn.serving.batcher import ModelFailed, QueueFull
from churn.serving.guards import GuardLimits
from churn.serving.limits import Limits
from churn.serving.server import Server
from churn.serving.service import Asked, Unavailable

Labels = NDArray[Any]
MOST_SECONDS: Final = 60.0
"""From the release of a bad model to its rollback."""
ROWS: Final = 5
ONSET: Final = 13
_WARM: Final = 59.0
"""The age of all rows with which a pool warms models up: the middle of its range."""


@dataclass(frozen=True)
class Outcome:
    """One exercise: whether it went as it ought to, how long that took, and what was recorded."""

    name: str
    passed: bool
    seconds: float
    record: str


@dataclass(frozen=True)
class Faulty:
    """A real model with something wrong around it."""

    model: Model
    before: Callable[[Batch], None] = lambda _batch: None
    after: Callable[[Scores], Scores] = lambda scores: scores
    members: Mapping[str, Model] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """The kind of the model within."""
        return self.model.kind

    def predict(self, batch: Batch) -> Scores:
        """Score, with the fault."""
        self.before(batch)
        return self.after(self.model.predict(batch))


@dataclass(frozen=True)
class _Traffic:
    """Whom requests are drawn from."""

    batch: Batch
    customers: NDArray[np.int64]
    rng: np.random.Generator


def _raise(batch: Batch) -> None:
    if not (batch.numeric[:, 0] == _WARM).all():  # it passes the warm-up and fails on customers
        raise RuntimeError("no kernel image is available for execution on the device")


FAULTS: Final[Mapping[str, Callable[[Model], Model]]] = {
    "a model that raises": lambda model: Faulty(model, before=_raise),
    "a model that is ten times slower": lambda model: Faulty(model, before=lambda _batch: sleep(0.03)),
    "a model with a broken calibration": lambda model: Faulty(
        model, after=lambda scores: 3 * scores / (1 + 2 * scores)
    ),
}
GUARDS: Final = {
    "a model that raises": "errors",
    "a model that is ten times slower": "latency",
    "a model with a broken calibration": "calibration",
}


def run(folder: Path, at: datetime) -> Iterator[Outcome]:
    """Do all exercises in a folder; `at` is the moment of the first release."""
    months, labels = _months()
    yield _drift(months)
    table, known = months[-2], labels[-2]
    model = _model(encode(table), known)
    artifact.save(model, folder / "champion", created=at.isoformat())
    log = ReleaseLog(folder / "releases")
    first = release.deployment("canary", folder / "champion", version="1")
    log.append("first", release.start((), first), actor="drill", reason="the model that is known to be good", at=at)
    for number, name in enumerate(FAULTS, start=2):
        artifact.save(model, folder / f"canary{number}", created=f"{at.isoformat()} {name}")
        yield asyncio.run(_exercise(log, folder, number, name, model, (table, known)))


def _months() -> tuple[list[pa.Table], list[Labels]]:
    """Return the features of each month, and labels in the same order; the last one has drifted."""
    onset = Scenario((Drift("covariate", ONSET, 0.5),))
    world = simulate.Settings(seed=11, start=date(2024, 1, 1), months=ONSET + 1, customers=5000, scenario=onset)
    made = list(simulate.simulate(world))
    clean = pa.concat_tables([one.snapshots for one in made])
    table = customer_month(clean, simulate.month_at(world.start, 6))
    days = table[spec.MONTH].to_numpy()
    months = [table.filter(pa.array(days == day)) for day in np.unique(days)]
    # Features are in the order of customers.
    labels = [one.labels.sort_by(spec.CUSTOMER)[spec.TARGET].to_numpy() for one in made[6:]]
    return months, labels


def _drift(months: list[pa.Table]) -> Outcome:
    started = perf_counter()
    reference = pa.concat_tables(months[:6])
    quiet, loud = (drift.compare(reference, month).alarms for month in months[-2:])
    record = ", ".join(f"{name} (PSI {psi:.2f})" for name, psi in loud.items()) or "no alarm"
    return Outcome("a drift of customers and prices", bool(loud) and not quiet, perf_counter() - started, record)


def _model(batch: Batch, labels: Labels) -> Composite:
    held = np.arange(len(batch)) % 5 == 0
    chosen = Trees(iterations=30, learning_rate=0.15, leaves=12, threads=1)
    trees, _ = grow(batch.take(~held), labels[~held], chosen, seed=1)
    return Composite({"trees": trees}, calibrate.learn("platt", trees.predict(batch.take(held)), labels[held]))


async def _exercise(
    log: ReleaseLog, folder: Path, number: int, name: str, model: Model, known: tuple[pa.Table, Labels]
) -> Outcome:
    """Release a bad canary to half of the customers, and let these ask until it is gone."""
    table, labels = known
    bad = f"canary{number}"

    def load(path: Path) -> Model:
        return FAULTS[name](artifact.load(path)) if path.name == bad else artifact.load(path)

    guards = GuardLimits(min_requests=100, min_rows=500, p99_ratio=20.0)
    limits = Limits(guards=guards, poll_s=0.1)
    server = Server(log, PredictionStore(folder / "predictions.db"), load, limits=limits)
    await server.start()
    traffic, failed = _Traffic(encode(table), table[spec.CUSTOMER].to_numpy(), np.random.default_rng(number)), 0
    try:
        await _ask(server, traffic, 150)  # the guards have to know what is usual
        expected = Expected.of(model.predict(traffic.batch), labels)
        candidate = release.deployment("canary", folder / bad, version=str(number), expected=expected)
        release.release(log, candidate, actor="drill", reason=name, steps=(0.5, 1.0))
        started, before = perf_counter(), log.number()
        while log.number() == before and perf_counter() - started < MOST_SECONDS:
            failed += await _ask(server, traffic, 20)
        seconds = perf_counter() - started
    finally:
        await server.stop()
    event = log.current()
    passed = (
        event.action == "rollback" and not failed and event.champion.version == "1" and GUARDS[name] in event.reason
    )
    return Outcome(name, passed and seconds < MOST_SECONDS, seconds, f"release {event.number}: {event.reason}")


async def _ask(server: Server, traffic: _Traffic, requests: int) -> int:
    """Ask for some customers at a time; return how many requests got no answer."""
    failed = 0
    for _ in range(requests):
        rows = traffic.rng.integers(0, len(traffic.batch), ROWS)
        asked = Asked("drill", traffic.customers[rows], ["2025-01-01"] * ROWS, traffic.batch.take(rows))
        try:
            await server.service.answer(asked)
        except (ModelFailed, QueueFull, TimeoutError, Unavailable):
            failed += 1
        await asyncio.sleep(0)
    return failed
