"""Two processes compute what one does."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import torch
from tests.model import ddp_worker

ROOT = Path(__file__).parents[2]


def start(processes: int, folder: Path) -> tuple[dict[str, torch.Tensor], dict[str, Any]]:
    folder.mkdir()
    command = [sys.executable, "-m", "torch.distributed.run", "--standalone", f"--nproc-per-node={processes}"]
    subprocess.run(
        [*command, "-m", "tests.model.ddp_worker", str(folder)],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}", "OMP_NUM_THREADS": "1"},
        check=True,
        capture_output=True,
        timeout=120,
    )
    gradient = torch.load(folder / "gradient.pt", weights_only=True)
    return gradient, json.loads((folder / "history.json").read_text())


def test_two_processes_compute_the_gradient_and_the_losses_of_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("WORLD_SIZE", raising=False)
    (tmp_path / "one").mkdir()
    ddp_worker.main(tmp_path / "one")
    one = torch.load(tmp_path / "one" / "gradient.pt", weights_only=True)
    losses = json.loads((tmp_path / "one" / "history.json").read_text())
    two, losses_of_two = start(2, tmp_path / "two")
    assert (losses["size"], losses_of_two["size"]) == (1, 2)
    assert one.keys() == two.keys()
    assert max(float((one[name] - two[name]).abs().max()) for name in one) < 1e-6
    assert max(float(gradient.abs().max()) for gradient in one.values()) > 1e-3
    for alone, together in zip(losses["epochs"], losses_of_two["epochs"], strict=True):
        assert together["train_loss"] == pytest.approx(alone["train_loss"], abs=1e-4)
        assert together["valid_loss"] == pytest.approx(alone["valid_loss"], abs=1e-4)
