"""A whole table on the device: 82 bytes a row, so that no step waits for data."""

from dataclasses import dataclass
from typing import Any, Self

import torch
from numpy.typing import NDArray
from torch import Tensor

from churn.core.encode import Batch
from churn.core.seeds import derive


@dataclass(frozen=True)
class Resident:
    """Numeric float32 (n, 18), categorical uint8 (n, 9) and labels uint8 (n,), all on one device."""

    numeric: Tensor
    categorical: Tensor
    labels: Tensor

    @classmethod
    def of(cls, batch: Batch, labels: NDArray[Any], device: torch.device) -> Self:
        """Move a batch and its labels, 0 or 1. Raises ValueError for other labels, or another number of them."""
        if labels.shape != (len(batch),) or not bool(((labels == 0) | (labels == 1)).all()):
            raise ValueError(f"labels: {labels.shape}, expected ({len(batch)},) of 0 and 1; look at the target column")
        return cls(
            torch.from_numpy(batch.numeric).to(device),
            torch.from_numpy(batch.categorical).to(device),
            torch.from_numpy(labels.astype("uint8")).to(device),
        )

    def __len__(self) -> int:
        return len(self.labels)

    def rows(self, index: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Gather rows by an index (b,) that lies on the device too; nothing passes through the host."""
        return (
            self.numeric.index_select(0, index),
            self.categorical.index_select(0, index),
            self.labels.index_select(0, index),
        )

    def slice(self, start: int, end: int) -> tuple[Tensor, Tensor, Tensor]:
        """Return consecutive rows; copies nothing."""
        return self.numeric[start:end], self.categorical[start:end], self.labels[start:end]


def permutation(rows: int, seed: int, epoch: int, device: torch.device) -> Tensor:
    """Return the order of an epoch, int64 (rows,), drawn on the device: the same for every process of a run."""
    generator = torch.Generator(device).manual_seed(derive(seed, epoch))
    return torch.randperm(rows, generator=generator, device=device)
