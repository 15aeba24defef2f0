"""Sticky routes: a customer's hash lies in the interval of one role, and stays there while its weight grows."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from churn.ops.release import Release, Route

_SALT = np.uint64(0x9E3779B97F4A7C15)  # another salt deals all customers anew: an experiment would start over


@dataclass(frozen=True)
class Router:
    """Which role answers a customer.

    The canary holds [0, w) and the challenger [1 - w, 1): whoever met the canary at 5 % still meets it at 25 %, and the
    two never overlap. The champion answers the rest. A shadow answers nobody and is not in here.
    """

    canary: float = 0.0
    challenger: float = 0.0

    @classmethod
    def of(cls, release: Release) -> "Router":
        """Return the router for the weights of a release."""
        canary, challenger = release.get("canary"), release.get("challenger")
        return cls(canary.weight if canary else 0.0, challenger.weight if challenger else 0.0)

    def split(self, customers: Sequence[int] | NDArray[np.int64]) -> dict[Route, NDArray[np.intp]]:
        """Return the positions of the customers of each role that answers any of them."""
        if not (self.canary or self.challenger):
            return {"champion": np.arange(len(customers))}
        places = buckets(customers)
        in_canary, in_challenger = places < self.canary, places >= 1 - self.challenger
        parts: dict[Route, NDArray[np.intp]] = {
            "champion": np.flatnonzero(~(in_canary | in_challenger)),
            "challenger": np.flatnonzero(in_challenger),
            "canary": np.flatnonzero(in_canary),
        }
        return {route: positions for route, positions in parts.items() if len(positions)}


def buckets(customers: Sequence[int] | NDArray[np.int64]) -> NDArray[np.float64]:
    """Return each customer's place in [0, 1), equal on every server and for every release.

    The finalizer of SplitMix64 (Steele, Lea and Flood, 2014): a bijection, so that neighbours spread evenly.
    """
    mixed = np.asarray(customers, dtype=np.int64).view(np.uint64) + _SALT
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return (mixed ^ (mixed >> np.uint64(31))).astype(np.float64) / 2.0**64 * (1 - 2**-53)
