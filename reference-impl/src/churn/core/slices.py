"""How a model treats groups: measures of each, and the two distances that a fairness gate looks at."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from churn.core import evaluate

Floats = NDArray[np.float64]
SELECTED_SHARE: Final = 0.1
"""The share of all customers that a retention offer reaches: selected are those with the highest scores."""
MIN_CLASS: Final = 50
"""Fewer rows of one class than this give a group no AUC: its standard error would be near 0.04."""


@dataclass(frozen=True)
class SliceMetrics:
    """One group: `auc` and its standard error (none if too few rows of a class), rates, and the share selected."""

    name: str
    n: int
    positives: int
    auc: float | None
    auc_error: float | None
    mean_score: float
    observed_rate: float
    selection_rate: float


def by(
    labels: NDArray[Any],
    scores: Floats,
    groups: Sequence[str] | NDArray[Any],
    *,
    selected_share: float = SELECTED_SHARE,
) -> list[SliceMetrics]:
    """Measure each group, sorted by name; selection takes place over all groups together."""
    names = np.asarray(groups)
    if not len(names) == len(scores) == len(labels):
        raise evaluate.NotMeasurable(f"groups: {len(names)}, scores: {len(scores)}, labels: {len(labels)}; must agree")
    threshold = np.quantile(scores, 1 - selected_share, method="higher")
    selected = scores >= threshold
    return [
        _slice(str(name), labels[names == name], scores[names == name], selected[names == name])
        for name in np.unique(names)
    ]


def _slice(name: str, labels: NDArray[Any], scores: Floats, selected: NDArray[np.bool_]) -> SliceMetrics:
    positives = int(np.sum(labels))
    negatives = len(labels) - positives
    area = evaluate.auc(labels, scores) if min(positives, negatives) >= MIN_CLASS else None
    return SliceMetrics(
        name=name,
        n=len(labels),
        positives=positives,
        auc=area,
        auc_error=None if area is None else auc_error(area, positives, negatives),
        mean_score=float(np.mean(scores)),
        observed_rate=positives / len(labels),
        selection_rate=float(np.mean(selected)),
    )


def auc_error(area: float, positives: int, negatives: int) -> float:
    """Return the standard error of an AUC (Hanley and McNeil, 1982, equation 2)."""
    both_positive = area / (2 - area)
    both_negative = 2 * area**2 / (1 + area)
    variance = (
        area * (1 - area) + (positives - 1) * (both_positive - area**2) + (negatives - 1) * (both_negative - area**2)
    ) / (positives * negatives)
    return float(np.sqrt(variance))


def auc_gap(slices: Sequence[SliceMetrics]) -> float:
    """Return the distance of the highest and the lowest AUC; 0 if fewer than two groups have one."""
    areas = [one.auc for one in slices if one.auc is not None]
    return max(areas) - min(areas) if areas else 0.0


def selection_ratio(slices: Sequence[SliceMetrics]) -> float:
    """Return the lowest selection rate over the highest, among groups large enough for an AUC; 1 if nobody is selected.

    Under 0.8 counts as adverse impact in the four-fifths rule (Uniform Guidelines, 29 CFR 1607.4 D, 1978).
    """
    rates = [one.selection_rate for one in slices if one.auc is not None]
    return min(rates) / max(rates) if rates and max(rates) > 0 else 1.0
