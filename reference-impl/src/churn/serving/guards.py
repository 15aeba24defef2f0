"""Guard rails: a model under trial is compared with the one it would replace, and named when it is worse.

Pure functions of what was seen lately. The thresholds and where they come from are in `Limits`.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from math import sqrt
from threading import Lock
from time import monotonic
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field

from churn.ops.release import SCORE_EDGES, Expected

Guard = Literal["errors", "latency", "score_psi", "calibration"]
Scores = NDArray[np.float64]


class GuardLimits(BaseModel):
    """When a guard breaks."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    window_s: float = Field(60, gt=0, description="how far back a guard looks")
    min_failures: int = Field(5, ge=1, description="fewer failed requests are an accident")
    min_requests: int = Field(200, ge=100, description="fewer requests have no 99th percentile")
    min_rows: int = Field(
        500, ge=100, description="fewer scores prove no shift: PSI of 10 bins has a bias of 9 (1/n + 1/m)"
    )
    error_rate: float = Field(0.02, gt=0, lt=1, description="share of failed requests")
    median_ratio: float = Field(2.0, gt=1, description="times the champion's median")
    p99_ratio: float = Field(3.0, gt=1, description="times the champion's 99th percentile, which varies more")
    latency_floor_ms: float = Field(5.0, gt=0, description="below this nothing is too slow")
    latest_ms: float = Field(500.0, gt=0, description="a median or 99th percentile above this always is")
    psi: float = Field(0.25, gt=0, description="population stability index; 0.25 is the usual bound of a major shift")
    calibration_gap: float = Field(
        0.02,
        gt=0,
        lt=1,
        description="gap of mean score and expected rate: a lower bound of ECE, for which 0.02 is the gate",
    )


@dataclass(frozen=True)
class Seen:
    """What one deployment did within the window: seconds and failures by request, scores by row."""

    seconds: Scores
    failed: int
    scores: Scores


@dataclass(frozen=True)
class Breach:
    """A guard that broke, with the number and the limit it passed."""

    guard: Guard
    value: float
    limit: float
    detail: str


class Recorder:
    """Remembers the newest requests of one deployment. Thread-safe; at most `capacity` requests are kept."""

    def __init__(self, window_s: float, *, capacity: int = 5000, clock: Callable[[], float] = monotonic) -> None:
        self._window_s = window_s
        self._clock = clock
        self._lock = Lock()
        self._entries: deque[tuple[float, float, Scores | None]] = deque(maxlen=capacity)

    def add(self, seconds: float, scores: Scores | None) -> None:
        """Note one request; `scores` is None when the model failed it. Of a long answer the first 1000 rows count."""
        with self._lock:
            self._entries.append((self._clock(), seconds, None if scores is None else scores[:1000]))

    def seen(self) -> Seen:
        """Return what lies within the window."""
        since = self._clock() - self._window_s
        with self._lock:
            while self._entries and self._entries[0][0] < since:
                self._entries.popleft()
            entries = list(self._entries)
        answered = [scores for _, _, scores in entries if scores is not None]
        return Seen(
            seconds=np.array([seconds for _, seconds, _ in entries]),
            failed=len(entries) - len(answered),
            scores=np.concatenate(answered) if answered else np.empty(0),
        )


def breaches(
    trial: Seen, reference: Seen | None, limits: GuardLimits, expected: Expected | None = None
) -> tuple[Breach, ...]:
    """Return every guard that the deployment under trial breaks.

    `reference` is the champion's traffic at the same time, or before it was replaced: routes are hashes of customers,
    so both see the same population. Scores are held against what promotion `expected` of them, since a retrained model
    may well differ from the champion; only without such evidence is the champion the measure of scores, too.
    """
    found = (
        _errors(trial, limits),
        _latency(trial, reference, limits),
        _shift(trial, reference, expected, limits),
        _calibration(trial, reference, expected, limits),
    )
    return tuple(breach for breach in found if breach is not None)


def _errors(trial: Seen, limits: GuardLimits) -> Breach | None:
    requests = len(trial.seconds)
    rate = trial.failed / requests if requests else 0.0
    if trial.failed < limits.min_failures or rate <= limits.error_rate:
        return None
    return Breach("errors", rate, limits.error_rate, f"{trial.failed} of {requests} requests failed")


def _latency(trial: Seen, reference: Seen | None, limits: GuardLimits) -> Breach | None:
    """Hold the median and the 99th percentile against the champion's: what a busy machine adds, both of them see."""
    if len(trial.seconds) < limits.min_requests:
        return None
    comparable = reference is not None and len(reference.seconds) >= limits.min_requests
    for name, quantile, ratio in (("median", 0.5, limits.median_ratio), ("p99", 0.99, limits.p99_ratio)):
        value, limit = 1000 * float(np.quantile(trial.seconds, quantile)), limits.latest_ms
        if comparable and reference is not None:
            usual = 1000 * float(np.quantile(reference.seconds, quantile))
            limit = min(limit, max(limits.latency_floor_ms, ratio * usual))
        if value > limit:
            return Breach("latency", value, limit, f"{name} is {value:.1f} ms")
    return None


def _shift(trial: Seen, reference: Seen | None, expected: Expected | None, limits: GuardLimits) -> Breach | None:
    if len(trial.scores) < limits.min_rows:
        return None
    if expected is not None:
        value = _divergence(np.array(expected.shares), trial.scores, np.array(SCORE_EDGES))
    elif reference is not None and len(reference.scores) >= limits.min_rows:
        value = stability(reference.scores, trial.scores)
    else:
        return None
    return Breach("score_psi", value, limits.psi, "scores are distributed differently") if value > limits.psi else None


def _calibration(trial: Seen, reference: Seen | None, expected: Expected | None, limits: GuardLimits) -> Breach | None:
    if len(trial.scores) < limits.min_rows:
        return None
    if expected is not None:
        rate, chance, source = expected.rate, expected.rate * (1 - expected.rate) / expected.rows, "the labels"
    elif reference is not None and len(reference.scores) >= limits.min_rows:
        rate, source = float(reference.scores.mean()), "the champion"
        chance = float(reference.scores.var()) / len(reference.scores)
    else:
        return None
    mean = float(trial.scores.mean())
    # Four standard errors: by chance once in 16,000 looks, and a guard looks every second.
    noise = 4 * sqrt(chance + float(trial.scores.var()) / len(trial.scores))
    gap = abs(mean - rate)
    if gap <= max(limits.calibration_gap, noise):
        return None
    return Breach("calibration", gap, limits.calibration_gap, f"mean score {mean:.3f} against {rate:.3f} by {source}")


def stability(reference: Scores, scores: Scores, bins: int = 10) -> float:
    """Return the population stability index of scores over the reference's quantile bins."""
    edges = np.unique(np.quantile(reference, np.linspace(0, 1, bins + 1)[1:-1]))
    counts = np.bincount(np.searchsorted(edges, reference), minlength=len(edges) + 1)
    return _divergence(counts / len(reference), scores, edges)


def _divergence(shares: Scores, scores: Scores, edges: Scores) -> float:
    """Return the index for the expected shares between edges; half a row keeps empty bins finite."""
    counts = np.bincount(np.searchsorted(edges, scores), minlength=len(edges) + 1)
    least = 0.5 / len(scores)
    actual, expected = np.maximum(counts / len(scores), least), np.maximum(shares, least)
    return float(np.sum((actual - expected) * np.log(actual / expected)))
