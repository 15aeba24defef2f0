"""Champion against challenger: on the same labelled rows, and only on proof."""

import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from time import perf_counter
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field

from churn.core import evaluate, slices
from churn.core.encode import Batch
from churn.core.predict import Model
from churn.core.spec import age_band

Floats = NDArray[np.float64]


class PromotionLimits(BaseModel):
    """What a challenger has to show."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    auc_margin: float = Field(-0.002, description="lower 95 % bound of its AUC minus the champion's lies above this")
    slice_loss: float = Field(0.01, gt=0, description="AUC that no group may lose")
    latency_ms: float = Field(50.0, gt=0, description="median time for one row")
    step_hours: float = Field(20.0, ge=0, description="how long a canary serves a share before it serves the next")
    resamples: int = Field(500, ge=100, description="of the paired bootstrap")
    gate: tuple[str, ...] = Field((), description="a command that has to succeed besides, as `maturity gate .`")
    gate_seconds: int = Field(600, ge=1, description="how long that command may take")


@dataclass(frozen=True)
class Verdict:
    """Whether the challenger wins, and the evidence; without a reason against it, it is promoted."""

    against: tuple[str, ...]
    rows: int
    positives: int
    champion_auc: float
    challenger_auc: float
    auc_delta_low: float
    auc_delta_high: float
    champion_log_loss: float
    challenger_log_loss: float
    slices: dict[str, float]
    latency_ms: float

    @property
    def promoted(self) -> bool:
        """Nothing speaks against it."""
        return not self.against


def judge(
    labels: NDArray[Any],
    champion: Floats,
    challenger: Floats,
    groups: Mapping[str, Sequence[str]],
    *,
    latency_ms: float,
    limits: PromotionLimits = PromotionLimits(),  # noqa: B008 - frozen
) -> Verdict:
    """Compare two models' scores (n,) of the same rows; `groups` names each row's group, by protected attribute.

    Raises NotMeasurable if the labels allow no comparison.
    """
    old, new = (evaluate.evaluate(labels, scores, resamples=0) for scores in (champion, challenger))
    delta = evaluate.auc_difference(labels, challenger, champion, resamples=limits.resamples)
    changes = _slices(labels, champion, challenger, groups)
    against = []
    if delta.low <= limits.auc_margin:
        against.append(f"AUC {delta.value:+.4f}, lower bound {delta.low:+.4f} is not above {limits.auc_margin}")
    if new.log_loss >= old.log_loss:
        against.append(f"log loss {new.log_loss:.4f} is not below the champion's {old.log_loss:.4f}")
    against += [
        f"{name} loses {-change:.4f} AUC, {limits.slice_loss} are allowed"
        for name, change in changes.items()
        if change < -limits.slice_loss
    ]
    if latency_ms > limits.latency_ms:
        against.append(f"latency {latency_ms:.1f} ms, {limits.latency_ms} are allowed")
    return Verdict(
        against=tuple(against),
        rows=new.n,
        positives=new.positives,
        champion_auc=old.auc,
        challenger_auc=new.auc,
        auc_delta_low=delta.low,
        auc_delta_high=delta.high,
        champion_log_loss=old.log_loss,
        challenger_log_loss=new.log_loss,
        slices=changes,
        latency_ms=latency_ms,
    )


def protected(table: pa.Table) -> dict[str, list[str]]:
    """Return the groups that a feature table's rows belong to, by protected attribute."""
    return {
        "gender": [str(one) for one in table["gender"].to_pylist()],
        "age_band": [age_band(age) for age in table["age"].to_pylist()],
    }


def latency(model: Model, batch: Batch, calls: int = 30) -> float:
    """Return the median milliseconds that a model takes for one row."""
    row = batch.take(slice(0, 1))
    model.predict(row)
    seconds = []
    for _ in range(calls):
        started = perf_counter()
        model.predict(row)
        seconds.append(perf_counter() - started)
    return 1000 * float(np.median(seconds))


def gated(verdict: Verdict, limits: PromotionLimits) -> Verdict:
    """Ask the external gate too, if one is set: its refusal speaks against promotion."""
    against = _gate(limits) if limits.gate else ""
    return replace(verdict, against=(*verdict.against, against)) if against else verdict


def _gate(limits: PromotionLimits) -> str:
    name = " ".join(limits.gate)
    try:
        done = subprocess.run(  # noqa: S603 - the command is the operator's, from params.yaml
            limits.gate, check=False, capture_output=True, text=True, timeout=limits.gate_seconds
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return f"{name}: did not run: {error}"
    lines = (done.stdout + done.stderr).strip().splitlines()
    return f"{name}: exit {done.returncode}: {lines[-1] if lines else 'no output'}" if done.returncode else ""


def _slices(
    labels: NDArray[Any], champion: Floats, challenger: Floats, groups: Mapping[str, Sequence[str]]
) -> dict[str, float]:
    """Return by how much the AUC of each group changed; groups with too few rows of a class have none."""
    changes = {}
    for attribute, names in groups.items():
        pairs = zip(slices.by(labels, champion, names), slices.by(labels, challenger, names), strict=True)
        for old, new in pairs:
            if old.auc is not None and new.auc is not None:
                changes[f"{attribute}={old.name}"] = new.auc - old.auc
    return changes
