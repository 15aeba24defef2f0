"""A simulated provider as the loop's project: real models are trained on it, in simulated time."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import torch

from churn.core import artifact, labels, simulate, spec
from churn.core.drift_scenarios import Drift, Scenario
from churn.core.encode import encode
from churn.core.models.composite import compose
from churn.core.predict import Model
from churn.features.views import customer_month
from churn.ops.loop import Candidate, Loop
from churn.ops.policy import Policy
from churn.ops.release import Deployment, ReleaseLog, deployment, start
from churn.ops.state import LoopState
from churn.pipelines.baseline import grow
from churn.pipelines.params import Trees

START = date(2024, 1, 1)
HISTORY = 6
ONSET = 24
torch.set_num_threads(1)  # trees are small; threads would wait for one another


@dataclass(frozen=True)
class World:
    """Features, labels and true probabilities by month, as YYYY-MM."""

    features: dict[str, pa.Table]
    labels: dict[str, pa.Table]
    truth: dict[str, pa.Table]


@cache
def world(drifts: tuple[Drift, ...] = (), *, months: int = 40, customers: int = 5000, seed: int = 5) -> World:
    """Simulate, once for all tests of a process."""
    made = list(simulate.simulate(simulate.Settings(seed, START, months, customers, scenario=Scenario(drifts))))
    clean = pa.concat_tables([one.snapshots for one in made])
    table = customer_month(clean, simulate.month_at(START, HISTORY))
    names = pc.strftime(table[spec.MONTH], format="%Y-%m")
    known = {one.month.strftime("%Y-%m"): one for one in made[HISTORY:]}
    return World(
        {name: table.filter(pc.equal(names, name)) for name in known},
        {name: one.labels for name, one in known.items()},
        {name: one.truth for name, one in known.items()},
    )


def labelled(world: World, months: list[str], now: date) -> pa.Table:
    """Return the rows whose labels are known, with features and target."""
    parts = []
    for month in months:
        known = labels.known(world.labels[month], now).combine_chunks()
        rows = pc.index_in(known[spec.CUSTOMER], value_set=world.features[month][spec.CUSTOMER].combine_chunks())
        table = world.features[month].take(rows.combine_chunks() if isinstance(rows, pa.ChunkedArray) else rows)
        parts.append(table.append_column(spec.TARGET, known[spec.TARGET]))
    return pa.concat_tables(parts)


@dataclass
class Simulated:
    """The loop's project; `trained` counts trainings."""

    world: World
    root: Path
    memory: int = 12
    trained: int = 0
    promotions: list[Deployment] = field(default_factory=list)

    def months(self, at: date) -> list[str]:
        return [month for month in self.world.features if date.fromisoformat(f"{month}-01") + timedelta(31) <= at]

    def scored(self, month: str, by: Deployment, model: Model) -> pa.Table:
        table = self.world.features[month]
        return table.append_column("score", pa.array(model.predict(encode(table))))

    def labels(self, month: str) -> pa.Table:
        return self.world.labels[month]

    def ripe(self, at: date) -> list[str]:
        def share(month: str) -> float:
            return float(labels.known(self.world.labels[month], at).num_rows / self.world.labels[month].num_rows)

        return [month for month in self.months(at) if share(month) >= 0.9]

    def holdout(self) -> pa.Table:
        return self._holdout

    def train(self, at: datetime, reason: str, since: str | None) -> Candidate:
        self.trained += 1
        months = [month for month in self.ripe(at.date())[-self.memory :] if month >= (since or "")]
        table = labelled(self.world, months, at.date())
        # The last month is held out; of a single month a third.
        last = pc.equal(pc.strftime(table[spec.MONTH], format="%Y-%m"), months[-1]).to_numpy()
        held = last if len(months) > 1 else np.arange(table.num_rows) % 3 == 0
        folder = self.root / f"v{self.trained}"
        artifact.save(fitted(table.filter(pa.array(~held))), folder, created=at.isoformat())
        self._holdout = table.filter(pa.array(held))
        return Candidate(folder, str(self.trained), None, self._holdout)

    def promoted(self, deployment: Deployment, evidence: dict[str, Any]) -> None:
        self.promotions.append(deployment)


def fitted(table: pa.Table) -> Model:
    """Train trees, and calibrate them on every fifth row, which they do not see."""
    batch, target = encode(table), table[spec.TARGET].to_numpy()
    held = np.arange(len(batch)) % 5 == 0
    trees, _ = grow(batch.take(~held), target[~held], Trees(iterations=40, learning_rate=0.15, leaves=12, threads=1), 1)
    return compose({"trees": trees}, batch.take(held), target[held], method="platt")


def site(world: World, root: Path, at: datetime, policy: Policy = Policy()) -> tuple[Loop, Simulated]:  # noqa: B008
    """Train and release the first champion at a time, and return the loop that follows it."""
    project = Simulated(world, root / "models")
    first = project.train(at, "first", None)
    log = ReleaseLog(root / "releases")
    candidate = deployment("canary", first.folder, version=first.version)
    log.append("first", start((), candidate), actor="test", reason="first", at=at)
    return Loop(project, LoopState(root / "loop.db"), log, policy), project


def days(since: date, until: date, step: int = 1) -> list[datetime]:
    """Return the moments of the ticks between two days."""
    count = (until - since).days
    return [datetime(since.year, since.month, since.day, 6, tzinfo=UTC) + timedelta(n) for n in range(0, count, step)]
