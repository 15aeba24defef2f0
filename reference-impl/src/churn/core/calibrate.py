"""Calibration: from scores that order customers to probabilities that are true on average."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, Self

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Method = Literal["platt", "isotonic"]
# Newton's steps for two parameters; the likelihood is concave, a handful suffices.
_STEPS = 50
_CONVERGED = 1e-10
_SMALLEST = 1e-12


@dataclass(frozen=True)
class Platt:
    """A logistic curve over the logit of a score: it keeps the order, and needs few rows."""

    slope: float
    intercept: float

    @classmethod
    def learn(cls, scores: Floats, labels: NDArray[Any]) -> Self:
        """Fit by Newton's method, to targets that are drawn in by one observation of each class.

        Platt, "Probabilistic Outputs for Support Vector Machines", 1999; Lin, Lin and Weng, 2007, for the method.
        """
        positives = float(np.sum(labels))
        negatives = len(labels) - positives
        targets = np.where(labels > 0, (positives + 1) / (positives + 2), 1 / (negatives + 2))
        design = np.stack([_logit(scores), np.ones(len(scores))], axis=1)

        def loss(weights: Floats) -> float:
            logits = design @ weights
            return float(np.sum(np.logaddexp(0, logits) - targets * logits))

        # From no slope at all, and never uphill: full steps from elsewhere may run away.
        weights = np.array([0.0, np.log((positives + 1) / (negatives + 1))])
        for _ in range(_STEPS):
            fitted = _sigmoid(design @ weights)
            curvature = (design * (fitted * (1 - fitted))[:, None]).T @ design + _SMALLEST * np.eye(2)
            step = np.linalg.solve(curvature, design.T @ (fitted - targets))
            while loss(weights - step) > loss(weights) and np.abs(step).max() > _CONVERGED:
                step = step / 2
            weights = weights - step
            if np.abs(step).max() <= _CONVERGED:
                break
        return cls(float(weights[0]), float(weights[1]))

    def apply(self, scores: Floats) -> Floats:
        """Return calibrated probabilities (n,), none of them certain."""
        return np.clip(_sigmoid(self.slope * _logit(scores) + self.intercept), _SMALLEST, 1 - _SMALLEST)

    def to_dict(self) -> dict[str, Any]:
        """Return what `read` takes."""
        return {"method": "platt", "slope": self.slope, "intercept": self.intercept}


@dataclass(frozen=True)
class Isotonic:
    """A rising line through knots: any shape, at the price of more rows. `scores` and `values`: (k,), ascending."""

    scores: tuple[float, ...]
    values: tuple[float, ...]

    @classmethod
    def learn(cls, scores: Floats, labels: NDArray[Any]) -> Self:
        """Fit by pooling adjacent violators (Barlow et al., 1972); between knots the line is straight.

        The ends are kept off 0 and 1 by half an observation, for a log loss that is finite.
        """
        distinct, inverse, counts = np.unique(scores, return_inverse=True, return_counts=True)
        means = np.bincount(inverse, weights=labels) / counts
        values = _pool(means, counts.astype(np.float64))
        margin = 0.5 / (len(scores) + 1)
        values = np.clip(values, margin, 1 - margin)
        # Inside a level stretch the knots add nothing.
        edge = np.r_[True, values[1:] != values[:-1]] | np.r_[values[1:] != values[:-1], True]
        return cls(tuple(distinct[edge].tolist()), tuple(values[edge].tolist()))

    def apply(self, scores: Floats) -> Floats:
        """Return calibrated probabilities (n,); scores beyond the knots get the value of the last one."""
        return np.interp(scores, self.scores, self.values)

    def to_dict(self) -> dict[str, Any]:
        """Return what `read` takes."""
        return {"method": "isotonic", "scores": list(self.scores), "values": list(self.values)}


Calibration = Platt | Isotonic


def learn(method: Method, scores: Floats, labels: NDArray[Any]) -> Calibration:
    """Fit a calibration on rows that no member was trained on. Raises ValueError if there is one class only."""
    if not 0 < np.sum(labels) < len(labels):
        raise ValueError("calibration: needs rows of both classes; take a longer period")
    return (Platt if method == "platt" else Isotonic).learn(scores, np.asarray(labels))


def read(content: Mapping[str, Any]) -> Calibration:
    """Read what `to_dict` wrote. Raises ValueError, KeyError or TypeError for what is none."""
    if content["method"] == "platt":
        slope, intercept = float(content["slope"]), float(content["intercept"])
        if not (np.isfinite(slope) and np.isfinite(intercept)):
            raise ValueError("calibration: slope and intercept are no numbers")
        return Platt(slope, intercept)
    if content["method"] != "isotonic":
        raise ValueError(f"calibration: unknown method {content['method']!r}")
    scores, values = np.array(content["scores"], np.float64), np.array(content["values"], np.float64)
    if scores.ndim != 1 or scores.shape != values.shape or not len(scores):
        raise ValueError("calibration: scores and values differ in length")
    rising = np.all(np.diff(scores) > 0) and np.all(np.diff(values) >= 0)
    if not (rising and values[0] >= 0 and values[-1] <= 1):
        raise ValueError("calibration: knots do not rise from 0 to 1")
    return Isotonic(tuple(scores.tolist()), tuple(values.tolist()))


def _pool(means: Floats, weights: Floats) -> Floats:
    """Return the rising sequence that is nearest to `means` in weighted squares."""
    levels: list[tuple[float, float, int]] = []
    for mean, weight in zip(means.tolist(), weights.tolist(), strict=True):
        level = (mean, weight, 1)
        while levels and levels[-1][0] >= level[0]:
            mean_before, weight_before, length = levels.pop()
            together = weight_before + level[1]
            level = ((mean_before * weight_before + level[0] * level[1]) / together, together, length + level[2])
        levels.append(level)
    return np.repeat([level[0] for level in levels], [level[2] for level in levels])


def _logit(scores: Floats) -> Floats:
    inside = np.clip(scores, _SMALLEST, 1 - _SMALLEST)
    return np.log(inside) - np.log1p(-inside)


def _sigmoid(logits: Floats) -> Floats:
    return 0.5 * (1 + np.tanh(0.5 * logits))
