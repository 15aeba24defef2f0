"""On a GPU: the same scores, no waiting, determinism, and the speed that was set as a target for an H200.

A target is judged on an H200 only: another device prints its rate beside its own limit.
"""

import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from benchmarks import train as benchmark
from tests.model import sample

from churn.core import artifact
from churn.core.distributed import Group
from churn.core.models.inputs import Scaling
from churn.core.predict import NeuralModel
from churn.core.step import Step
from churn.core.tensors import Resident, permutation
from churn.core.train import Fitted, TrainSettings, fit

pytestmark = pytest.mark.gpu
KINDS = pytest.mark.parametrize("kind", ["mlp", "ftt"])
ON_H200 = torch.cuda.is_available() and "H200" in torch.cuda.get_device_name()
TARGET_DEVICE = pytest.mark.skipif(not ON_H200, reason="targets are for an H200")


@KINDS
@pytest.mark.parametrize(("precision", "most"), [("fp32", 1e-5), ("bf16", 1e-2)])
def test_scores_agree_with_the_cpu(kind: str, precision: str, most: float, tmp_path: Path) -> None:
    rows = sample.batch(5000)
    torch.manual_seed(0)
    artifact.save(NeuralModel(kind, artifact.build(kind, {}), {}), tmp_path)
    here = artifact.load(tmp_path, "cuda", precision)  # type: ignore[arg-type]
    assert np.abs(here.predict(rows) - artifact.load(tmp_path).predict(rows)).max() < most


def test_trees_score_as_on_the_cpu(tmp_path: Path) -> None:
    from tests.property.test_core import forest

    rows = sample.batch(5000)
    artifact.save(forest(0, trees=50), tmp_path)
    assert np.abs(artifact.load(tmp_path, "cuda").predict(rows) - artifact.load(tmp_path).predict(rows)).max() < 1e-12


@KINDS
def test_no_step_waits_for_the_device(kind: str) -> None:
    rows, labels = sample.labelled(8192)
    table = Resident.of(rows, labels, torch.device("cuda"))
    network = artifact.build(kind, {}, Scaling.learn(rows)).cuda()
    step = Step(network, Group(), precision="bf16", learning_rate=1e-3, weight_decay=0.01, steps=16)
    order = permutation(len(table), 0, 1, torch.device("cuda"))
    step.run(table, order[:1024], 0)
    torch.cuda.synchronize()
    torch.cuda.set_sync_debug_mode("error")
    try:
        for number in range(1, 8):
            step.run(table, order[number * 1024 : (number + 1) * 1024], number)
    finally:
        torch.cuda.set_sync_debug_mode("default")


@KINDS
def test_a_run_repeats_bit_for_bit(kind: str) -> None:
    first, second = _fit(kind), _fit(kind)
    assert [epoch.train_loss for epoch in first.history] == [epoch.train_loss for epoch in second.history]
    assert np.array_equal(first.model.predict(sample.batch(1000)), second.model.predict(sample.batch(1000)))


@KINDS
def test_compiled_and_plain_training_agree(kind: str) -> None:
    losses = [_fit(kind, compile=choice).best.valid_loss for choice in ("on", "off")]
    assert losses[0] == pytest.approx(losses[1], abs=0.01)


def _fit(kind: str, **changes: object) -> Fitted:
    rows, labels = sample.labelled(20_000)
    settings = TrainSettings(kind=kind, epochs=2, batch_rows=2048, learning_rate=3e-3)  # type: ignore[arg-type]
    return fit(rows, labels, rows, labels, replace(settings, **changes), "cuda")  # type: ignore[arg-type]


@TARGET_DEVICE
@pytest.mark.parametrize(("kind", "rows_per_second"), [("mlp", 30e6), ("ftt", 0.8e6)])
def test_training_reaches_its_target(kind: benchmark.Kind, rows_per_second: float) -> None:
    measured = benchmark.training(kind, "cuda", benchmark.ROWS["cuda"][kind])
    assert measured.rows_per_second >= rows_per_second, measured


@TARGET_DEVICE
@pytest.mark.parametrize(("kind", "most_seconds"), [("mlp", 5.0), ("ftt", 90.0)])
def test_ten_million_rows_and_five_epochs(kind: benchmark.Kind, most_seconds: float) -> None:
    rows, labels = sample.labelled(10_000_000)
    settings = replace(benchmark.settings(kind, "cuda"), epochs=5, patience=5)
    torch.cuda.reset_peak_memory_stats()
    started = time.perf_counter()
    fitted = fit(rows, labels, rows.take(slice(0, 500_000)), labels[:500_000], settings, "cuda")
    seconds = time.perf_counter() - started
    assert len(fitted.history) == 5
    assert torch.cuda.max_memory_allocated() <= 20e9
    assert seconds <= most_seconds


@TARGET_DEVICE
def test_resident_scoring_reaches_its_target() -> None:
    assert benchmark.scoring("ftt", "cuda", 1_000_000).rows_per_second >= 3e6
