"""Who the simulated customers are, and what they carry from month to month."""

from dataclasses import dataclass, fields
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from churn.core.spec import CATEGORICAL

Floats = NDArray[np.floating[Any]]
Codes = NDArray[np.uint8]

SHARES: Final = {
    "gender": (0.49, 0.49, 0.02),
    "region": (0.2, 0.17, 0.15, 0.13, 0.11, 0.1, 0.08, 0.06),
    "plan": (0.3, 0.35, 0.22, 0.13),
    "contract": (0.5, 0.33, 0.17),
    "payment": (0.4, 0.3, 0.18, 0.12),
    "channel": (0.32, 0.25, 0.15, 0.12, 0.09, 0.07),
    "device": (0.45, 0.12, 0.2, 0.15, 0.08),
}
SHIFTED: Final = {**SHARES, "channel": (0.12, 0.42, 0.05, 0.06, 0.28, 0.07), "device": (0.65, 0.1, 0.1, 0.07, 0.08)}
"""The mix that a covariate drift moves to: more customers of the app and of partners."""
STANDING: Final = (0.32, 0.37, 0.31)
"""Contracts of those who are there: long ones keep their customers, so they are more than among new customers."""
LASTING: Final = np.array([10.0, 16.0, 27.0])
"""Mean months that a customer has been there, by contract: what a long simulation settles at."""
PLAN_PRICE: Final = np.array([12.0, 20.0, 32.0, 55.0])
TERM: Final = np.array([0, 12, 24], np.int16)
WINDOW: Final = 6


@dataclass
class Population:
    """The state of one shard: every array has one entry per slot; a slot whose customer leaves gets a new one."""

    customer: NDArray[np.int64]
    age: Floats
    household: NDArray[np.int16]
    gender: Codes
    region: Codes
    plan: Codes
    contract: Codes
    payment: Codes
    channel: Codes
    device: Codes
    tenure: NDArray[np.int16]
    earlier: NDArray[np.int16]  # months between the household's first subscription and this one
    satisfaction: Floats  # hidden; AR(1) with mean 0 and variance 1
    carelessness: Floats  # hidden; how likely payments are late
    appetite: Floats  # log of the usual usage
    promo: Codes
    promo_left: NDArray[np.int16]
    contract_left: NDArray[np.int16]
    topic: Codes
    outages: NDArray[np.int16]  # of this month
    charges: Floats  # (4, n): this month, and the three before
    usage: Floats  # (4, n)
    tickets: NDArray[np.int16]  # (3, n)
    late: NDArray[np.int16]  # (6, n)

    def replace(self, slots: NDArray[np.intp], other: "Population") -> None:
        """Put other customers into some slots."""
        for field in fields(self):
            getattr(self, field.name)[..., slots] = getattr(other, field.name)


def draw(rng: np.random.Generator, first: int, n: int, *, new: bool, shift: float = 0.0) -> Population:
    """Draw n customers with ids from `first` on: new ones, or ones that have been there for some time.

    `shift` in [0, 1] moves ages, channels and devices towards another mix.
    """
    code = {name: _codes(rng, n, name, shift) for name in SHARES}
    age = np.clip(18 + rng.gamma(3.0, 9.0 - 4.0 * shift, n), 18, 95).round()
    if not new:
        code["contract"] = _pick(rng, n, np.array(STANDING))
    tenure = np.zeros(n) if new else np.minimum(rng.exponential(LASTING[code["contract"]]), 240)
    back = rng.random(n) < 0.2
    charge = (PLAN_PRICE[code["plan"]] * np.exp(rng.normal(0, 0.25, n))).round(2)
    appetite = rng.normal(0.6, 0.5, n)
    usage = np.exp(appetite).round(3)
    term = TERM[code["contract"]]
    return Population(
        customer=np.arange(first, first + n, dtype=np.int64),
        age=age,
        household=np.minimum(1 + rng.poisson(1.1, n), 8).astype(np.int16),
        tenure=tenure.astype(np.int16),
        earlier=np.where(back, rng.integers(1, 60, n), 0).astype(np.int16),
        satisfaction=rng.normal(0.2, 1.0, n),
        carelessness=rng.normal(0.0, 1.0, n),
        appetite=appetite,
        promo=np.zeros(n, np.uint8),
        promo_left=np.zeros(n, np.int16),
        contract_left=term if new else (rng.integers(0, 24, n) % np.maximum(term, 1)).astype(np.int16),
        topic=np.zeros(n, np.uint8),
        outages=np.zeros(n, np.int16),
        charges=np.repeat(charge[None], 4, axis=0),
        usage=np.repeat(usage[None], 4, axis=0),
        tickets=np.zeros((3, n), np.int16),
        late=np.zeros((WINDOW, n), np.int16),
        **code,
    )


def _codes(rng: np.random.Generator, n: int, name: str, shift: float) -> Codes:
    shares = (1 - shift) * np.array(SHARES[name]) + shift * np.array(SHIFTED[name])
    assert len(shares) == len(CATEGORICAL[name])
    return _pick(rng, n, shares)


def _pick(rng: np.random.Generator, n: int, shares: Floats) -> Codes:
    return np.searchsorted(np.cumsum(shares)[:-1], rng.random(n), side="right").astype(np.uint8)
