"""Calibration equals scikit-learn's, mends what is wrong with scores, and comes back from JSON unchanged."""

import json
from typing import Any

import numpy as np
import pytest
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression
from tests.model import sample

from churn.core import calibrate, evaluate

ROWS, LABELS = sample.labelled(5000)
BENT = sample.truth(ROWS) ** 2


def test_isotonic_equals_scikit_learn() -> None:
    expected = IsotonicRegression(out_of_bounds="clip").fit(BENT, LABELS).predict(BENT)
    found = calibrate.Isotonic.learn(BENT, LABELS).apply(BENT)
    assert np.abs(found - expected).max() < 2e-4


def test_platt_equals_a_logistic_regression_without_penalty() -> None:
    logits = np.log(BENT / (1 - BENT))[:, None]
    expected = LogisticRegression(C=np.inf, tol=1e-10, max_iter=1000).fit(logits, LABELS)
    found = calibrate.Platt.learn(BENT, LABELS)
    assert found.slope == pytest.approx(float(expected.coef_[0, 0]), rel=5e-3)
    assert found.intercept == pytest.approx(float(expected.intercept_[0]), rel=5e-3)


@pytest.mark.parametrize("method", ["platt", "isotonic"])
def test_bent_scores_are_mended_on_rows_not_seen(method: calibrate.Method) -> None:
    calibration = calibrate.learn(method, BENT, LABELS)
    rows, labels = sample.labelled(20_000, seed=8)
    bent = sample.truth(rows) ** 2
    before, after = (
        evaluate.calibration_error(labels, bent),
        evaluate.calibration_error(labels, calibration.apply(bent)),
    )
    assert before > 0.08
    assert after < 0.03
    assert evaluate.auc(labels, calibration.apply(bent)) == pytest.approx(evaluate.auc(labels, bent), abs=0.005)


@pytest.mark.parametrize("method", ["platt", "isotonic"])
def test_it_comes_back_from_json_unchanged(method: calibrate.Method) -> None:
    calibration = calibrate.learn(method, BENT, LABELS)
    assert calibrate.read(json.loads(json.dumps(calibration.to_dict()))) == calibration


@pytest.mark.parametrize("method", ["platt", "isotonic"])
def test_no_answer_is_certain(method: calibrate.Method) -> None:
    separable = np.r_[np.linspace(0, 0.4, 100), np.linspace(0.6, 1, 100)]
    answers = calibrate.learn(method, separable, np.r_[np.zeros(100), np.ones(100)]).apply(separable)
    assert 0 < answers.min() < 0.05
    assert 0.95 < answers.max() < 1


def test_one_class_cannot_be_calibrated_on() -> None:
    with pytest.raises(ValueError, match="both classes"):
        calibrate.learn("platt", BENT, np.zeros(len(BENT)))


@pytest.mark.parametrize(
    "content",
    [
        {"method": "magic"},
        {"method": "isotonic", "scores": [0.1, 0.2], "values": [0.1]},
        {"method": "isotonic", "scores": [], "values": []},
        {"method": "isotonic", "scores": [0.2, 0.1], "values": [0.1, 0.2]},
        {"method": "isotonic", "scores": [0.1, 0.2], "values": [0.2, 0.1]},
        {"method": "isotonic", "scores": [0.1, 0.2], "values": [0.1, 1.2]},
        {"method": "platt", "slope": "steep", "intercept": 0},
        {"method": "platt", "slope": float("nan"), "intercept": 0},
    ],
)
def test_what_is_no_calibration_is_refused(content: dict[str, Any]) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        calibrate.read(content)
