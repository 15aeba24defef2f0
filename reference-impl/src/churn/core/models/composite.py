"""Several models as one: the calibrated mean of what they say, and which customer to keep first."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from churn.core import calibrate, spec
from churn.core.encode import Batch
from churn.core.predict import Model, Scores

VALUE_MONTHS: Final = 12
"""Months of charges that a leaving customer is taken to cost: an assumption, stated in the model card."""


@dataclass(frozen=True)
class Composite:
    """The calibrated mean of the members' probabilities. Members stay reachable, to be served alone."""

    members: Mapping[str, Model]
    calibration: calibrate.Calibration
    kind: str = "composite"

    def predict(self, batch: Batch) -> Scores:
        """Score by every member, then combine."""
        return self.combine({name: member.predict(batch) for name, member in self.members.items()})

    def combine(self, scores: Mapping[str, Scores]) -> Scores:
        """Return the answer (n,) for the members' scores, each (n,), where these are known already."""
        return self.calibration.apply(_mean(scores))


def compose(
    members: Mapping[str, Model], batch: Batch, labels: NDArray[Any], method: calibrate.Method = "isotonic"
) -> Composite:
    """Calibrate the mean of trained models on rows that none of them was trained on."""
    if not members:
        raise ValueError("composite: without members; train at least one model")
    mean = _mean({name: member.predict(batch) for name, member in members.items()})
    return Composite(dict(members), calibrate.learn(method, mean, labels))


def _mean(scores: Mapping[str, Scores]) -> Scores:
    # In the order of the names: a sum of floats depends on the order, and a request must get the batch's answer.
    mean: Scores = np.mean([scores[name] for name in sorted(scores)], axis=0)
    return mean


def customer_value(batch: Batch) -> Scores:
    """Return the charges of the next year, in the currency of the table: (n,)."""
    return VALUE_MONTHS * batch.numeric[:, spec.NUMERIC.index("monthly_charges")].astype(np.float64)


def retention_priority(scores: Scores, values: Scores) -> Scores:
    """Return the expected loss (n,), in the currency of the values: whom to keep first is who has most of it."""
    return scores * values
