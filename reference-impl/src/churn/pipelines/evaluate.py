"""Stage `evaluate`: metrics on months that nothing was trained on, for all and for each group; the model's gate."""

from collections.abc import Sequence
from dataclasses import asdict
from math import exp, sqrt
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from churn import boundary
from churn.core import artifact, slices, spec
from churn.core.evaluate import auc, evaluate
from churn.pipelines import documents, params
from churn.pipelines.acquire import TRUTH
from churn.pipelines.compose import COMPOSITE
from churn.pipelines.months import MonthFolder
from churn.pipelines.tables import Labelled, age_bands, read

METRICS: Final = Path("reports/metrics.json")
SLICES: Final = Path("reports/slices.json")
TOLD: Final = ("region", "plan", "contract")
"""Groups that are reported; the gate is about protected ones."""
Z: Final = 1.645
"""One-sided 95 %."""


def measure(test: Labelled, root: Path = Path()) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the metrics of the composite, its members and the oracle, and the measures of each group."""
    model = artifact.load(root / COMPOSITE)
    scores = model.predict(test.batch)
    metrics: dict[str, Any] = asdict(evaluate(test.labels, scores))
    metrics["members"] = {
        name: asdict(evaluate(test.labels, member.predict(test.batch), resamples=0))
        for name, member in model.members.items()
    }
    if (truth := oracle(test.table, root)) is not None:
        metrics["oracle_auc"] = auc(test.labels, truth)
        metrics["share_of_oracle"] = metrics["auc"] / metrics["oracle_auc"]
    groups = {"gender": test.table["gender"].to_pylist(), "age_band": age_bands(test.table)}
    groups |= {name: test.table[name].to_pylist() for name in TOLD}
    found = {name: slices.by(test.labels, scores, values) for name, values in groups.items()}
    report = {
        name: {
            "groups": [asdict(one) for one in parts],
            "auc_gap": slices.auc_gap(parts),
            "auc_gap_at_least": _at_least(parts),
            "selection_ratio": slices.selection_ratio(parts),
            "selection_ratio_at_most": _at_most(parts),
        }
        for name, parts in found.items()
    }
    return metrics, report


def oracle(table: pa.Table, root: Path = Path()) -> NDArray[np.float64] | None:
    """Return the true probability of each row, where the data is simulated; None for data of a team."""
    folder = MonthFolder(root / TRUTH)
    months = sorted({month.strftime("%Y-%m") for month in table[spec.MONTH].unique().to_pylist()})
    if not set(months) <= set(folder.months()):
        return None
    truth = pa.concat_tables([folder.read(month) for month in months])
    place = {key: row for row, key in enumerate(zip(*_keys(truth), strict=True))}
    rows = [place[key] for key in zip(*_keys(table), strict=True)]
    probabilities: NDArray[np.float64] = truth["probability"].to_numpy()[rows]
    return probabilities


def _keys(table: pa.Table) -> tuple[list[int], list[int]]:
    return table[spec.CUSTOMER].to_pylist(), table[spec.MONTH].cast(pa.int32()).to_pylist()


def _at_least(parts: Sequence[slices.SliceMetrics]) -> float:
    """Return the gap of AUC that is there with 95 % confidence: small groups differ by chance."""
    known = sorted((one.auc, one.auc_error) for one in parts if one.auc is not None and one.auc_error is not None)
    if len(known) < 2:  # noqa: PLR2004 - a gap is between two
        return 0.0
    (low, low_error), (high, high_error) = known[0], known[-1]
    return max(0.0, high - low - Z * sqrt(low_error**2 + high_error**2))


def _at_most(parts: Sequence[slices.SliceMetrics]) -> float:
    """Return the ratio of selection rates that is not passed with 95 % confidence.

    Katz et al., "Obtaining Confidence Intervals for the Risk Ratio in Cohort Studies", 1978: the log of the ratio.
    """
    known = sorted((one.selection_rate, one.n) for one in parts if one.auc is not None)
    if len(known) < 2 or known[0][0] == 0:  # noqa: PLR2004 - a ratio is of two
        return slices.selection_ratio(parts)
    (low, low_n), (high, high_n) = known[0], known[-1]
    error = sqrt((1 - low) / (low * low_n) + (1 - high) / (high * high_n))
    return min(1.0, low / high * exp(Z * error))


def failures(metrics: dict[str, Any], groups: dict[str, Any], gates: params.Gates) -> list[str]:
    """Return a line for every gate that does not hold."""
    failed = []
    if metrics["auc"] < gates.min_auc:
        failed.append(f"AUC {metrics['auc']:.4f} is below {gates.min_auc}")
    if metrics["ece"] > gates.max_ece:
        failed.append(f"calibration error {metrics['ece']:.4f} is above {gates.max_ece}")
    return failed + fairness_failures(groups, gates)


def fairness_failures(groups: dict[str, Any], gates: params.Gates) -> list[str]:
    """Return a line for every protected attribute whose groups the model treats too differently."""
    failed = []
    for name in spec.PROTECTED:
        auc_gap, ratio = groups[name]["auc_gap_at_least"], groups[name]["selection_ratio_at_most"]
        if auc_gap > gates.max_slice_auc_gap:
            failed.append(
                f"{name}: AUC differs by {auc_gap:.4f} or more between groups, above {gates.max_slice_auc_gap}"
            )
        if ratio < gates.min_selection_ratio:
            failed.append(
                f"{name}: selection rates have a ratio of {ratio:.2f} or less, below {gates.min_selection_ratio}"
            )
    return failed


def main() -> None:
    """Run the stage; exit 1 if a gate does not hold."""
    metrics, groups = measure(read("test"))
    documents.write_json(metrics, METRICS)
    documents.write_json(groups, SLICES)
    if failed := failures(metrics, groups, params.load().gates):
        documents.stop(*(f"evaluate: {line}" for line in failed))
    documents.say(f"evaluate: AUC {metrics['auc']:.4f}, calibration error {metrics['ece']:.4f}")


if __name__ == "__main__":
    boundary.run(main)
