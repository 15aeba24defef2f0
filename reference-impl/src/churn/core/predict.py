"""What a model is to those who use it, and a neural network as such a model."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from churn.core.encode import Batch

Scores = NDArray[np.float64]
Arrays = dict[str, NDArray[Any]]
Precision = Literal["fp32", "bf16"]
# Rows scored at a time: on a CPU their activations stay in its cache, more than twice as fast; a GPU wants many.
CHUNK_ROWS = {"cpu": 512, "cuda": 1 << 16}


class Model(Protocol):
    """A trained model. Its state does not change when it scores, so threads may share it."""

    @property
    def kind(self) -> str:
        """mlp, ftt, trees or composite."""
        ...

    @property
    def members(self) -> Mapping[str, "Model"]:
        """The models that a composite is made of, by name; empty for all others."""
        ...

    def predict(self, batch: Batch) -> Scores:
        """Return the probability of churn of each row: float64 (n,), between 0 and 1."""
        ...


@dataclass(frozen=True)
class NeuralModel:
    """A network on a device, as a model. `settings` are the arguments that build the network anew."""

    kind: str
    network: nn.Module
    settings: Mapping[str, Any]
    device: torch.device = field(default_factory=lambda: torch.device("cpu"))
    precision: Precision = "fp32"
    members: Mapping[str, Model] = field(default_factory=dict, init=False)

    def predict(self, batch: Batch) -> Scores:
        """Score rows in pieces of bounded memory; NaN and unknown categories are part of what networks learn."""
        rows = CHUNK_ROWS[self.device.type]
        pieces = [
            self.logits(
                torch.from_numpy(batch.numeric[start : start + rows]).to(self.device),
                torch.from_numpy(batch.categorical[start : start + rows]).to(self.device),
            )
            for start in range(0, len(batch), rows)
        ]
        if not pieces:
            return np.empty(0)
        return torch.sigmoid(torch.cat(pieces).double()).cpu().numpy()

    @torch.inference_mode()
    def logits(self, numeric: Tensor, categorical: Tensor) -> Tensor:
        """Return float32 logits (n,) of rows that are on the device already."""
        with torch.autocast(self.device.type, torch.bfloat16, enabled=self.precision == "bf16"):
            return self.network(numeric, categorical).float()  # type: ignore[no-any-return]

    def arrays(self) -> Arrays:
        """Return the weights by name, on the CPU."""
        return {name: weight.detach().cpu().numpy() for name, weight in self.network.state_dict().items()}
