"""What both networks begin with: scaled numbers, and one embedding for each feature."""

from dataclasses import dataclass
from typing import Self

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from churn.core import spec
from churn.core.encode import Batch

NUMBERS = len(spec.NUMERIC)
# One place more than there are categories: the reserved code of the unknown.
WIDTHS = tuple(len(categories) + 1 for categories in spec.CATEGORICAL.values())
FEATURES = NUMBERS + len(WIDTHS)
# An exponential distribution has skewness 2: what is more skewed has a heavy tail, and is scaled by its logarithm.
HEAVY_TAIL = 2.0
# Values further out, in standard deviations, tell no more than that they are far out; keeps activations finite.
LIMIT = 10.0
# A feature that spreads less than this is constant.
CONSTANT = 1e-6
# So many rows, evenly over the table, tell a mean to a thousandth of its spread: all of ten million tell no more.
SCALING_ROWS = 500_000


@dataclass(frozen=True, eq=False)
class Scaling:
    """Centre, spread and kind of each number's distribution, learned from training rows alone. All arrays (18,)."""

    centre: NDArray[np.float32]
    spread: NDArray[np.float32]
    heavy: NDArray[np.bool_]

    @classmethod
    def neutral(cls) -> Self:
        """Return a scaling that changes nothing, to be overwritten by loaded weights."""
        return cls(np.zeros(NUMBERS, np.float32), np.ones(NUMBERS, np.float32), np.zeros(NUMBERS, np.bool_))

    @classmethod
    def learn(cls, batch: Batch) -> Self:
        """Measure the training rows, without their missing values; a constant feature keeps spread 1."""
        stride = max(1, len(batch) // SCALING_ROWS)
        values = batch.numeric[::stride].astype(np.float64)
        heavy = np.abs(_skewness(values)) > HEAVY_TAIL
        values = np.where(heavy, np.sign(values) * np.log1p(np.abs(values)), values)
        mean, deviation = _moments(values)
        spread = np.where(deviation > CONSTANT, deviation, 1.0)
        return cls(mean.astype(np.float32), spread.astype(np.float32), heavy)


def _moments(values: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    present = np.maximum(np.sum(~np.isnan(values), axis=0), 1)
    mean = np.nansum(values, axis=0) / present
    return mean, np.sqrt(np.nansum((values - mean) ** 2, axis=0) / present)


def _skewness(values: NDArray[np.float64]) -> NDArray[np.float64]:
    mean, deviation = _moments(values)
    present = np.maximum(np.sum(~np.isnan(values), axis=0), 1)
    third = np.nansum((values - mean) ** 3, axis=0) / present
    skewness: NDArray[np.float64] = third / np.maximum(deviation, CONSTANT) ** 3
    return skewness


class Tokens(nn.Module):
    """One vector for each feature: numeric (n, 18) and categorical (n, 9) become tokens (n, 27, width).

    A number x becomes x w + b, a missing one m + b, with w, b and m learned for each feature (Gorishniy et al.,
    "Revisiting Deep Learning Models for Tabular Data", 2021, section 3.3; m is an addition).
    """

    def __init__(self, width: int, scaling: Scaling) -> None:
        super().__init__()
        self.register_buffer("centre", torch.from_numpy(scaling.centre.copy()))
        self.register_buffer("spread", torch.from_numpy(scaling.spread.copy()))
        self.register_buffer("heavy", torch.from_numpy(scaling.heavy.copy()))
        places = torch.arange(sum(WIDTHS), dtype=torch.int64)
        starts = torch.tensor([sum(WIDTHS[:position]) for position in range(len(WIDTHS))])
        self.register_buffer("places", places, persistent=False)
        self.register_buffer("starts", starts, persistent=False)
        bound = width**-0.5
        self.slope = nn.Parameter(torch.empty(NUMBERS, width).uniform_(-bound, bound))
        self.missing = nn.Parameter(torch.empty(NUMBERS, width).uniform_(-bound, bound))
        self.table = nn.Parameter(torch.empty(sum(WIDTHS), width).uniform_(-bound, bound))
        self.bias = nn.Parameter(torch.empty(FEATURES, width).uniform_(-bound, bound))

    centre: Tensor
    spread: Tensor
    heavy: Tensor
    places: Tensor
    starts: Tensor

    def forward(self, numeric: Tensor, categorical: Tensor) -> Tensor:
        """Scale and embed."""
        absent = torch.isnan(numeric)
        values = torch.nan_to_num(numeric)
        values = torch.where(self.heavy, torch.sign(values) * torch.log1p(torch.abs(values)), values)
        values = ((values - self.centre) / self.spread).clamp(-LIMIT, LIMIT).masked_fill(absent, 0.0)
        numbers = values.unsqueeze(-1) * self.slope + absent.unsqueeze(-1) * self.missing
        # A product with one-hot rows instead of a lookup: its gradient is a product too, so that no order of atomic
        # additions on a GPU decides its last bits. With 50 categories in all this costs under 1 % of a step.
        one_hot = ((categorical + self.starts).unsqueeze(-1) == self.places).to(self.table.dtype)
        return torch.cat([numbers, one_hot @ self.table], dim=1) + self.bias
