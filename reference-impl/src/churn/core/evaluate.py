"""How good scores are: their order, their calibration, and how sure that is. Formulas on arrays, with their sources."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
BINS: Final = 15
"""Bins of the calibration error, as many as in Guo et al., "On Calibration of Modern Neural Networks", 2017."""
RESAMPLES: Final = 200
CONFIDENCE: Final = 0.95
# As far from 0 and 1 as a float64 can tell: a sure score that is wrong costs 36, not infinity.
_SMALLEST: Final = float(np.finfo(np.float64).eps)


class NotMeasurable(ValueError):
    """Labels and scores allow no such measure: says why, and what to do."""


@dataclass(frozen=True)
class Interval:
    """A value, and the percentile bootstrap interval of 95 % around it (Efron and Tibshirani, 1993, chapter 13)."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Metrics:
    """Measures of scores against labels; `auc_low` and `auc_high` bound the AUC with 95 % confidence."""

    auc: float
    auc_low: float
    auc_high: float
    average_precision: float
    log_loss: float
    brier: float
    ece: float
    n: int
    positives: int


def evaluate(
    labels: NDArray[Any],
    scores: Floats,
    weights: Floats | None = None,
    *,
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> Metrics:
    """Measure scores (n,), probabilities, against labels (n,), 0 or 1, with weights (n,) or all alike.

    Raises NotMeasurable for anything else, and where one class is absent.
    """
    labels, scores = _checked(labels, scores)
    weights = _weights(weights, len(scores))
    ranking = Ranking.of(labels, scores)
    area = _bootstrap(lambda counts: ranking.auc(weights * counts), len(scores), resamples, seed)
    losses = -np.log(np.clip(np.where(labels, scores, 1 - scores), _SMALLEST, 1 - _SMALLEST))
    return Metrics(
        auc=area.value,
        auc_low=area.low,
        auc_high=area.high,
        average_precision=ranking.average_precision(weights),
        log_loss=float(np.average(losses, weights=weights)),
        # Brier, "Verification of forecasts expressed in terms of probability", 1950, for one class of two.
        brier=float(np.average((labels - scores) ** 2, weights=weights)),
        ece=calibration_error(labels, scores, weights),
        n=len(scores),
        positives=int(labels.sum()),
    )


def auc(labels: NDArray[Any], scores: Floats) -> float:
    """Return the area under the ROC curve alone. Raises NotMeasurable like `evaluate`."""
    labels, scores = _checked(labels, scores)
    return Ranking.of(labels, scores).auc(np.ones(len(scores)))


def auc_difference(
    labels: NDArray[Any], challenger: Floats, champion: Floats, *, resamples: int = RESAMPLES, seed: int = 0
) -> Interval:
    """Return how much higher the challenger's AUC is than the champion's, both on the same rows of each resample."""
    labels, challenger = _checked(labels, challenger)
    _, champion = _checked(labels, champion)
    new, old = Ranking.of(labels, challenger), Ranking.of(labels, champion)
    return _bootstrap(lambda counts: new.auc(counts) - old.auc(counts), len(labels), resamples, seed)


def calibration_error(labels: NDArray[Any], scores: Floats, weights: Floats | None = None, bins: int = BINS) -> float:
    """Return the expected calibration error: the mean distance of score and observed rate, over bins of equal mass.

    Naeini et al., "Obtaining Well Calibrated Probabilities Using Bayesian Binning", 2015. Bins of equal mass, not
    width: with few positives nearly all scores would fall in the lowest ones. Equal scores share a bin.
    """
    weights = _weights(weights, len(scores))
    edges = np.unique(np.quantile(scores, np.linspace(0, 1, bins + 1)[1:-1]))
    place = np.searchsorted(edges, scores, side="left")
    gaps = np.bincount(place, weights=weights * (scores - labels))
    return float(np.abs(gaps).sum() / weights.sum())


@dataclass(frozen=True)
class Ranking:
    """Rows from the highest score down, sorted once, measured often; `starts`: the first rows of equal scores."""

    order: NDArray[np.intp]
    starts: NDArray[np.intp]
    positive: NDArray[np.bool_]

    @classmethod
    def of(cls, labels: NDArray[Any], scores: Floats) -> Self:
        """Rank rows."""
        order = np.argsort(-scores, kind="stable")
        ranked = scores[order]
        return cls(order, np.flatnonzero(np.r_[True, ranked[1:] != ranked[:-1]]), labels[order] > 0)

    def _masses(self, weights: Floats) -> tuple[Floats, Floats]:
        """Return the weights of positives and of negatives at each distinct score, from the highest down."""
        weights = weights[self.order]
        positives = np.add.reduceat(np.where(self.positive, weights, 0.0), self.starts)
        return positives, np.add.reduceat(weights, self.starts) - positives

    def auc(self, weights: Floats) -> float:
        """Return how often a positive is above a negative, ties counting half; NaN if one class has no weight.

        Hanley and McNeil, "The Meaning and Use of the Area under a ROC Curve", 1982: the Mann-Whitney statistic.
        """
        positives, negatives = self._masses(weights)
        pairs = positives.sum() * negatives.sum()
        below = negatives.sum() - np.cumsum(negatives)
        return float(np.sum(positives * (below + 0.5 * negatives)) / pairs) if pairs > 0 else float("nan")

    def average_precision(self, weights: Floats) -> float:
        """Return the precision at each distinct score, weighted by the recall it adds (Davis and Goadrich, 2006)."""
        positives, negatives = self._masses(weights)
        flagged = np.cumsum(positives + negatives)
        precision = np.cumsum(positives) / np.where(flagged > 0, flagged, 1.0)
        return float(np.sum(positives * precision) / positives.sum())


def _bootstrap(measure: Callable[[Floats], float], rows: int, resamples: int, seed: int) -> Interval:
    """Measure the rows, then resamples of them: `measure` gets how often each row was drawn."""
    value = measure(np.ones(rows))
    if resamples == 0:
        return Interval(value, value, value)
    generator = np.random.Generator(np.random.PCG64(seed))
    drawn = (generator.integers(0, rows, rows) for _ in range(resamples))
    values = [measure(np.bincount(draw, minlength=rows).astype(np.float64)) for draw in drawn]
    low, high = np.nanquantile(values, [(1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2])
    return Interval(value, float(low), float(high))


def _checked(labels: NDArray[Any], scores: Floats) -> tuple[NDArray[np.uint8], Floats]:
    scores = np.asarray(scores, np.float64)
    if labels.shape != scores.shape or scores.ndim != 1:
        raise NotMeasurable(f"labels {labels.shape}, scores {scores.shape}: one of each is needed for every row")
    if not np.all((scores >= 0) & (scores <= 1)):
        raise NotMeasurable("scores: not all are probabilities, from 0 to 1; look at the model that gave them")
    if not np.all((labels == 0) | (labels == 1)):
        raise NotMeasurable("labels: not all are 0 or 1; look at the target column")
    if not 0 < np.sum(labels) < len(labels):
        raise NotMeasurable(f"labels: {int(np.sum(labels))} of {len(labels)} positive; measure a longer period")
    return np.asarray(labels, np.uint8), scores


def _weights(weights: Floats | None, rows: int) -> Floats:
    if weights is None:
        return np.ones(rows)
    if weights.shape != (rows,) or not np.all(weights >= 0):
        raise NotMeasurable(f"weights {weights.shape}: one that is not negative is needed for each of {rows} rows")
    return np.asarray(weights, np.float64)
