"""Train a network on a table that lies on the device as a whole.

What is covered: determinism (same machine, same settings: the same bits), bfloat16, compilation, several devices by
torchrun, early stopping, and going on after an interruption. What is not: tables larger than a device's memory.
"""

import copy
import math
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Final, Literal

import torch
from numpy.typing import NDArray
from torch import nn

from churn.core import artifact, distributed, seeds
from churn.core.checkpoint import Checkpoint
from churn.core.encode import Batch
from churn.core.models.inputs import Scaling
from churn.core.predict import NeuralModel, Precision
from churn.core.step import Step
from churn.core.tensors import Resident, permutation

VALID_ROWS: Final = 32_768
"""Rows of the validation table that are scored at a time."""

RAREST: Final = 1e-4
"""A rate of churn nearer to 0 or 1 is taken for this one at the start."""


class Diverged(ArithmeticError):
    """The loss is no number any more: says in which epoch."""


@dataclass(frozen=True)
class TrainSettings:
    """What a run depends on, besides its data. `network` are the arguments of the network's class.

    `batch_rows` is for all devices together. `patience`: epochs without a better validation loss before it stops.
    `auto`: bfloat16 and compilation on a GPU, float32 and none on a CPU, where compiling took longer than it saved.
    `checkpoints`: a folder for the state after each epoch, or none.
    """

    kind: Literal["mlp", "ftt"] = "mlp"
    network: Mapping[str, Any] = field(default_factory=dict)
    seed: int = 17
    epochs: int = 5
    batch_rows: int = 1024
    learning_rate: float = 1e-3
    weight_decay: float = 0.01
    patience: int = 2
    precision: Literal["auto", "fp32", "bf16"] = "auto"
    compile: Literal["auto", "on", "off"] = "auto"
    threads: int = 1
    checkpoints: Path | None = None


@dataclass(frozen=True)
class Epoch:
    """What one epoch brought: mean log losses, and the seconds that its steps took."""

    number: int
    train_loss: float
    valid_loss: float
    seconds: float
    rows_per_second: float


@dataclass(frozen=True)
class Fitted:
    """The network with the weights of its best epoch, and all epochs."""

    model: NeuralModel
    history: tuple[Epoch, ...]
    best: Epoch


def fit(
    train: Batch,
    train_labels: NDArray[Any],
    valid: Batch,
    valid_labels: NDArray[Any],
    settings: TrainSettings,
    device: str = "cpu",
    on_epoch: Callable[[Epoch], None] = lambda _: None,
) -> Fitted:
    """Train; `on_epoch` is called after each epoch, in the first process only, and again for those of a resumed run.

    Raises ValueError for labels other than 0 and 1 or a table without rows, Diverged if the loss is no number any more.
    """
    if not len(train) or not len(valid):
        raise ValueError(f"train: {len(train)} rows, valid: {len(valid)} rows; both need some")
    place = distributed.local(device)
    with seeds.reproducible(settings.threads), distributed.group(place) as group:
        tables = Resident.of(train, train_labels, place), Resident.of(valid, valid_labels, place)
        torch.manual_seed(seeds.derive(settings.seed))
        network = artifact.build(settings.kind, settings.network, Scaling.learn(train)).to(place)
        _expect(network, float(train_labels.mean()))
        run = _Run(network, *tables, settings, group)
        run.resume(on_epoch)
        while not run.ended():
            run.epoch(on_epoch)
        return run.result()


def _expect(network: nn.Module, rate: float) -> None:
    """Let the network begin with the rate of churn, which costs the first epochs otherwise.

    Lin et al., "Focal Loss for Dense Object Detection", 2017, section 3.3.
    """
    head = network.get_submodule("head")
    assert isinstance(head, nn.Linear)
    rate = min(max(rate, RAREST), 1 - RAREST)
    nn.init.zeros_(head.weight)
    nn.init.constant_(head.bias, math.log(rate / (1 - rate)))


class _Run:
    """A run between its first and its last epoch: all that changes lies here."""

    def __init__(
        self, network: nn.Module, train: Resident, valid: Resident, settings: TrainSettings, group: distributed.Group
    ) -> None:
        self.network, self.train, self.valid = network, train, valid
        self.settings, self.group = settings, group
        self.device = train.labels.device
        on_gpu = self.device.type == "cuda"
        self.precision: Precision = (
            ("bf16" if on_gpu else "fp32") if settings.precision == "auto" else settings.precision
        )
        # All processes take equal parts of a batch, and all batches of a run are equal: shapes never change.
        self.part = max(1, min(settings.batch_rows, len(train)) // group.size)
        self.batch = self.part * group.size
        self.steps = len(train) // self.batch
        self.step = Step(
            network,
            group,
            precision=self.precision,
            learning_rate=settings.learning_rate,
            weight_decay=settings.weight_decay,
            steps=self.steps * settings.epochs,
        )
        if settings.compile == "on" or (settings.compile == "auto" and on_gpu):
            # A transformer's kernels are long; several processes communicate between theirs.
            self.step.compile(graphs=on_gpu and settings.kind == "mlp" and group.size == 1)
        self.history: list[Epoch] = []
        self.best_weights = copy.deepcopy(network.state_dict())
        self.checkpoint = self._checkpoint()

    def _checkpoint(self) -> Checkpoint | None:
        if self.settings.checkpoints is None:
            return None
        identity = f"{replace(self.settings, checkpoints=None)} {self.device.type} {self.group.size}"
        return Checkpoint.of(self.settings.checkpoints, identity, (self.train, self.valid))

    def best(self) -> Epoch:
        return min(self.history, key=lambda epoch: epoch.valid_loss)

    def ended(self) -> bool:
        done = len(self.history)
        return done == self.settings.epochs or (done > 0 and done - self.best().number >= self.settings.patience)

    def epoch(self, on_epoch: Callable[[Epoch], None]) -> None:
        number = len(self.history) + 1
        torch.manual_seed(seeds.derive(self.settings.seed, number, self.group.rank))
        started = time.perf_counter()
        train_loss = self._steps(number)
        seconds = time.perf_counter() - started
        rate = self.steps * self.batch / seconds
        epoch = Epoch(number, train_loss, self._valid_loss(), seconds, rate)
        if not math.isfinite(epoch.train_loss + epoch.valid_loss):
            raise Diverged(f"epoch {number}: the loss is no number; lower learning_rate or look at the features")
        self.history.append(epoch)
        if self.best() == epoch:
            self.best_weights = copy.deepcopy(self.network.state_dict())
        if self.group.rank == 0:
            self._save()
            on_epoch(epoch)

    def _steps(self, epoch: int) -> float:
        self.network.train()
        self.step.total.zero_()
        order = permutation(len(self.train), self.settings.seed, epoch, self.device)
        first = self.group.rank * self.part
        for number in range(self.steps):
            start = number * self.batch + first
            self.step.run(self.train, order[start : start + self.part], (epoch - 1) * self.steps + number)
        return self.group.mean(self.step.total / self.steps)

    @torch.no_grad()
    def _valid_loss(self) -> float:
        self.network.eval()
        total = torch.zeros((), dtype=torch.float64, device=self.device)
        for start in range(0, len(self.valid), VALID_ROWS):
            rows = self.valid.slice(start, start + VALID_ROWS)
            total += self.step.loss(*rows) * len(rows[0])
        return self.group.from_first(total / len(self.valid))

    def _save(self) -> None:
        if self.checkpoint is not None:
            self.checkpoint.save({
                "network": self.network.state_dict(),
                "optimizer": self.step.optimizer.state_dict(),
                "best": self.best_weights,
                "history": [asdict(epoch) for epoch in self.history],
            })  # fmt: skip

    def resume(self, on_epoch: Callable[[Epoch], None]) -> None:
        state = self.checkpoint.load(self.device) if self.checkpoint is not None else None
        if state is None:
            return
        self.network.load_state_dict(state["network"])
        self.step.optimizer.load_state_dict(state["optimizer"])
        self.best_weights = state["best"]
        self.history = [Epoch(**epoch) for epoch in state["history"]]
        if self.group.rank == 0:
            for epoch in self.history:
                on_epoch(epoch)

    def result(self) -> Fitted:
        if self.checkpoint is not None and self.group.rank == 0:
            self.checkpoint.remove()
        self.network.load_state_dict(self.best_weights)
        model = NeuralModel(
            self.settings.kind, self.network.eval(), dict(self.settings.network), self.device, self.precision
        )
        return Fitted(model, tuple(self.history), self.best())
