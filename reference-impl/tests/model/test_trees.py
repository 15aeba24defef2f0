"""Exported trees score as scikit-learn does, with missing values and with categories that it never saw."""

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier
from tests.model import sample
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped, unused-ignore]

from churn.core import trees
from churn.core.encode import Batch


def grow(rows: Batch, labels: NDArray[Any], *, categories: bool) -> tuple[HistGradientBoostingClassifier, Any]:
    columns = list(range(trees.CATEGORIES)) if categories else None
    model = HistGradientBoostingClassifier(
        max_iter=25, max_leaf_nodes=12, categorical_features=columns, early_stopping=False, random_state=0
    )
    with threadpool_limits(1):
        grown = model.fit(trees.matrix(rows), labels)
    predictors = [predictor for (predictor,) in grown._predictors]
    encoder = grown._preprocessor.named_transformers_["encoder"].categories_ if categories else []
    exported = trees.from_nodes(
        [predictor.nodes for predictor in predictors],
        [predictor.raw_left_cat_bitsets for predictor in predictors],
        encoder,
        grown._baseline_prediction.item(),
    )
    return grown, exported


@pytest.mark.parametrize("categories", [True, False])
def test_scores_equal_scikit_learn(categories: bool) -> None:
    rows, labels = sample.labelled(3000)
    rows.categorical[:, 4] = np.where(rows.categorical[:, 4] == 2, 1, rows.categorical[:, 4])
    grown, exported = grow(rows, labels, categories=categories)
    other = sample.batch(2500, seed=5)
    other.numeric[::3, 8] = np.nan
    expected = grown.predict_proba(trees.matrix(other))[:, 1]
    assert np.abs(exported.predict(other) - expected).max() < 1e-6
    assert (exported.categories >= 0).any() == categories


def test_a_split_of_present_from_missing_is_kept() -> None:
    rows = sample.batch(2000)
    labels = np.isnan(rows.numeric[:, 10]).astype(int)
    grown, exported = grow(rows, labels, categories=False)
    assert np.abs(exported.predict(rows) - grown.predict_proba(trees.matrix(rows))[:, 1]).max() < 1e-6
    assert exported.predict(rows)[labels == 1].min() > 0.8


def test_trees_without_a_split_and_no_rows() -> None:
    rows = sample.batch(30)
    _, exported = grow(rows, np.array([0, 1] * 15), categories=False)
    assert exported.predict(rows) == pytest.approx(np.full(30, 0.5))
    assert exported.predict(rows.take(slice(0, 0))).shape == (0,)


def test_larger_trees_than_fit_are_refused() -> None:
    splits = 63
    chain = np.array([2 * (node // 2) + 1 if node % 2 == 0 and node < 2 * splits else node for node in range(127)])
    with pytest.raises(trees.BadTrees, match="more than 63 leaves"):
        trees.TreesModel(
            baseline=0.0,
            roots=np.array([0]),
            column=np.full(127, 9),
            threshold=np.zeros(127),
            missing_left=np.zeros(127, np.bool_),
            left=chain,
            categories=np.full(127, -1),
            value=np.ones(127),
        )


@pytest.mark.parametrize(
    "damage",
    [
        {"left": np.zeros(3, np.int64)},
        {"left": np.array([2, 1, 2])},
        {"column": np.array([27, 0, 0])},
        {"roots": np.array([3])},
        {"value": np.zeros(2)},
        {"threshold": np.zeros(3, np.float32)},
    ],
)
def test_trees_that_lead_nowhere_are_refused(damage: dict[str, Any]) -> None:
    good: dict[str, Any] = {
        "roots": np.array([0]),
        "column": np.zeros(3, np.int64),
        "threshold": np.zeros(3),
        "missing_left": np.zeros(3, np.bool_),
        "left": np.array([1, 1, 2]),
        "categories": np.full(3, -1),
        "value": np.array([0.0, -1.0, 1.0]),
    }
    trees.TreesModel(baseline=0.0, **good)
    with pytest.raises(trees.BadTrees):
        trees.TreesModel(baseline=0.0, **good | damage)
