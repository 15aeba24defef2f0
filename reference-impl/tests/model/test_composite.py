"""A composite is the calibrated mean of its members, and orders customers by what their leaving would cost."""

import numpy as np
import pytest
from tests.model import sample

from churn.core import calibrate, spec
from churn.core.models.composite import Composite, compose, customer_value, retention_priority

MEMBERS = {"mlp": sample.untrained("mlp"), "ftt": sample.untrained("ftt"), "other": sample.untrained("mlp", seed=4)}
ROWS, LABELS = sample.labelled(400)


def test_the_answer_is_the_calibrated_mean() -> None:
    platt = calibrate.Platt(2.0, -1.0)
    mean = np.mean([member.predict(ROWS) for member in MEMBERS.values()], axis=0)
    assert np.abs(Composite(MEMBERS, platt).predict(ROWS) - platt.apply(mean)).max() < 1e-12


def test_scores_of_members_give_the_same_answer_in_any_order() -> None:
    model = compose(MEMBERS, ROWS, LABELS)
    scores = {name: member.predict(ROWS) for name, member in MEMBERS.items()}
    backwards = dict(reversed(scores.items()))
    assert np.array_equal(model.combine(scores), model.predict(ROWS))
    assert np.array_equal(model.combine(backwards), model.predict(ROWS))


def test_composing_calibrates_on_the_given_rows() -> None:
    for method in ("platt", "isotonic"):
        model = compose(MEMBERS, ROWS, LABELS, method)
        assert model.predict(ROWS).mean() == pytest.approx(LABELS.mean(), abs=0.01)


def test_a_composite_needs_members() -> None:
    with pytest.raises(ValueError, match="without members"):
        compose({}, ROWS, LABELS)


def test_priority_is_the_expected_loss_of_a_year() -> None:
    few = ROWS.take(slice(0, 3))
    few.numeric[:, spec.NUMERIC.index("monthly_charges")] = [10, 100, 50]
    priority = retention_priority(np.array([0.9, 0.2, 0.5]), customer_value(few))
    assert priority.tolist() == pytest.approx([108, 240, 300])
