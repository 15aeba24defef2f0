"""Measure training and scoring of each model, beside the limit of the machine and beside scikit-learn on it.

    python -m benchmarks.train [--device cpu|cuda] [--rows N]

The limit is the lower one of two. Arithmetic: floating point operations of a row, against those of one large matrix
product, timed here in the same precision. Traffic: the bytes that operations read and write for a row, one after the
other, against the rate of one large copy; on a CPU caches allow more, and on a GPU fusing does. It judges nothing,
because machines differ.
"""

import argparse
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np
import torch
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_flatten
from torch.utils.flop_counter import FlopCounterMode

from churn.core import artifact, seeds
from churn.core.distributed import Group
from churn.core.encode import Batch
from churn.core.models.inputs import FEATURES, WIDTHS
from churn.core.predict import NeuralModel
from churn.core.step import Step
from churn.core.tensors import Resident
from churn.core.train import TrainSettings, fit
from churn.core.trees import matrix

Kind = Literal["mlp", "ftt"]
ROWS: Final = {"cpu": {"mlp": 40_000, "ftt": 2000}, "cuda": {"mlp": 20_000_000, "ftt": 2_000_000}}
BATCH: Final = {"cpu": {"mlp": 1024, "ftt": 256}, "cuda": {"mlp": 32_768, "ftt": 16_384}}


@dataclass(frozen=True)
class Measured:
    """A rate, and the rates that arithmetic and memory of the machine would allow; 0 where none is known."""

    work: str
    rows_per_second: float
    arithmetic: float = 0.0
    traffic: float = 0.0

    def line(self) -> str:
        """Return a row of a Markdown table."""
        if not self.arithmetic:
            return f"| {self.work} | {self.rows_per_second:,.0f} | - | - | - |"
        share = self.rows_per_second / min(self.arithmetic, self.traffic)
        rates = " | ".join(f"{rate:,.0f}" for rate in (self.rows_per_second, self.arithmetic, self.traffic))
        return f"| {self.work} | {rates} | {share:.0%} |"


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
    return Measured(f"{kind} train", fitted.history[-1].rows_per_second, *_limits(fitted.model, backward=True))


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
        return Measured(f"{kind} score", rows / _seconds(work, device), *_limits(model, backward=False))


class _Traffic(TorchDispatchMode):  # type: ignore[no-untyped-call]
    """Adds up the bytes of what operations read and write; views move nothing."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.bytes = 0

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        """Run an operation and count it."""
        result = func(*args, **kwargs or {})
        if not func.is_view and "detach" not in str(func):
            leaves = tree_flatten((args, kwargs, result))[0]
            self.bytes += sum(leaf.nbytes for leaf in leaves if isinstance(leaf, torch.Tensor))
        return result


def _limits(model: NeuralModel, *, backward: bool) -> tuple[float, float]:
    """Return the rows per second that arithmetic and memory allow."""
    few, more = (_cost(model, rows, backward=backward) for rows in (256, 512))
    operations, moved = ((most - least) / 256 for least, most in zip(few, more, strict=True))
    peak, bandwidth = _machine(model)
    return peak / operations, bandwidth / moved


def _cost(model: NeuralModel, rows: int, *, backward: bool) -> tuple[int, int]:
    """Return the floating point operations and the bytes of a pass over some rows."""
    batch, labels = table(rows)
    network = model.network.train(backward)
    resident = Resident.of(batch, labels, model.device)
    step = Step(network, Group(), precision=model.precision, learning_rate=0.0, weight_decay=0.0, steps=1)
    traffic, operations = _Traffic(), FlopCounterMode(display=False)
    with operations, traffic:
        loss = step.loss(resident.numeric, resident.categorical, resident.labels)
        if backward:
            loss.backward()  # type: ignore[no-untyped-call]
    return operations.get_total_flops(), traffic.bytes


def _machine(model: NeuralModel) -> tuple[float, float]:
    """Return what the model's device does in a second: operations in its precision, and bytes read or written."""
    device, on_gpu = model.device, model.device.type == "cuda"
    size = 8192 if on_gpu else 1024
    kind = torch.bfloat16 if model.precision == "bf16" else torch.float32
    left = torch.randn(size, size, device=device, dtype=kind)
    source = torch.zeros((1 << 30) if on_gpu else (1 << 27), dtype=torch.uint8, device=device)
    target = torch.empty_like(source)
    with seeds.reproducible():
        product = _seconds(lambda: left @ left, device.type)
        copy = _seconds(lambda: target.copy_(source), device.type)
    return 2 * size**3 / product, 2 * source.nbytes / copy


def _seconds(work: Callable[[], object], device: str, repeats: int = 5) -> float:
    """Return the shortest of some runs, after one that warms up."""
    times = []
    for _ in range(repeats + 1):
        started = time.perf_counter()
        work()
        if device == "cuda":
            torch.cuda.synchronize()
        times.append(time.perf_counter() - started)
    return min(times[1:])


def scikit_learn(rows: int) -> list[Measured]:
    """Measure scikit-learn's own models on this CPU: rows fitted per second, in one epoch or 100 trees."""
    from sklearn.ensemble import HistGradientBoostingClassifier
    from sklearn.neural_network import MLPClassifier

    batch, labels = table(rows)
    features = np.nan_to_num(matrix(batch))
    network = MLPClassifier((512, 512, 512), batch_size=1024, max_iter=1, tol=0)
    trees = HistGradientBoostingClassifier(max_iter=100, early_stopping=False)
    found = []
    for name, model in (("scikit-learn MLP train", network), ("scikit-learn 100 trees train", trees)):
        started = time.perf_counter()
        with warnings.catch_warnings(action="ignore"):  # one epoch does not converge, and need not
            model.fit(features, labels)
        found.append(Measured(name, rows / (time.perf_counter() - started)))
    return found


def main() -> None:
    """Print a Markdown table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu", choices=["cpu", "cuda"])
    parser.add_argument("--rows", type=int, help="rows for each network, instead of what suits the device")
    chosen = parser.parse_args()
    name = torch.cuda.get_device_name() if chosen.device == "cuda" else "CPU, one thread"
    print(f"{name}, torch {torch.__version__}\n")
    print("| work | rows/s | arithmetic allows | memory allows | share |\n|---|---|---|---|---|")
    kinds: tuple[Kind, ...] = ("mlp", "ftt")
    for kind in kinds:
        rows = chosen.rows or ROWS[chosen.device][kind]
        print(training(kind, chosen.device, rows).line(), flush=True)
        print(scoring(kind, chosen.device, rows).line(), flush=True)
    for measured in scikit_learn(chosen.rows or 40_000):
        print(measured.line(), flush=True)


if __name__ == "__main__":
    main()
