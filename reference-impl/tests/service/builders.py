"""Real small models, rows and servers for the tests of serving, and models that are broken in a known way."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import sleep
from typing import Any

import numpy as np
import pyarrow as pa
import torch
from httpx import ASGITransport, AsyncClient

from churn.core import artifact, calibrate
from churn.core.encode import Batch, encode
from churn.core.models.composite import Composite
from churn.core.predict import Model, NeuralModel, Scores
from churn.core.spec import CATEGORICAL, CUSTOMER, NUMBERS
from churn.core.trees import TreesModel
from churn.ops.predictions import PredictionStore
from churn.ops.release import Deployment, Expected, ReleaseLog, Route, deployment
from churn.ops.release import release as propose
from churn.serving.app import create_app
from churn.serving.limits import Limits
from churn.serving.server import Server


def columns(rows: int, seed: int = 0) -> dict[str, list[Any]]:
    """Return features within the specification's ranges; a third of the nullable ones is missing."""
    rng = np.random.default_rng(seed)
    table: dict[str, list[Any]] = {}
    for number in NUMBERS:
        values: list[Any] = rng.uniform(number.low, number.high, rows).astype(np.float32).astype(float).tolist()
        table[number.name] = [None if number.nullable and rng.random() < 1 / 3 else value for value in values]
    for name, known in CATEGORICAL.items():
        table[name] = rng.choice(known, rows).tolist()
    return table


def feature_rows(rows: int, seed: int = 0) -> list[dict[str, Any]]:
    table = columns(rows, seed)
    return [dict(zip(table, values, strict=True)) for values in zip(*table.values(), strict=True)]


def body(rows: int, seed: int = 0, first: int = 0) -> dict[str, Any]:
    return {"rows": [{"customer_id": first + i, "features": row} for i, row in enumerate(feature_rows(rows, seed))]}


def table(rows: int, seed: int = 0) -> pa.Table:
    return pa.table({CUSTOMER: pa.array(range(rows), pa.int64()), **columns(rows, seed)})


def batch(rows: int, seed: int = 0) -> Batch:
    return encode(table(rows, seed))


def network(seed: int = 0, kind: str = "mlp") -> NeuralModel:
    """Return an untrained network whose scores lie about 0.1 and differ by row."""
    torch.manual_seed(seed)
    settings = {"embedding": 4, "width": 16, "depth": 1} if kind == "mlp" else {"width": 8, "blocks": 1, "heads": 2}
    model = NeuralModel(kind, artifact.build(kind, settings).eval(), settings)
    sample = batch(500)
    logits = model.logits(torch.from_numpy(sample.numeric), torch.from_numpy(sample.categorical))
    weight, bias = list(model.network.parameters())[-2:]
    with torch.no_grad():
        weight.mul_(0.5 / logits.std())
        bias.copy_((bias - logits.mean()) * 0.5 / logits.std() - 2.2)
    return model


def evidence(model: Model) -> Expected:
    """Return what promotion would have found on rows like those of the tests, were the model calibrated."""
    scores = model.predict(batch(5000, 99))
    return Expected.of(scores, np.random.default_rng(0).random(5000) < scores)


def stump() -> TreesModel:
    """Return one tree with one split: tenure up to 24 months, or more."""
    return TreesModel(
        baseline=-2.0,
        roots=np.array([0]),
        column=np.array([len(CATEGORICAL) + 2, 0, 0]),
        threshold=np.array([24.0, 0.0, 0.0]),
        missing_left=np.array([True, False, False]),
        left=np.array([1, 1, 2]),
        categories=np.array([-1, -1, -1]),
        value=np.array([0.0, 0.7, -0.7]),
    )


def composite() -> Composite:
    members: dict[str, Model] = {"mlp": network(1), "ftt": network(2, "ftt"), "trees": stump()}
    return Composite(members, calibrate.Platt(1.1, 0.1))


def saved(model: Model, folder: Path) -> Path:
    artifact.save(model, folder, metrics={"note": folder.name})  # equal models in two folders are two releases
    return folder


def release(
    log: ReleaseLog, route: Route, folder: Path, version: str, *, weight: float = 0.0, expected: Expected | None = None
) -> Deployment:
    """Release a model folder in a role."""
    candidate = deployment(route, folder, version=version, weight=weight, run_id=f"run-{version}", expected=expected)
    propose(log, candidate, actor="test", reason=f"try {version}")
    return candidate


@dataclass
class Site:
    """Where a server keeps its things; `faults` wraps models of folders by name when they are loaded."""

    root: Path
    faults: dict[str, Callable[[Model], Model]] = field(default_factory=dict)

    @property
    def log(self) -> ReleaseLog:
        return ReleaseLog(self.root / "releases")

    @property
    def store(self) -> PredictionStore:
        return PredictionStore(self.root / "predictions.db")

    def load(self, folder: Path) -> Model:
        model = artifact.load(folder)
        return self.faults[folder.name](model) if folder.name in self.faults else model

    def server(self, **limits: Any) -> Server:
        return Server(self.log, self.store, self.load, limits=Limits(**{"poll_s": 0.05, **limits}))


@dataclass(frozen=True)
class Faulty:
    """A real model around which something goes wrong."""

    model: Model
    before: Callable[[Batch], None] = lambda _batch: None
    after: Callable[[Scores], Scores] = lambda scores: scores
    kind: str = "mlp"
    members: Mapping[str, Model] = field(default_factory=dict)

    def predict(self, batch: Batch) -> Scores:
        self.before(batch)
        return self.after(self.model.predict(batch))


def raising(model: Model) -> Model:
    """Answer the warm-up, whose rows are all equal, and fail on customers."""

    def fail(batch: Batch) -> None:
        if (len(batch) > 1 and not (batch.numeric[0] == batch.numeric[-1]).all()) or float(batch.numeric[0, 0]) != 59.0:
            raise RuntimeError("no kernel image is available")

    return Faulty(model, before=fail)


def slow(seconds: float) -> Callable[[Model], Model]:
    return lambda model: Faulty(model, before=lambda _batch: sleep(seconds))


def miscalibrated(model: Model) -> Model:
    """Order customers as before, and claim three times the odds."""
    return Faulty(model, after=lambda scores: 3 * scores / (1 + 2 * scores))


@asynccontextmanager
async def running(server: Server) -> AsyncIterator[AsyncClient]:
    """Serve the real application in this event loop, from start to graceful stop."""
    app = create_app(server)
    async with (
        app.router.lifespan_context(app),
        AsyncClient(transport=ASGITransport(app, raise_app_exceptions=False), base_url="http://churn") as client,
    ):
        yield client


async def until(reached: Callable[[], object], seconds: float = 10.0) -> None:
    """Wait for something that the server does by itself."""
    async with asyncio.timeout(seconds):
        while not reached():  # noqa: ASYNC110 - what a server does has no event for tests
            await asyncio.sleep(0.005)
