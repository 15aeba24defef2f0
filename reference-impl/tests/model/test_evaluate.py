"""Measures equal scikit-learn's, and refuse what they cannot measure."""

import numpy as np
import pytest
from sklearn import metrics
from sklearn.calibration import calibration_curve
from tests.model import sample

from churn.core import evaluate

ROWS, LABELS = sample.labelled(4000)
SCORES = sample.truth(ROWS)
COARSE = np.round(SCORES, 1)
WEIGHTS = np.random.default_rng(0).uniform(0, 3, len(LABELS))


@pytest.mark.parametrize("scores", [SCORES, COARSE], ids=["distinct", "ties"])
@pytest.mark.parametrize("weights", [None, WEIGHTS], ids=["alike", "weighted"])
def test_measures_equal_scikit_learn(scores: np.ndarray, weights: np.ndarray | None) -> None:
    found = evaluate.evaluate(LABELS, scores, weights, resamples=0)
    assert found.auc == pytest.approx(metrics.roc_auc_score(LABELS, scores, sample_weight=weights), abs=1e-12)
    precision = metrics.average_precision_score(LABELS, scores, sample_weight=weights)
    assert found.average_precision == pytest.approx(precision, abs=1e-12)
    assert found.log_loss == pytest.approx(metrics.log_loss(LABELS, scores, sample_weight=weights), abs=1e-12)
    assert found.brier == pytest.approx(metrics.brier_score_loss(LABELS, scores, sample_weight=weights), abs=1e-12)
    assert (found.n, found.positives) == (4000, int(LABELS.sum()))


def test_a_sure_score_that_is_wrong_has_a_finite_loss() -> None:
    labels = np.array([0, 1, 1])
    scores = np.array([0.0, 1.0, 0.0])
    assert evaluate.evaluate(labels, scores, resamples=0).log_loss == pytest.approx(metrics.log_loss(labels, scores))


def test_calibration_error_is_the_mean_distance_over_bins_of_equal_mass() -> None:
    observed, predicted = calibration_curve(LABELS, SCORES, n_bins=10, strategy="quantile")
    expected = float(np.mean(np.abs(observed - predicted)))
    assert evaluate.calibration_error(LABELS, SCORES, bins=10) == pytest.approx(expected, abs=1e-3)


def test_calibration_error_tells_true_probabilities_from_inflated_ones() -> None:
    rows, labels = sample.labelled(40_000, seed=2)
    scores = sample.truth(rows)
    assert evaluate.calibration_error(labels, scores) < 0.01
    assert evaluate.calibration_error(labels, np.minimum(1.5 * scores, 1)) > 0.08
    assert evaluate.calibration_error(labels, np.full(len(labels), labels.mean())) < 1e-9


def test_equal_scores_share_a_bin_in_whatever_order_they_come() -> None:
    labels = np.r_[np.zeros(900), np.ones(100)]
    shuffled = np.random.default_rng(0).permutation(labels)
    scores = np.full(1000, 0.1)
    assert evaluate.calibration_error(labels, scores) == pytest.approx(0, abs=1e-12)
    assert evaluate.calibration_error(shuffled, scores) == pytest.approx(0, abs=1e-12)


def test_the_interval_covers_what_other_samples_show() -> None:
    covered = 0
    truth = evaluate.auc(*(part for part in _population()))
    for seed in range(40):
        rows, labels = sample.labelled(800, seed=100 + seed)
        found = evaluate.evaluate(labels, sample.truth(rows), resamples=150, seed=seed)
        covered += found.auc_low <= truth <= found.auc_high
    assert 34 <= covered <= 40


def _population() -> tuple[np.ndarray, np.ndarray]:
    rows, labels = sample.labelled(200_000, seed=9)
    return labels, sample.truth(rows)


def test_the_bootstrap_repeats_with_its_seed() -> None:
    first = evaluate.evaluate(LABELS, SCORES, resamples=20, seed=1)
    assert first == evaluate.evaluate(LABELS, SCORES, resamples=20, seed=1)
    assert first.auc_low < first.auc < first.auc_high


def test_a_difference_of_paired_scores_is_surer_than_the_two_alone() -> None:
    noise = np.random.default_rng(1).normal(0, 0.02, len(SCORES))
    worse = np.clip(SCORES + noise, 0, 1)
    found = evaluate.auc_difference(LABELS, SCORES, worse)
    alone = evaluate.evaluate(LABELS, SCORES)
    assert found.value == pytest.approx(metrics.roc_auc_score(LABELS, SCORES) - metrics.roc_auc_score(LABELS, worse))
    assert found.low < found.value < found.high
    assert found.high - found.low < (alone.auc_high - alone.auc_low) / 2
    same = evaluate.auc_difference(LABELS, SCORES, SCORES)
    assert (same.value, same.low, same.high) == (0, 0, 0)


@pytest.mark.parametrize(
    ("labels", "scores", "message"),
    [
        (np.array([0, 1]), np.array([0.1, np.nan]), "not all are probabilities"),
        (np.array([0, 1]), np.array([0.1, 1.1]), "not all are probabilities"),
        (np.array([0, 2]), np.array([0.1, 0.2]), "not all are 0 or 1"),
        (np.array([0, 0]), np.array([0.1, 0.2]), "0 of 2 positive"),
        (np.array([]), np.array([]), "0 of 0 positive"),
        (np.array([0, 1, 1]), np.array([0.1, 0.2]), "one of each"),
    ],
)
def test_what_cannot_be_measured_is_named(labels: np.ndarray, scores: np.ndarray, message: str) -> None:
    with pytest.raises(evaluate.NotMeasurable, match=message):
        evaluate.evaluate(labels, scores)


def test_weights_of_another_length_are_named() -> None:
    with pytest.raises(evaluate.NotMeasurable, match="weights"):
        evaluate.evaluate(LABELS, SCORES, WEIGHTS[:-1])
