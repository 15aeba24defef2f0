"""Training repeats bit for bit, goes on after an interruption, stops in time, and learns what is there."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from tests.model import sample
from torch.utils._python_dispatch import TorchDispatchMode

from churn.core import evaluate
from churn.core.distributed import Group
from churn.core.models.inputs import Scaling
from churn.core.models.mlp import Mlp
from churn.core.step import Step
from churn.core.tensors import Resident, permutation
from churn.core.train import Diverged, Epoch, Fitted, TrainSettings, fit

ROWS, LABELS = sample.labelled(2000)
VALID, VALID_LABELS = sample.labelled(1500, seed=7)
SETTINGS = {
    kind: TrainSettings(kind=kind, network=sample.TINY[kind], epochs=3, batch_rows=256, learning_rate=0.01)
    for kind in ("mlp", "ftt")
}


def run(settings: TrainSettings, on_epoch: Any = lambda _: None) -> Fitted:
    return fit(ROWS, LABELS, VALID, VALID_LABELS, settings, on_epoch=on_epoch)


def losses(fitted: Fitted) -> list[tuple[float, float]]:
    return [(epoch.train_loss, epoch.valid_loss) for epoch in fitted.history]


@pytest.mark.parametrize("kind", ["mlp", "ftt"])
def test_a_run_repeats_bit_for_bit(kind: str) -> None:
    first, second = run(SETTINGS[kind]), run(SETTINGS[kind])
    assert losses(first) == losses(second)
    assert np.array_equal(first.model.predict(VALID), second.model.predict(VALID))
    assert losses(run(replace(SETTINGS[kind], seed=18))) != losses(first)


@pytest.mark.parametrize("kind", ["mlp", "ftt"])
def test_an_interrupted_run_goes_on_as_if_nothing_had_happened(kind: str, tmp_path: Path) -> None:
    def interrupt(epoch: Epoch) -> None:
        if epoch.number == 2:
            raise KeyboardInterrupt

    settings = replace(SETTINGS[kind], checkpoints=tmp_path)
    with pytest.raises(KeyboardInterrupt):
        run(settings, interrupt)
    assert len(list(tmp_path.iterdir())) == 1
    seen: list[int] = []
    resumed, whole = run(settings, lambda epoch: seen.append(epoch.number)), run(SETTINGS[kind])
    assert losses(resumed) == losses(whole)
    assert np.array_equal(resumed.model.predict(VALID), whole.model.predict(VALID))
    assert seen == [1, 2, 3]
    assert not list(tmp_path.iterdir())


def test_another_run_does_not_take_up_a_checkpoint(tmp_path: Path) -> None:
    def interrupt(_: Epoch) -> None:
        raise KeyboardInterrupt

    settings = replace(SETTINGS["mlp"], checkpoints=tmp_path)
    with pytest.raises(KeyboardInterrupt):
        run(settings, interrupt)
    assert losses(run(replace(settings, seed=1))) == losses(run(replace(SETTINGS["mlp"], seed=1)))
    other_labels = LABELS.copy()
    other_labels[0] = 1 - other_labels[0]
    fresh = fit(ROWS, other_labels, VALID, VALID_LABELS, replace(SETTINGS["mlp"]))
    again = fit(ROWS, other_labels, VALID, VALID_LABELS, settings)
    assert losses(fresh) == losses(again)


@pytest.mark.parametrize("kind", ["mlp", "ftt"])
def test_it_learns_nearly_all_there_is_to_learn(kind: str) -> None:
    rows, labels = sample.labelled(6000, seed=3)
    settings = replace(SETTINGS[kind], epochs=3, batch_rows=64)
    fitted = fit(rows, labels, VALID, VALID_LABELS, settings)
    reached = evaluate.auc(VALID_LABELS, fitted.model.predict(VALID))
    possible = evaluate.auc(VALID_LABELS, sample.truth(VALID))
    assert reached >= 0.96 * possible


def test_it_stops_when_validation_no_longer_improves_and_keeps_the_best_weights() -> None:
    noise = np.random.default_rng(0).permutation(LABELS)
    settings = replace(SETTINGS["mlp"], epochs=30, patience=2, learning_rate=0.03, weight_decay=0.0)
    fitted = fit(ROWS, noise, VALID, VALID_LABELS, settings)
    assert len(fitted.history) == fitted.best.number + 2 < 30
    scores = fitted.model.predict(VALID)
    kept = -np.mean(np.log(np.where(VALID_LABELS, scores, 1 - scores)))
    assert kept == pytest.approx(min(epoch.valid_loss for epoch in fitted.history), abs=1e-6)


def test_a_loss_that_is_no_number_ends_the_run() -> None:
    with pytest.raises(Diverged, match="epoch 1"):
        run(replace(SETTINGS["mlp"], learning_rate=float("inf")))


def test_bad_labels_and_empty_tables_are_named() -> None:
    with pytest.raises(ValueError, match="labels"):
        fit(ROWS, LABELS * 2, VALID, VALID_LABELS, SETTINGS["mlp"])
    with pytest.raises(ValueError, match="valid: 0 rows"):
        fit(ROWS, LABELS, VALID.take(slice(0, 0)), VALID_LABELS[:0], SETTINGS["mlp"])


def test_settings_of_the_process_are_as_before() -> None:
    torch.manual_seed(5)
    threads, state = torch.get_num_threads(), torch.get_rng_state()
    run(replace(SETTINGS["mlp"], epochs=1))
    assert torch.get_num_threads() == threads
    assert torch.equal(torch.get_rng_state(), state)
    assert not torch.are_deterministic_algorithms_enabled()


def test_bfloat16_reaches_nearly_the_same_loss() -> None:
    coarse, fine = run(replace(SETTINGS["mlp"], precision="bf16")), run(SETTINGS["mlp"])
    assert coarse.best.valid_loss == pytest.approx(fine.best.valid_loss, abs=0.01)
    assert coarse.model.precision == "bf16"


def test_a_table_smaller_than_a_batch_is_one_batch() -> None:
    few = fit(ROWS.take(slice(0, 60)), LABELS[:60], VALID, VALID_LABELS, SETTINGS["mlp"])
    assert len(few.history) >= 1


class _Watch(TorchDispatchMode):  # type: ignore[no-untyped-call]
    """Notes every operation that makes the host wait for a value on the device."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.waits: list[str] = []

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        if func.overloadpacket.__name__ in {"_local_scalar_dense", "nonzero", "equal", "unique_dim"}:
            self.waits.append(str(func))
        return func(*args, **kwargs or {})


def test_no_step_waits_for_a_value_on_the_device() -> None:
    table = Resident.of(ROWS, LABELS, torch.device("cpu"))
    network = Mlp(Scaling.learn(ROWS), **sample.TINY["mlp"])
    step = Step(network, Group(), precision="fp32", learning_rate=0.01, weight_decay=0.0, steps=4)
    order = permutation(len(table), 0, 1, torch.device("cpu"))
    with _Watch() as watch:
        for number in range(4):
            step.run(table, order[number * 64 : (number + 1) * 64], number)
        assert not watch.waits
        float(step.total)
    assert watch.waits == ["aten._local_scalar_dense.default"]


def test_a_network_begins_with_the_rate_of_churn() -> None:
    """After one step of almost no size, what scores is the start."""
    settings = replace(SETTINGS["ftt"], epochs=1, batch_rows=len(ROWS), learning_rate=1e-9)
    assert run(settings).model.predict(VALID) == pytest.approx(np.full(len(VALID), LABELS.mean()), abs=1e-4)
