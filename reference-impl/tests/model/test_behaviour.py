"""Behavioural checks pass a model that learned the causes, and catch models that did not."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pytest
from tests.model import sample

from churn.core import behaviour, spec
from churn.core.encode import Batch
from churn.core.predict import Model, Scores
from churn.core.train import TrainSettings, fit

ROWS, LABELS = sample.labelled(6000)
SETTINGS = TrainSettings(network=sample.TINY["mlp"], epochs=3, batch_rows=128, learning_rate=0.01)


@pytest.fixture(scope="module")
def model() -> Model:
    return fit(ROWS, LABELS, ROWS, LABELS, SETTINGS).model


@dataclass(frozen=True)
class Formula:
    """A model with a fault: its logit depends on one feature by a factor, and on the place of a row in its batch."""

    factor: float
    by_place: float = 0.0
    kind: str = "mlp"
    members: Mapping[str, Model] = field(default_factory=dict)

    def predict(self, batch: Batch) -> Scores:
        late = batch.numeric[:, spec.NUMERIC.index("late_payments_6m")].astype(np.float64)
        logits = self.factor * late + self.by_place * np.arange(len(batch)) - 2
        return np.asarray(1 / (1 + np.exp(-logits)), np.float64)


@pytest.mark.parametrize("feature", list(behaviour.CAUSES))
def test_a_trained_model_answers_to_causes_of_leaving(model: Model, feature: str) -> None:
    found = behaviour.direction(model, ROWS, feature)
    assert found.pairs >= behaviour.MIN_PAIRS
    assert found.holds(0.02), f"{found.violations} of {found.pairs} fell"


def test_a_model_that_rewards_late_payment_is_caught() -> None:
    found = behaviour.direction(Formula(-0.5), ROWS, "late_payments_6m")
    assert found.rate == 1
    assert not found.holds(0.02)


def test_a_model_that_does_not_look_is_caught() -> None:
    found = behaviour.direction(Formula(0.0), ROWS, "late_payments_6m")
    assert found.violations == 0
    assert not found.holds(0.02)


def test_rows_without_room_make_no_pair() -> None:
    late = ROWS.numeric[:, spec.NUMERIC.index("late_payments_6m")]
    assert behaviour.direction(Formula(0.5), ROWS, "late_payments_6m").pairs == int((late + 1 <= 6).sum())
    with pytest.raises(behaviour.TooFewPairs, match="500 are needed"):
        behaviour.direction(Formula(0.5), ROWS.take(slice(0, 400)), "late_payments_6m")


@pytest.mark.parametrize("kind", ["trained", "ftt"])
def test_scores_depend_on_no_id_no_order_and_no_batch(model: Model, kind: str) -> None:
    tested = model if kind == "trained" else sample.untrained("ftt")
    assert behaviour.invariance(tested, sample.table(ROWS.take(slice(0, 300)))).holds()


def test_a_model_that_looks_at_the_place_of_a_row_is_caught() -> None:
    found = behaviour.invariance(Formula(0.5, by_place=0.01), sample.table(ROWS.take(slice(0, 300))))
    assert found.row_order > 1e-3
    assert found.batch_size > 1e-3
    assert not found.holds()
