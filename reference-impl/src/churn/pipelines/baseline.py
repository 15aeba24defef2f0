"""Stage `baseline`: gradient-boosted trees. On tables they are hard to beat: a candidate, not decoration."""

from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from churn import boundary
from churn.core import artifact, spec, trees
from churn.core.behaviour import CAUSES
from churn.core.encode import Batch
from churn.pipelines import documents, params
from churn.pipelines.tables import read
from churn.pipelines.train import MODELS

IMPORTANCE: Final = Path("reports/importance.json")
ROWS: Final = 4000
"""Drawn for the importance of features: each is shuffled in turn."""
MIN_LEAF: Final = 50
"""Rows in a leaf: with 8 % churn, fewer than four of them leave, and a rate is a guess."""


def grow(
    rows: Batch, labels: NDArray[Any], chosen: params.Trees, seed: int
) -> tuple[trees.TreesModel, dict[str, float]]:
    """Grow trees with scikit-learn, and take them over as arrays that need it no more; also return what they rest on.

    What is known to raise the risk raises the score of each tree, or leaves it.
    """
    from sklearn.ensemble import HistGradientBoostingClassifier
    from threadpoolctl import threadpool_limits

    model = HistGradientBoostingClassifier(
        max_iter=chosen.iterations,
        learning_rate=chosen.learning_rate,
        max_leaf_nodes=chosen.leaves,
        min_samples_leaf=MIN_LEAF,
        l2_regularization=1.0,
        categorical_features=list(range(trees.CATEGORIES)),
        monotonic_cst=[int(name in CAUSES) for name in (*spec.CATEGORICAL, *spec.NUMERIC)],
        early_stopping=False,
        random_state=seed,
    )
    with threadpool_limits(chosen.threads or None):
        grown = model.fit(trees.matrix(rows), labels)
    predictors = [predictor for (predictor,) in grown._predictors]  # noqa: SLF001 - there is no public way to the nodes
    encoder = grown._preprocessor.named_transformers_["encoder"]  # noqa: SLF001
    exported = trees.from_nodes(
        [predictor.nodes for predictor in predictors],
        [predictor.raw_left_cat_bitsets for predictor in predictors],
        encoder.categories_,
        grown._baseline_prediction.item(),  # noqa: SLF001
    )
    some = rows.take(slice(0, 1000))
    difference = np.abs(exported.predict(some) - grown.predict_proba(trees.matrix(some))[:, 1]).max()
    if difference > 1e-6:  # noqa: PLR2004 - what float32 leaves
        raise trees.BadTrees(f"exported trees score {difference:.1e} off; this scikit-learn stores them in another way")
    return exported, importance(grown, rows, labels, seed)


def importance(model: Any, rows: Batch, labels: NDArray[Any], seed: int) -> dict[str, float]:
    """Return by how much AUC falls when a feature is shuffled, the most important first.

    Breiman, "Random Forests", 2001, section 10.
    """
    from sklearn.inspection import permutation_importance

    drawn = np.random.default_rng(seed).permutation(len(labels))[:ROWS]
    found = permutation_importance(
        model, trees.matrix(rows)[drawn], labels[drawn], scoring="roc_auc", n_repeats=2, random_state=seed
    )
    named = zip((*spec.CATEGORICAL, *spec.NUMERIC), found.importances_mean.tolist(), strict=True)
    return {name: round(fall, 6) for name, fall in sorted(named, key=lambda one: -one[1])}


def main() -> None:
    """Run the stage."""
    chosen, data = params.load(), read("train")
    grown, falls = grow(data.batch, data.labels, chosen.model.trees, chosen.seed)
    artifact.save(grown, MODELS / "trees")
    documents.write_json(falls, IMPORTANCE)
    documents.say(f"baseline: {chosen.model.trees.iterations} trees on {len(data.labels)} rows")


if __name__ == "__main__":
    boundary.run(main)
