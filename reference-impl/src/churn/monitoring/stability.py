"""The population stability index: how far a distribution moved, in a number that does not grow with the rows."""

from typing import Any

import numpy as np
from numpy.typing import NDArray


def of_numbers(reference: NDArray[Any], current: NDArray[Any], bins: int = 10) -> float:
    """Return the index of numbers without NaN, over the reference's quantile bins; equal values share a bin."""
    edges = np.unique(np.quantile(reference, np.linspace(0, 1, bins + 1)[1:-1]))
    places = [np.searchsorted(edges, values, side="left") for values in (reference, current)]
    return of_codes(places[0], places[1], len(edges) + 1)


def of_codes(reference: NDArray[Any], current: NDArray[Any], categories: int) -> float:
    """Return the index of codes in [0, categories): the sum of (c - r) log(c / r) over the shares c and r.

    Siddiqi, "Credit Risk Scorecards", 2006, chapter 8: under 0.1 nothing changed, above 0.25 very much did. It is the
    symmetric Kullback-Leibler divergence. Half a row in an empty bin keeps it finite.
    """
    shares = [
        np.maximum(np.bincount(codes, minlength=categories), 0.5) / max(len(codes), 1) for codes in (reference, current)
    ]
    return float(np.sum((shares[1] - shares[0]) * np.log(shares[1] / shares[0])))
