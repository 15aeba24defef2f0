"""One step of training: forward, backward, update. It never waits for the device."""

import math
from typing import Final

import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.nn.parallel import DistributedDataParallel

from churn.core.distributed import Group
from churn.core.predict import Precision
from churn.core.tensors import Resident

WARM_UP: Final = 0.05
"""The share of all steps in which the learning rate rises, before it falls along a cosine."""


class Step:
    """The network with its optimizer, for a run of `steps` steps in all."""

    def __init__(
        self,
        network: nn.Module,
        group: Group,
        *,
        precision: Precision,
        learning_rate: float,
        weight_decay: float,
        steps: int,
    ) -> None:
        self.device = next(network.parameters()).device
        self.network = DistributedDataParallel(network, broadcast_buffers=False) if group.size > 1 else network
        self.precision = precision
        self.learning_rate, self.steps = learning_rate, steps
        self.optimizer = torch.optim.AdamW(
            _by_decay(network, weight_decay), lr=learning_rate, weight_decay=0.0, fused=True
        )
        self.total = torch.zeros((), dtype=torch.float64, device=self.device)
        self._loss = self.loss

    def compile(self, *, graphs: bool) -> None:
        """Compile the loss; `graphs` records CUDA graphs, for networks whose kernels are shorter than their launch."""
        self._loss = torch.compile(self.loss, mode="reduce-overhead" if graphs else "default")

    def loss(self, numeric: Tensor, categorical: Tensor, labels: Tensor) -> Tensor:
        """Return the mean log loss of rows, in float32 whatever the precision of the network."""
        with torch.autocast(self.device.type, torch.bfloat16, enabled=self.precision == "bf16"):
            logits = self.network(numeric, categorical)
        return functional.binary_cross_entropy_with_logits(logits.float(), labels.float())

    def run(self, table: Resident, index: Tensor, number: int) -> None:
        """Take step `number`, counted from 0 over all epochs, on the rows of an index; its loss is added to `total`."""
        for parameters in self.optimizer.param_groups:
            parameters["lr"] = self.rate(number)
        self.gradient(table, index)
        self.optimizer.step()

    def gradient(self, table: Resident, index: Tensor) -> None:
        """Compute the gradient of the mean loss over the rows of an index, over all processes."""
        self.optimizer.zero_grad(set_to_none=True)
        loss = self._loss(*table.rows(index))
        loss.backward()  # type: ignore[no-untyped-call]
        self.total += loss.detach()

    def rate(self, number: int) -> float:
        """Return the learning rate of a step."""
        warm_up = max(1.0, WARM_UP * self.steps)
        return self.learning_rate * min((number + 1) / warm_up, 0.5 * (1 + math.cos(math.pi * number / self.steps)))


def _by_decay(network: nn.Module, weight_decay: float) -> list[dict[str, object]]:
    """Let only the matrices of layers decay: embeddings, biases and norms are few, and shrinking them loses signal."""
    layers = [module.weight for module in network.modules() if isinstance(module, nn.Linear)]
    known = {id(weight) for weight in layers}
    others = [parameter for parameter in network.parameters() if id(parameter) not in known]
    return [{"params": layers, "weight_decay": weight_decay}, {"params": others, "weight_decay": 0.0}]
