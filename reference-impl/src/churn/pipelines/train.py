"""Stage `train`: the two networks on the training months; the validation months choose the epoch."""

import os
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import Any, Final

import torch

from churn import boundary
from churn.core import artifact
from churn.core.train import Epoch, TrainSettings, fit
from churn.pipelines import documents, params
from churn.pipelines.tables import read

MODELS: Final = Path("models")
HISTORY: Final = Path("reports/history.json")
LOSSES: Final = Path("reports/losses.json")
"""Where each training ended: what a re-run has to come to as well."""
CHECKPOINTS: Final = Path("state/checkpoints")
"""Survives an interrupted run, and is removed at the end of one that was not."""


def settings(chosen: params.Params) -> dict[str, TrainSettings]:
    """Return the training that params.yaml describes, for each network."""
    mlp, ftt = chosen.model.mlp, chosen.model.ftt
    shared: dict[str, Any] = {"seed": chosen.seed}
    return {
        "mlp": TrainSettings(
            kind="mlp", network={"embedding": mlp.embedding, "width": mlp.width, "depth": mlp.depth},
            epochs=mlp.epochs, batch_rows=mlp.batch, learning_rate=mlp.learning_rate,
            checkpoints=CHECKPOINTS / "mlp", **shared,
        ),
        "ftt": TrainSettings(
            kind="ftt", network={"width": ftt.width, "blocks": ftt.blocks, "heads": ftt.heads, "hidden": ftt.hidden},
            epochs=ftt.epochs, batch_rows=ftt.batch, learning_rate=ftt.learning_rate,
            checkpoints=CHECKPOINTS / "ftt", **shared,
        ),
    }  # fmt: skip


def train(chosen: params.Params, device: str, root: Path = Path()) -> None:
    """Train both networks and write them, with the course of their training, unless another process of the run does."""
    data, valid = read("train", root), read("valid", root)
    history = {}
    for name, one in settings(chosen).items():
        tell = partial(_tell, name)
        fitted = fit(data.batch, data.labels, valid.batch, valid.labels, one, device, on_epoch=tell)
        history[name] = [{"train_loss": e.train_loss, "valid_loss": e.valid_loss} for e in fitted.history]
        if _first():
            artifact.save(fitted.model, root / MODELS / name, metrics={"valid_loss": fitted.best.valid_loss})
    if _first():
        documents.write_json(history, root / HISTORY)
        documents.write_json({name: epochs[-1] for name, epochs in history.items()}, root / LOSSES)


def device() -> str:
    """Return where to train: CHURN_DEVICE, or a GPU if there is one."""
    wanted = os.environ.get("CHURN_DEVICE", "auto")
    return ("cuda" if torch.cuda.is_available() else "cpu") if wanted == "auto" else wanted


def _tell(name: str, epoch: Epoch) -> None:
    speed = f"{epoch.rows_per_second:,.0f} rows/s"
    documents.say(f"{name}: epoch {epoch.number}, loss {epoch.train_loss:.4f}, valid {epoch.valid_loss:.4f}, {speed}")


def _first() -> bool:
    return os.environ.get("RANK", "0") == "0"


def main() -> None:
    """Run the stage; on a machine with several GPUs, in a process for each."""
    place = device()
    if place == "cuda" and torch.cuda.device_count() > 1 and "RANK" not in os.environ:
        launcher = [sys.executable, "-m", "torch.distributed.run", "--standalone"]
        words = [*launcher, f"--nproc-per-node={torch.cuda.device_count()}", "-m", "churn.pipelines.train"]
        raise SystemExit(subprocess.run(words, check=False).returncode)
    train(params.load(), place)


if __name__ == "__main__":
    boundary.run(main)
