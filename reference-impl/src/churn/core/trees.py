"""Gradient-boosted trees as plain arrays, scored without the library that grew them.

A tree library's own format is a pickle. Here the nodes are arrays that anybody can read, and a score needs neither
scikit-learn nor a guess which version of it grew the trees; where a GPU is, it scores there.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from churn.core import spec
from churn.core.encode import Batch
from churn.core.predict import Arrays, Model, Scores

CATEGORIES: Final = len(spec.CATEGORICAL)
COLUMNS: Final = CATEGORIES + len(spec.NUMERIC)
# Rows scored at a time: their state, rows x trees, stays in the cache.
CHUNK_ROWS: Final = 1024
# Above every float32, below infinity: sends all numbers to the left and what is missing, as infinity, to the right.
PRESENT: Final = 1e300


class BadTrees(ValueError):
    """Trees cannot be taken over: says what about them does not fit."""


def matrix(batch: Batch) -> NDArray[np.float32]:
    """Return the columns that trees are grown on, float32 (n, 27): 9 categories' codes, then 18 numbers with NaN."""
    return np.concatenate([batch.categorical.astype(np.float32), batch.numeric], axis=1)


@dataclass(frozen=True)
class TreesModel:
    """Trees whose leaves add up to a logit.

    Arrays (nodes,) over all trees, children of a node side by side: `column` of `matrix`, `threshold` at or under
    which a number goes left, `missing_left`, `left` (the index of the left child; a leaf names itself), and `value`
    of a leaf. Where `categories` >= 0 the node splits a category: bit c is set if code c goes left. `roots` (trees,).
    """

    baseline: float
    roots: NDArray[np.int64]
    column: NDArray[np.int64]
    threshold: NDArray[np.float64]
    missing_left: NDArray[np.bool_]
    left: NDArray[np.int64]
    categories: NDArray[np.int64]
    value: NDArray[np.float64]
    device: torch.device = field(default_factory=lambda: torch.device("cpu"))
    kind: str = field(default="trees", init=False)
    members: Mapping[str, Model] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        if [array.dtype.str[1:] for array in self._stored().values()] != ["i8", "i8", "f8", "b1", "i8", "i8", "f8"]:
            raise BadTrees("trees: arrays of other types than they are saved with; export the trees again")
        nodes = np.arange(len(self.column))
        fits = (
            all(len(array) == len(nodes) > 0 for name, array in self._stored().items() if name != "roots")
            and _within(self.roots, len(nodes))
            and _within(self.column, COLUMNS)
            # A child comes after its parent: every walk ends, within as many steps as there are nodes.
            and bool(np.all(self.left >= nodes))
            and _within(self.left + (self.left != nodes), len(nodes))
        )
        if not fits:
            raise BadTrees("trees: arrays of different lengths, or a node that leads nowhere; export the trees again")

    def _stored(self) -> Arrays:
        names = ("roots", "column", "threshold", "missing_left", "left", "categories", "value")
        return {name: getattr(self, name) for name in names}

    @cached_property
    def _nodes(self) -> "_Nodes":
        return _Nodes.of(self)

    def score(self, batch: Batch) -> Scores:
        """Walk all trees at once for a piece of the rows, a level at a time; sums are float64, as in training."""
        table = torch.from_numpy(matrix(batch)).to(self.device)
        logits = (
            [self._nodes.sum(piece) + self.baseline for piece in torch.split(table, CHUNK_ROWS)] if len(batch) else []
        )
        return torch.sigmoid(torch.cat(logits)).cpu().numpy() if logits else np.empty(0)

    def arrays(self) -> Arrays:
        """Return everything that is stored, by name."""
        return {"baseline": np.array([self.baseline]), **self._stored()}


def _within(indices: NDArray[np.int64], end: int) -> bool:
    return not len(indices) or bool(indices.min() >= 0 and indices.max() < end)


@dataclass(frozen=True)
class _Nodes:
    """The arrays of a model on its device, in the form that needs the fewest steps for each level.

    Rows carry each number twice, missing as -infinity and as +infinity: a node reads the copy that sends a missing
    value the right way, and needs no test for it.
    """

    roots: Tensor
    column: Tensor
    threshold: Tensor
    left: Tensor
    categories: Tensor
    value: Tensor
    depth: int = field(kw_only=True)
    categorical: bool = field(kw_only=True)

    @classmethod
    def of(cls, model: TreesModel) -> "_Nodes":
        threshold = np.minimum(model.threshold, PRESENT)
        column = model.column + np.where(model.missing_left, 0, COLUMNS)
        leaf = model.left == np.arange(len(model.left))
        # A leaf sends everything to itself: rows that are there wait for those that are deeper.
        threshold[leaf] = np.inf
        categories = np.where(leaf, -1, model.categories)
        arrays = (model.roots, column, threshold, model.left, categories, model.value)
        tensors = [torch.from_numpy(array.copy()).to(model.device) for array in arrays]
        return cls(*tensors, depth=_depth(model), categorical=bool(np.any(categories >= 0)))

    def sum(self, rows: Tensor) -> Tensor:
        """Return the sum of the leaves that rows (n, 27) end in: float64 (n,)."""
        infinity = float("inf")
        rows = torch.cat([rows.nan_to_num(-infinity), rows.nan_to_num(infinity)], dim=1)
        node = self.roots.expand(len(rows), -1)
        for _ in range(self.depth):
            values = rows.gather(1, self.column[node])
            goes_left = values <= self.threshold[node]
            if self.categorical:
                known = self.categories[node]
                code = values.clamp(0, 62).long()
                goes_left = torch.where(known >= 0, (known >> code & 1).bool(), goes_left)
            node = self.left[node] + ~goes_left
        return self.value[node].sum(dim=1)


def _depth(model: TreesModel) -> int:
    """Return the longest way from a root to a leaf."""
    level, steps = model.roots, 0
    inner = model.left != np.arange(len(model.left))
    while len(level := level[inner[level]]):
        level = np.concatenate([model.left[level], model.left[level] + 1])
        steps += 1
    return steps


def from_nodes(
    trees: Sequence[NDArray[Any]],
    left_categories: Sequence[NDArray[np.uint32]],
    known_categories: Sequence[NDArray[Any]],
    baseline: float,
) -> TreesModel:
    """Take over the trees of scikit-learn's HistGradientBoostingClassifier (two classes), grown on `matrix`.

    `trees`: each predictor's `nodes`. `left_categories`: each predictor's `raw_left_cat_bitsets`, uint32 (splits, 8),
    over positions in `known_categories`: the codes that its encoder saw, for each categorical column; empty if the
    codes were grown on as numbers. A code that was not seen goes where a missing value goes, as there. `baseline`:
    the logit that the trees add to.
    """
    parts = [_tree(nodes, bits, known_categories) for nodes, bits in zip(trees, left_categories, strict=True)]
    starts = np.cumsum([0, *(len(part["left"]) for part in parts)])[:-1]
    for part, start in zip(parts, starts, strict=True):
        part["left"] += start
    names = ("column", "threshold", "missing_left", "left", "categories", "value")
    joined: dict[str, Any] = {name: np.concatenate([part[name] for part in parts]) for name in names}
    return TreesModel(baseline=float(baseline), roots=starts.astype(np.int64), **joined)


def _tree(nodes: NDArray[Any], bits: NDArray[np.uint32], known: Sequence[NDArray[Any]]) -> Arrays:
    """Renumber a tree's nodes level by level, so that children lie side by side and after their parent."""
    order = [0]
    left = np.zeros(len(nodes), np.int64)
    for place in range(len(nodes)):
        node = nodes[order[place]]
        left[place] = place if node["is_leaf"] else len(order)
        if not node["is_leaf"]:
            order += [int(node["left"]), int(node["right"])]
    nodes = nodes[np.array(order)]
    categories = np.full(len(nodes), -1, np.int64)
    for place, node in enumerate(nodes):
        if node["is_categorical"] and not node["is_leaf"]:
            categories[place] = _left_codes(node, bits[node["bitset_idx"]], known[node["feature_idx"]])
    return {
        "column": nodes["feature_idx"].astype(np.int64),
        "threshold": nodes["num_threshold"].astype(np.float64),
        "missing_left": nodes["missing_go_to_left"].astype(np.bool_),
        "left": left,
        "categories": categories,
        "value": np.where(nodes["is_leaf"], nodes["value"], 0.0),
    }


def _left_codes(node: Any, bits: NDArray[np.uint32], known: NDArray[Any]) -> int:
    """Return the codes that go left, as bits 0 to 62."""
    goes_left = {int(code) for position, code in enumerate(known) if int(bits[position // 32]) >> (position % 32) & 1}
    if node["missing_go_to_left"]:
        goes_left |= set(range(63)) - {int(code) for code in known}
    return sum(1 << code for code in goes_left)
