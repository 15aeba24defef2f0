"""The state of an unfinished run on disk, so that an interrupted run goes on as if nothing had happened."""

import hashlib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from churn.core import spec
from churn.core.tensors import Resident


@dataclass(frozen=True)
class Checkpoint:
    """A file in a folder, named after everything that the run depends on: another run does not find it."""

    path: Path

    @classmethod
    def of(cls, folder: Path, identity: str, tables: Iterable[Resident]) -> "Checkpoint":
        """Name the file after settings, feature specification, torch's version and every byte of the data."""
        digest = hashlib.blake2b(f"{identity} {spec.digest()} {torch.__version__}".encode(), digest_size=16)
        for table in tables:
            for tensor in (table.numeric, table.categorical, table.labels):
                digest.update(tensor.cpu().numpy().data)
        return cls(folder / f"{digest.hexdigest()}.pt")

    def save(self, state: dict[str, Any]) -> None:
        """Replace the file as a whole: an interruption while writing leaves the one before."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = self.path.with_suffix(f".{os.getpid()}")
        torch.save(state, unfinished)
        unfinished.replace(self.path)

    def load(self, device: torch.device) -> dict[str, Any] | None:
        """Return what was saved, or nothing. Only tensors and plain values are read, no objects."""
        if not self.path.exists():
            return None
        state: dict[str, Any] = torch.load(self.path, map_location=device, weights_only=True)
        return state

    def remove(self) -> None:
        """Forget the run, after it ended."""
        self.path.unlink(missing_ok=True)
