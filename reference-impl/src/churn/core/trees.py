"""Gradient-boosted trees as plain arrays, scored without the library that grew them.

A tree library's own format is a pickle. Here the nodes are arrays that anybody can read, and a score needs neither
scikit-learn nor a guess which version of it grew the trees; where a GPU is, it scores there.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
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
# Rows scored at a time: on a CPU their state, rows x trees, stays in its cache; a GPU wants many.
CHUNK_ROWS: Final = {"cpu": 128, "cuda": 1 << 16}
# A tree's leaves are the bits of an int64, without the one for the sign.
MOST_LEAVES: Final = 63
Mask = NDArray[np.int64]


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
        # Now, not at the first score: trees that cannot be looked up are refused when they are loaded.
        _ = self._lookup

    def _stored(self) -> Arrays:
        names = ("roots", "column", "threshold", "missing_left", "left", "categories", "value")
        return {name: getattr(self, name) for name in names}

    @cached_property
    def _lookup(self) -> "_Lookup":
        return _Lookup.of(self)

    def predict(self, batch: Batch) -> Scores:
        """Look the leaves up for a piece of the rows; sums are float64, as in training."""
        table = torch.from_numpy(matrix(batch)).to(self.device)
        logits = (
            [self._lookup.sum(piece) + self.baseline for piece in torch.split(table, CHUNK_ROWS[self.device.type])]
            if len(batch)
            else []
        )
        return torch.sigmoid(torch.cat(logits)).cpu().numpy() if logits else np.empty(0)

    def arrays(self) -> Arrays:
        """Return everything that is stored, by name."""
        return {"baseline": np.array([self.baseline]), **self._stored()}


def _within(indices: NDArray[np.int64], end: int) -> bool:
    return not len(indices) or bool(indices.min() >= 0 and indices.max() < end)


@dataclass(frozen=True)
class _Lookup:
    """All splits of a column answered at once: a row of `masks` for each place that a value can have among them.

    Bits are the leaves of a tree, from left to right; where a value does not go left, it clears those on the left. What
    is left after all columns begins with the leaf that a walk would end in (Lucchese et al., "QuickScorer", 2015).
    `masks` int64 (places, trees). Numbers: `thresholds` float64 (18, k), ascending, padded; the place of a value is the
    count of thresholds under it, after `starts` (18,), or `missing` (18,). Categories: the code after `codes` (9,), at
    most `reserved` (9,). `values` float64 (trees, 63): what leaves add.
    """

    masks: Tensor
    thresholds: Tensor
    starts: Tensor
    missing: Tensor
    codes: Tensor
    reserved: Tensor
    values: Tensor

    @classmethod
    def of(cls, model: TreesModel) -> "_Lookup":
        splits, values = _walk(model)
        masks: list[Mask] = []
        codes, starts, missing, thresholds = [], [], [], []
        for column, categories in enumerate(spec.CATEGORICAL.values()):
            codes.append(len(masks))
            rights = ([one for one in splits[column] if not one.takes(code)] for code in range(len(categories) + 1))
            masks += [_cleared(_all_leaves(model), right) for right in rights]
        for column in range(CATEGORIES, COLUMNS):
            starts.append(len(masks))
            masks.append(_all_leaves(model))
            thresholds.append(sorted({one.threshold for one in splits[column]}))
            for _, passed in groupby(sorted(splits[column], key=_threshold), _threshold):
                masks.append(_cleared(masks[-1], passed))
            missing.append(len(masks))
            masks.append(_cleared(_all_leaves(model), (one for one in splits[column] if not one.missing_left)))
        longest = max(len(edges) for edges in thresholds)
        padded = [edges + [np.inf] * (longest - len(edges)) for edges in thresholds]
        widest = [len(categories) for categories in spec.CATEGORICAL.values()]
        arrays = [np.array(part) for part in (masks, padded, starts, missing, codes, widest)]
        return cls(*(torch.from_numpy(array).to(model.device) for array in (*arrays, values)))

    def sum(self, rows: Tensor) -> Tensor:
        """Return the sum of the leaves that rows (n, 27) end in: float64 (n,)."""
        codes = rows[:, :CATEGORIES].long().minimum(self.reserved) + self.codes
        numbers = rows[:, CATEGORIES:].double()
        found = torch.searchsorted(self.thresholds, numbers.T.contiguous()).T + self.starts
        places = torch.cat([codes, torch.where(numbers.isnan(), self.missing, found)], dim=1).T.contiguous()
        left = self.masks[places[0]]
        for place in places[1:]:
            left &= self.masks[place]
        leaf = torch.frexp((left & -left).double()).exponent.long() - 1
        return self.values.gather(1, leaf.T).sum(dim=0)


@dataclass(frozen=True, slots=True)
class _Split:
    """An inner node: its tree, what goes left, and the bits of the leaves there."""

    tree: int
    threshold: float
    missing_left: bool
    categories: int
    leaves: int

    def takes(self, code: int) -> bool:
        """Tell whether a category goes left."""
        return bool(self.categories >> code & 1) if self.categories >= 0 else code <= self.threshold


def _threshold(split: _Split) -> float:
    return split.threshold


def _all_leaves(model: TreesModel) -> Mask:
    return np.full(len(model.roots), (1 << MOST_LEAVES) - 1)


def _cleared(mask: Mask, splits: Iterable[_Split]) -> Mask:
    mask = mask.copy()
    for split in splits:
        mask[split.tree] &= ~split.leaves
    return mask


def _walk(model: TreesModel) -> tuple[list[list[_Split]], NDArray[np.float64]]:
    """Return the splits of each column, and the values of leaves (trees, 63), numbered from left to right."""
    splits: list[list[_Split]] = [[] for _ in range(COLUMNS)]
    values = np.zeros((len(model.roots), MOST_LEAVES))
    for tree, root in enumerate(model.roots.tolist()):
        leaves = 0
        # A node comes with None on the way down, and again after its left side, with the first leaf of that.
        waiting: list[tuple[int, int | None]] = [(root, None)]
        while waiting:
            node, first = waiting.pop()
            left = int(model.left[node])
            if first is not None:
                bits = (1 << leaves) - (1 << first)
                column = int(model.column[node])
                split = _Split(
                    tree,
                    float(model.threshold[node]),
                    bool(model.missing_left[node]),
                    int(model.categories[node]),
                    bits,
                )
                splits[column].append(split)
                waiting.append((left + 1, None))
            elif left == node:
                if leaves == MOST_LEAVES:
                    raise BadTrees(f"trees: more than {MOST_LEAVES} leaves in one; grow smaller trees")
                values[tree, leaves] = model.value[node]
                leaves += 1
            else:
                waiting += [(node, leaves), (left, None)]
    return splits, values


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
