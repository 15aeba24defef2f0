"""Performance on the labels that have arrived: order, calibration, log loss; each compared with what it ought to be.

The AUC alone would do harm: when everybody leaves more often, or for other reasons, it may even rise. So the mean score
is held against the observed rate, and the log loss against the one that the scores themselves promise.
"""

from dataclasses import dataclass
from datetime import date
from math import sqrt
from typing import Any, Final, Literal

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field

from churn.core import evaluate, labels
from churn.core.spec import CUSTOMER, MONTH, TARGET

Floats = NDArray[np.float64]
Measure = Literal["calibration", "log_loss", "auc"]
SCORE: Final = "score"


class PerformanceLimits(BaseModel):
    """When labels say that a model is worse than it was."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    min_rows: int = Field(1000, ge=100, description="labelled rows; fewer tell too little")
    min_positives: int = Field(50, ge=10, description="customers who left")
    min_known: float = Field(0.9, gt=0, le=1, description="share of labels known: those reported first are no sample")
    calibration_gap: float = Field(0.025, gt=0, lt=1, description="distance of mean score and observed rate")
    log_loss_excess: float = Field(0.04, gt=0, description="log loss above the one that the scores promise, in nats")
    auc_loss: float = Field(0.03, gt=0, lt=1, description="AUC below the champion's when it was evaluated")
    errors: float = Field(4.0, gt=0, description="standard errors that each has to be away besides: 1 in 16,000 looks")


@dataclass(frozen=True)
class Breach:
    """A measure that passed its limit."""

    measure: Measure
    value: float
    limit: float

    def __str__(self) -> str:
        return f"{self.measure}: {self.value:.4f}, limit {self.limit:.4f}"


@dataclass(frozen=True)
class Performance:
    """Measures of n labelled rows. `known` is the share of the scored rows whose labels had arrived."""

    metrics: evaluate.Metrics
    known: float
    mean_score: float
    observed_rate: float
    promised_log_loss: float
    breaches: tuple[Breach, ...]


def latest(scored: pa.Table) -> pa.Table:
    """Return customer, month and score of the last score of each customer and month; `scored` has the oldest first."""
    numbered = scored.append_column("row", pa.array(np.arange(scored.num_rows)))
    last = numbered.group_by([CUSTOMER, MONTH], use_threads=False).aggregate([("row", "max")])["row_max"]
    table = scored.take(last.combine_chunks()).select([CUSTOMER, MONTH, SCORE])
    return table.set_column(1, MONTH, table[MONTH].cast(pa.date32()))


def join(scored: pa.Table, labelled: pa.Table, now: date) -> pa.Table:
    """Return the scored rows whose label was available at `now`, with customer, month, score and target."""
    arrived = labels.known(labelled, now).select([CUSTOMER, MONTH, TARGET])
    found: pa.Table = scored.join(arrived, [CUSTOMER, MONTH], join_type="inner", use_threads=False)
    return found.sort_by([(MONTH, "ascending"), (CUSTOMER, "ascending")])


def measure(
    scored: pa.Table,
    labelled: pa.Table,
    now: date,
    *,
    reference_auc: float,
    limits: PerformanceLimits = PerformanceLimits(),  # noqa: B008 - frozen
) -> Performance:
    """Measure what is known at `now`. Raises NotMeasurable while too few labels have arrived."""
    asked = latest(scored)
    joined = join(asked, labelled, now)
    known = joined.num_rows / asked.num_rows if asked.num_rows else 0.0
    truth = joined[TARGET].to_numpy().astype(np.uint8)
    if known < limits.min_known or len(truth) < limits.min_rows or truth.sum() < limits.min_positives:
        raise evaluate.NotMeasurable(
            f"{now}: {len(truth)} labels ({known:.0%}) and {int(truth.sum())} positives are known; "
            f"{limits.min_rows} ({limits.min_known:.0%}) and {limits.min_positives} are needed: wait"
        )
    scores = joined[SCORE].to_numpy().astype(np.float64)
    metrics = evaluate.evaluate(truth, scores, resamples=0)
    promised, chance = promise(scores)
    found = (
        _calibration(truth, scores, limits),
        _log_loss(metrics.log_loss - promised, chance, limits),
        _auc(metrics, reference_auc, limits),
    )
    return Performance(
        metrics, known, float(scores.mean()), float(truth.mean()), promised, tuple(one for one in found if one)
    )


def promise(scores: Floats) -> tuple[float, float]:
    """Return the log loss that calibrated scores (n,) let expect, and the standard error of the observed one.

    The mean entropy of the scores; around it the observed loss varies by p (1 - p) logit(p)^2 a row. It is the idea of
    Spiegelhalter, "Probabilistic prediction in patient management", 1986, with the log loss for the Brier score.
    """
    p = np.clip(scores, 1e-12, 1 - 1e-12)
    log_odds = np.log(p) - np.log1p(-p)
    entropy = -(p * np.log(p) + (1 - p) * np.log1p(-p))
    return float(entropy.mean()), sqrt(float(np.sum(p * (1 - p) * log_odds**2))) / len(p)


def _calibration(truth: NDArray[Any], scores: Floats, limits: PerformanceLimits) -> Breach | None:
    gap = abs(float(scores.mean() - truth.mean()))
    limit = max(limits.calibration_gap, limits.errors * sqrt(float(np.sum(scores * (1 - scores)))) / len(scores))
    return Breach("calibration", gap, limit) if gap > limit else None


def _log_loss(excess: float, chance: float, limits: PerformanceLimits) -> Breach | None:
    limit = max(limits.log_loss_excess, limits.errors * chance)
    return Breach("log_loss", excess, limit) if excess > limit else None


def _auc(metrics: evaluate.Metrics, reference: float, limits: PerformanceLimits) -> Breach | None:
    from churn.core.slices import auc_error

    error = auc_error(metrics.auc, metrics.positives, metrics.n - metrics.positives)
    limit = max(limits.auc_loss, limits.errors * error)
    loss = reference - metrics.auc
    return Breach("auc", loss, limit) if loss > limit else None
