"""Drift: are the rows of a window distributed as those that the model knows? Each feature and the score are tested.

A feature raises an alarm if its change is both certain and large: p under Benjamini-Hochberg's bound *and* a stability
index above 0.1. In a trial p alone alarmed in 40 % of the windows in which nothing had changed.

The calendar is left out, as it changes with every month. The score is compared without the level of its month: that
follows the season, and whether it is right is a matter of calibration.
"""

from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field

from churn.core.evaluate import NotMeasurable
from churn.core.spec import CATEGORICAL, MONTH, NUMERIC
from churn.monitoring import stability
from churn.monitoring.quality import CALENDAR

SCORE: Final = "score"
_FEWEST_OUTAGES: Final = 0.5
"""In three months: below it, three times the usual would be one storm in a few regions."""


class DriftLimits(BaseModel):
    """When a change counts."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    q: float = Field(0.05, gt=0, lt=1, description="share of false alarms among the alarms (Benjamini, Hochberg 1995)")
    psi: float = Field(0.1, gt=0, description="stability index above which a change is large")
    min_rows: int = Field(1000, ge=100, description="fewer rows: PSI of 10 bins has a bias of 9 (1/n + 1/m)")
    sample: int = Field(20_000, ge=1000, description="rows tested of each side: more cost time and prove no more")
    incident: float = Field(3.0, gt=1, description="times the usual outages, above which an incident is going on")


@dataclass(frozen=True)
class FeatureDrift:
    """One feature: the test's statistic, its p-value, that value corrected for all tests, and the stability index."""

    name: str
    test: Literal["ks", "chi2"]
    statistic: float
    p: float
    corrected: float
    psi: float
    alarm: bool


@dataclass(frozen=True)
class Drift:
    """A window against the reference; `incident`: so many outages that other drift is probably their consequence."""

    rows: int
    reference_rows: int
    features: tuple[FeatureDrift, ...]
    incident: bool

    @property
    def alarms(self) -> dict[str, float]:
        """Features with an alarm, and their stability index, the largest first."""
        found = sorted((one for one in self.features if one.alarm), key=lambda one: -one.psi)
        return {one.name: one.psi for one in found}


def compare(reference: pa.Table, current: pa.Table, limits: DriftLimits = DriftLimits(), *, seed: int = 0) -> Drift:  # noqa: B008 - frozen
    """Compare the features, and the score where both tables have one. Raises NotMeasurable if rows are too few."""
    fewest = min(reference.num_rows, current.num_rows)
    if fewest < limits.min_rows:
        raise NotMeasurable(f"{fewest} rows; drift needs {limits.min_rows}: take a longer window")
    rng = np.random.default_rng(seed)
    old, new = (_sample(_without_level(table), limits.sample, rng) for table in (reference, current))
    names = [name for name in (*NUMERIC, *CATEGORICAL, SCORE) if name not in CALENDAR and _in_both(name, old, new)]
    tests = [_test(name, old[name], new[name]) for name in names]
    from scipy.stats import false_discovery_control

    corrected = false_discovery_control([p for _, _, p, _ in tests]) if tests else []
    features = tuple(
        FeatureDrift(name, test, statistic, p, float(q), psi, bool(q < limits.q and psi > limits.psi))
        for name, (test, statistic, p, psi), q in zip(names, tests, corrected, strict=True)
    )
    return Drift(current.num_rows, reference.num_rows, features, _incident(reference, current, limits.incident))


def _test(name: str, reference: pa.ChunkedArray, current: pa.ChunkedArray) -> tuple[Any, float, float, float]:
    """Return the test, its statistic and p-value, and the stability index."""
    from scipy import stats

    if name in CATEGORICAL:
        known = CATEGORICAL[name]
        old, new = _codes(reference, known), _codes(current, known)
        counts = np.stack([np.bincount(codes, minlength=len(known) + 1) for codes in (old, new)])
        counts = counts[:, counts.any(axis=0)]
        index = stability.of_codes(old, new, len(known) + 1)
        if counts.shape[1] < 2:  # noqa: PLR2004 - one category only: nothing to compare
            return "chi2", 0.0, 1.0, index
        done = stats.chi2_contingency(counts)
        return "chi2", float(done.statistic), float(done.pvalue), index
    before, after = _numbers(reference), _numbers(current)
    if not len(before) or not len(after):  # missing altogether is a matter of quality
        return "ks", 0.0, 1.0, 0.0
    done = stats.ks_2samp(before, after, method="asymp")
    return "ks", float(done.statistic), float(done.pvalue), stability.of_numbers(before, after)


def _incident(reference: pa.Table, current: pa.Table, times: float) -> bool:
    if not _in_both("outages_3m", reference, current):
        return False
    usual, now = (float(np.mean(_numbers(table["outages_3m"]))) for table in (reference, current))
    return now > times * max(usual, _FEWEST_OUTAGES)


def _without_level(table: pa.Table) -> pa.Table:
    """Return the table with the logit of the score, less its month's median, for the score."""
    if SCORE not in table.column_names:
        return table
    scores = np.clip(table[SCORE].to_numpy().astype(np.float64), 1e-9, 1 - 1e-9)
    logits = np.log(scores) - np.log1p(-scores)
    months = table[MONTH].to_numpy() if MONTH in table.column_names else np.zeros(len(logits))
    for month in np.unique(months):
        logits[months == month] -= np.median(logits[months == month])
    return table.set_column(table.schema.get_field_index(SCORE), SCORE, pa.array(logits))


def _in_both(name: str, reference: pa.Table, current: pa.Table) -> bool:
    return name in reference.column_names and name in current.column_names


def _sample(table: pa.Table, rows: int, rng: np.random.Generator) -> pa.Table:
    if table.num_rows <= rows:
        return table
    return table.take(pa.array(np.sort(rng.choice(table.num_rows, rows, replace=False))))


def _numbers(column: pa.ChunkedArray) -> NDArray[np.float64]:
    values: NDArray[np.float64] = column.cast(pa.float64()).to_numpy()
    return values[np.isfinite(values)]


def _codes(column: pa.ChunkedArray, known: tuple[str, ...]) -> NDArray[np.int64]:
    found = pc.index_in(column.cast(pa.string()), value_set=pa.array(known, pa.string()))
    codes: NDArray[np.int64] = pc.fill_null(found, len(known)).cast(pa.int64()).to_numpy()
    return codes
