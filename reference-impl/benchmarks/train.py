"""Measure training and scoring of each model, beside the limit of the machine and beside scikit-learn on it.

    python -m benchmarks.train [--device cpu|cuda] [--rows N]

The limit is what the arithmetic allows: floating point operations of a row, counted by hand from the shapes of its
matrix products, over the rate of one large matrix product, measured here in the same precision. On a GPU a network may
be bound by memory traffic before; then the share of the limit says how far. It judges nothing, because machines differ.
"""

import argparse
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np
import torch
from torch import nn

from churn.core import artifact, seeds
from churn.core.encode import Batch
from churn.core.models.inputs import FEATURES, WIDTHS
from churn.core.predict import NeuralModel
from churn.core.tensors import Resident
from churn.core.train import TrainSettings, fit
from churn.core.trees import matrix

Kind = Literal["mlp", "ftt"]
ROWS: Final = {"cpu": {"mlp": 40_000, "ftt": 2000}, "cuda": {"mlp": 20_000_000, "ftt": 2_000_000}}
BATCH: Final = {"cpu": {"mlp": 1024, "ftt": 256}, "cuda": {"mlp": 32_768, "ftt": 16_384}}
BACKWARD: Final = 3
"""Training costs three forward passes: the gradients of inputs and of weights are a product each."""


@dataclass(frozen=True)
class Measured:
    """A rate, and the rate that the machine's arithmetic would allow; 0 where none is known."""

    work: str
    rows_per_second: float
    limit: float = 0.0

    def line(self) -> str:
        """Return a row of a Markdown table."""
        limit = f"{self.limit:,.0f} | {self.rows_per_second / self.limit:.0%}" if self.limit else "- | -"
        return f"| {self.work} | {self.rows_per_second:,.0f} | {limit} |"


def settings(kind: Kind, device: str) -> TrainSettings:
    """Return the full shape of a network, with the batch that suits the device."""
    return TrainSettings(kind=kind, batch_rows=BATCH[device][kind], epochs=2, patience=2)


def table(rows: int) -> tuple[Batch, np.ndarray]:
    """Draw rows without meaning: speed does not depend on values."""
    rng = np.random.default_rng(0)
    numeric = rng.standard_normal((rows, FEATURES - len(WIDTHS)), np.float32)
    categorical = np.stack([rng.integers(0, width, rows, np.uint8) for width in WIDTHS], axis=1)
    return Batch(numeric, categorical), (rng.random(rows) < 0.08).astype(np.uint8)


def training(kind: Kind, device: str, rows: int) -> Measured:
    """Measure the last of two epochs: the first one compiles and warms up."""
    batch, labels = table(rows)
    few = batch.take(slice(0, 1000))
    fitted = fit(batch, labels, few, labels[:1000], settings(kind, device), device)
    limit = _peak(fitted.model) / (BACKWARD * flops(fitted.model.network))
    return Measured(f"{kind} train", fitted.history[-1].rows_per_second, limit)


def scoring(kind: Kind, device: str, rows: int) -> Measured:
    """Measure forward passes over rows that are on the device already."""
    precision: Literal["fp32", "bf16"] = "bf16" if device == "cuda" else "fp32"
    network = artifact.build(kind, {}).to(device).eval()
    model = NeuralModel(kind, network, {}, torch.device(device), precision)
    batch, labels = table(rows)
    resident = Resident.of(batch, labels, torch.device(device))
    piece = 2 * BATCH[device][kind]

    def work() -> None:
        for start in range(0, rows, piece):
            model.logits(*resident.slice(start, start + piece)[:2])

    with seeds.reproducible():
        return Measured(f"{kind} score", rows / _seconds(work, device), _peak(model) / flops(network))


def flops(network: nn.Module) -> float:
    """Return the floating point operations of the matrix products for a row; a product of sizes a and b costs 2 a b."""
    counted = 0.0

    def count(module: Any, _: Any, output: Any) -> None:
        nonlocal counted
        counted += 2 * module.in_features * output.numel()

    hooks = [part.register_forward_hook(count) for part in network.modules() if isinstance(part, nn.Linear)]
    batch, _ = table(8)
    place = next(network.parameters()).device
    with torch.no_grad():
        network(torch.from_numpy(batch.numeric).to(place), torch.from_numpy(batch.categorical).to(place))
    for hook in hooks:
        hook.remove()
    return counted / 8


def _peak(model: NeuralModel) -> float:
    """Return floating point operations per second of one large product on the model's device, in its precision."""
    size = 8192 if model.device.type == "cuda" else 1024
    kind = torch.bfloat16 if model.precision == "bf16" else torch.float32
    left = torch.randn(size, size, device=model.device, dtype=kind)
    with seeds.reproducible():
        return 2 * size**3 / _seconds(lambda: left @ left, model.device.type)


def _seconds(work: Callable[[], object], device: str, repeats: int = 5) -> float:
    """Return the shortest of some runs, after one that warms up."""
    work()
    times = []
    for _ in range(repeats):
        started = time.perf_counter()
        work()
        if device == "cuda":
            torch.cuda.synchronize()
        times.append(time.perf_counter() - started)
    return min(times)


def scikit_learn(rows: int) -> list[Measured]:
    """Measure the libraries' own models on this CPU: rows times passes over them, per second of fitting."""
    from sklearn.ensemble import HistGradientBoostingClassifier
    from sklearn.neural_network import MLPClassifier

    batch, labels = table(rows)
    features = np.nan_to_num(matrix(batch))
    network = MLPClassifier((512, 512, 512), batch_size=1024, max_iter=1, tol=0)
    trees = HistGradientBoostingClassifier(max_iter=100, early_stopping=False)
    found = []
    for name, model, passes in (("scikit-learn MLP train", network, 1), ("scikit-learn 100 trees train", trees, 1)):
        started = time.perf_counter()
        model.fit(features, labels)
        found.append(Measured(name, rows * passes / (time.perf_counter() - started)))
    return found


def main() -> None:
    """Print a Markdown table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu", choices=["cpu", "cuda"])
    parser.add_argument("--rows", type=int, help="rows for each network, instead of what suits the device")
    chosen = parser.parse_args()
    name = torch.cuda.get_device_name() if chosen.device == "cuda" else "CPU, one thread"
    print(f"{name}, torch {torch.__version__}\n\n| work | rows/s | limit of arithmetic | share |\n|---|---|---|---|")
    kinds: tuple[Kind, ...] = ("mlp", "ftt")
    for kind in kinds:
        rows = chosen.rows or ROWS[chosen.device][kind]
        print(training(kind, chosen.device, rows).line(), flush=True)
        print(scoring(kind, chosen.device, rows).line(), flush=True)
    for measured in scikit_learn(chosen.rows or 40_000):
        print(measured.line(), flush=True)


if __name__ == "__main__":
    main()
