"""Groups are measured one by one; the gaps between them show an injected bias."""

import numpy as np
import pytest
from tests.model import sample

from churn.core import evaluate, slices

ROWS, LABELS = sample.labelled(6000)
SCORES = sample.truth(ROWS)
GROUPS = np.array(["female", "male", "other"])[np.random.default_rng(0).choice(3, 6000, p=[0.49, 0.49, 0.02])]


def test_each_group_is_measured_on_its_own_rows() -> None:
    found = {one.name: one for one in slices.by(LABELS, SCORES, GROUPS)}
    assert list(found) == ["female", "male", "other"]
    male = GROUPS == "male"
    assert found["male"].auc == pytest.approx(evaluate.auc(LABELS[male], SCORES[male]))
    assert found["male"].observed_rate == pytest.approx(LABELS[male].mean())
    assert sum(one.n * one.selection_rate for one in found.values()) == pytest.approx(600, abs=1)


def test_a_group_with_few_of_a_class_has_no_auc_and_decides_no_gap() -> None:
    found = slices.by(LABELS, SCORES, GROUPS)
    assert found[2].positives < slices.MIN_CLASS
    assert found[2].auc is None
    assert slices.auc_gap(found) == pytest.approx(abs((found[0].auc or 0) - (found[1].auc or 0)))


def test_scores_that_favour_nobody_pass_and_biased_ones_do_not() -> None:
    fair = slices.by(LABELS, SCORES, GROUPS)
    biased = slices.by(LABELS, np.clip(SCORES + 0.3 * (GROUPS == "male"), 0, 1), GROUPS)
    assert slices.selection_ratio(fair) >= 0.8
    assert slices.selection_ratio(biased) < 0.2


def test_noise_in_one_group_widens_the_gap() -> None:
    noise = np.random.default_rng(1).random(len(SCORES))
    blurred = np.where(GROUPS == "female", noise, SCORES)
    assert slices.auc_gap(slices.by(LABELS, SCORES, GROUPS)) <= 0.03
    assert slices.auc_gap(slices.by(LABELS, blurred, GROUPS)) > 0.15


def test_the_standard_error_is_what_samples_scatter_by() -> None:
    areas = []
    for seed in range(60):
        rows, labels = sample.labelled(600, seed=500 + seed)
        areas.append(evaluate.auc(labels, sample.truth(rows)))
    expected = slices.auc_error(float(np.mean(areas)), 160, 440)
    assert float(np.std(areas)) == pytest.approx(expected, rel=0.35)


def test_nobody_selected_and_lengths_that_differ() -> None:
    assert slices.selection_ratio([]) == 1.0
    assert slices.auc_gap([]) == 0.0
    with pytest.raises(evaluate.NotMeasurable, match="groups: 3"):
        slices.by(LABELS, SCORES, ["a", "b", "c"])
