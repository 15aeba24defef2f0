"""What torchrun starts in `test_distributed`: write the gradient of one step, and the losses of a short run."""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import torch
from tests.model import sample

from churn.core import distributed, seeds
from churn.core.models.inputs import Scaling
from churn.core.models.mlp import Mlp
from churn.core.step import Step
from churn.core.tensors import Resident, permutation
from churn.core.train import TrainSettings, fit

BATCH = 256
NETWORK: dict[str, Any] = sample.TINY["mlp"] | {"dropout": 0.0}


def main(folder: Path) -> None:
    """Write `gradient.pt` and `history.json`, from the first process."""
    device = distributed.local("cpu")
    rows, labels = sample.labelled(2000)
    with seeds.reproducible(), distributed.group(device) as group:
        torch.manual_seed(0)
        network = Mlp(Scaling.learn(rows), **NETWORK)
        step = Step(network, group, precision="fp32", learning_rate=0.01, weight_decay=0.0, steps=8)
        part = BATCH // group.size
        order = permutation(len(rows), 0, 1, device)[:BATCH][group.rank * part :][:part]
        step.gradient(Resident.of(rows, labels, device), order)
        settings = TrainSettings(network=NETWORK, epochs=2, batch_rows=BATCH, learning_rate=0.01, checkpoints=folder)
        fitted = fit(rows, labels, rows, labels, settings)
        if group.rank == 0:
            torch.save({name: weight.grad for name, weight in network.named_parameters()}, folder / "gradient.pt")
            history = {"size": group.size, "epochs": [asdict(epoch) for epoch in fitted.history]}
            (folder / "history.json").write_text(json.dumps(history))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
