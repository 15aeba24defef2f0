"""Properties that hold for every table, score and forest, not only for those somebody thought of."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from sklearn import metrics
from tests.model import sample

from churn.core import calibrate, evaluate, slices
from churn.core.encode import encode
from churn.core.seeds import derive
from churn.core.tensors import permutation
from churn.core.trees import TreesModel, matrix

settings.register_profile("patient", deadline=None)  # a busy machine is no failure
settings.load_profile("patient")
CPU = torch.device("cpu")
scores = arrays.arrays(np.float64, st.integers(4, 60), elements=st.sampled_from([0.0, 0.1, 0.25, 0.5, 0.75, 1.0]))


@st.composite
def measured(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Draw labels of both classes, scores with many ties, and weights."""
    given_scores = draw(scores)
    rows = len(given_scores)
    labels = np.array([0, 1, *draw(st.lists(st.integers(0, 1), min_size=rows - 2, max_size=rows - 2))])
    weights = draw(arrays.arrays(np.float64, rows, elements=st.floats(0.125, 8)))
    return labels, given_scores, weights


@given(measured())
def test_order_measures_equal_scikit_learn(drawn: tuple[np.ndarray, np.ndarray, np.ndarray]) -> None:
    labels, given_scores, weights = drawn
    found = evaluate.evaluate(labels, given_scores, weights, resamples=0)
    expected = metrics.roc_auc_score(labels, given_scores, sample_weight=weights)
    assert found.auc == pytest.approx(expected, abs=1e-12)
    expected = metrics.average_precision_score(labels, given_scores, sample_weight=weights)
    assert found.average_precision == pytest.approx(expected, abs=1e-12)


@given(measured(), st.randoms(use_true_random=False))
def test_measures_do_not_depend_on_the_order_of_rows(
    drawn: tuple[np.ndarray, np.ndarray, np.ndarray], random: object
) -> None:
    labels, given_scores, weights = drawn
    order = np.random.default_rng(random.randrange(99)).permutation(len(labels))  # type: ignore[attr-defined]
    one = evaluate.evaluate(labels, given_scores, weights, resamples=0)
    other = evaluate.evaluate(labels[order], given_scores[order], weights[order], resamples=0)
    assert (one.auc, one.ece) == pytest.approx((other.auc, other.ece), abs=1e-12)


@given(measured())
def test_reversing_scores_reverses_the_auc(drawn: tuple[np.ndarray, np.ndarray, np.ndarray]) -> None:
    labels, given_scores, _ = drawn
    assert evaluate.auc(labels, given_scores) + evaluate.auc(labels, 1 - given_scores) == pytest.approx(1)


@given(measured())
def test_a_calibration_never_turns_two_scores_around_and_is_never_certain(
    drawn: tuple[np.ndarray, np.ndarray, np.ndarray],
) -> None:
    labels, given_scores, _ = drawn
    ascending = np.linspace(0, 1, 101)
    answers = calibrate.Isotonic.learn(given_scores, labels).apply(ascending)
    assert np.all(np.diff(answers) >= 0)
    assert 0 < answers.min() <= answers.max() < 1
    answers = calibrate.Platt.learn(given_scores, labels).apply(ascending)
    assert 0 < answers.min() <= answers.max() < 1


@given(measured())
def test_isotonic_keeps_the_mean(drawn: tuple[np.ndarray, np.ndarray, np.ndarray]) -> None:
    labels, given_scores, _ = drawn
    answers = calibrate.Isotonic.learn(given_scores, labels).apply(given_scores)
    assert answers.mean() == pytest.approx(labels.mean(), abs=0.5 / (len(labels) + 1) + 1e-9)


@given(measured(), st.data())
def test_groups_together_are_all_rows(drawn: tuple[np.ndarray, np.ndarray, np.ndarray], data: st.DataObject) -> None:
    labels, given_scores, _ = drawn
    groups = data.draw(st.lists(st.sampled_from("abc"), min_size=len(labels), max_size=len(labels)))
    found = slices.by(labels, given_scores, groups)
    assert sum(one.n for one in found) == len(labels)
    assert sum(one.positives for one in found) == labels.sum()
    assert 0 <= slices.selection_ratio(found) <= 1


@given(st.integers(1, 300), st.integers(0, 2**31), st.integers(1, 50))
def test_an_epoch_visits_every_row_once(rows: int, seed: int, epoch: int) -> None:
    assert sorted(permutation(rows, seed, epoch, CPU).tolist()) == list(range(rows))


@given(st.lists(st.integers(0, 2**40), min_size=1, max_size=4, unique=True))
def test_derived_seeds_repeat_and_fit_a_generator(parts: list[int]) -> None:
    assert derive(*parts) == derive(*parts)
    assert 0 <= derive(*parts) < 2**63
    assert derive(*parts, 1) != derive(*parts, 2)


@settings(max_examples=10)
@given(st.integers(0, 2**16), st.integers(1, 12))
def test_a_row_scores_the_same_alone_and_among_others(seed: int, rows: int) -> None:
    drawn = sample.batch(rows, seed)
    for model in (sample.untrained("mlp", seed), sample.untrained("ftt", seed), forest(seed)):
        together = model.predict(drawn)
        alone = [model.predict(drawn.take(slice(row, row + 1)))[0] for row in range(rows)]
        assert np.abs(together - alone).max() < 1e-5


@given(st.integers(0, 2**16))
def test_forests_score_as_a_walk_by_hand_does(seed: int) -> None:
    model, drawn = forest(seed), sample.batch(20, seed)
    table = matrix(drawn).astype(np.float64)
    expected = [1 / (1 + np.exp(-sum(walk(model, int(root), row) for root in model.roots))) for row in table]
    assert np.abs(model.predict(drawn) - expected).max() < 1e-12


@given(st.integers(0, 2**16), st.integers(0, 30))
def test_encoding_is_blind_to_the_order_of_columns_and_to_other_columns(seed: int, rows: int) -> None:
    drawn = sample.batch(rows, seed)
    table = sample.table(drawn)
    names = np.random.default_rng(seed).permutation(table.column_names).tolist()
    found = encode(table.select(names))
    assert np.array_equal(found.numeric, drawn.numeric, equal_nan=True)
    assert np.array_equal(found.categorical, drawn.categorical)


def forest(seed: int, trees: int = 3, splits: int = 6) -> TreesModel:
    """Grow trees at random: each split turns a leaf into a node with two leaves at the end."""
    rng = np.random.default_rng(seed)
    left: list[int] = []
    roots = []
    for _ in range(trees):
        roots.append(len(left))
        leaves = [len(left)]
        left.append(len(left))
        for _ in range(splits):
            node = leaves.pop(int(rng.integers(len(leaves))))
            left[node] = len(left)
            leaves += [len(left), len(left) + 1]
            left += leaves[-2:]
    nodes = len(left)
    column = rng.integers(0, 27, nodes)
    return TreesModel(
        baseline=0.0,
        roots=np.array(roots),
        column=column,
        threshold=np.where(rng.random(nodes) < 0.1, np.inf, rng.normal(size=nodes)),
        missing_left=rng.random(nodes) < 0.5,
        left=np.array(left),
        categories=np.where(column < 9, rng.integers(0, 2**10, nodes), -1),
        value=rng.normal(size=nodes),
    )


def walk(model: TreesModel, node: int, row: np.ndarray) -> float:
    while model.left[node] != node:
        value = row[model.column[node]]
        if model.categories[node] >= 0:
            goes_left = bool(model.categories[node] >> int(value) & 1)
        elif np.isnan(value):
            goes_left = bool(model.missing_left[node])
        else:
            goes_left = bool(value <= model.threshold[node])
        node = int(model.left[node]) + (not goes_left)
    return float(model.value[node])
