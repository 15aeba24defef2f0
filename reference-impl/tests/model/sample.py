"""Small tables with a known signal, for tests of models."""

from typing import Any

import numpy as np
import pyarrow as pa
import torch
from numpy.typing import NDArray

from churn.core import artifact, spec
from churn.core.encode import Batch
from churn.core.predict import NeuralModel

TINY: dict[str, dict[str, Any]] = {
    "mlp": {"embedding": 4, "width": 16, "depth": 2},
    "ftt": {"width": 16, "blocks": 2, "heads": 2, "hidden": 16},
}


def batch(rows: int, seed: int = 0) -> Batch:
    """Draw rows of every feature, with missing answers and unknown categories among them."""
    rng = np.random.default_rng(seed)
    numeric = rng.normal(size=(rows, len(spec.NUMERIC))).astype(np.float32)
    numeric[:, spec.NUMERIC.index("monthly_charges")] = rng.lognormal(3, 1, rows)
    numeric[:, spec.NUMERIC.index("late_payments_6m")] = rng.integers(0, 6, rows)
    numeric[rng.random(rows) < 0.4, spec.NUMERIC.index("nps")] = np.nan
    widths = [len(categories) for categories in spec.CATEGORICAL.values()]
    categorical = np.stack([rng.integers(0, width, rows) for width in widths], axis=1).astype(np.uint8)
    categorical[rng.random(rows) < 0.01, 2] = widths[2]
    return Batch(numeric, categorical)


def truth(rows: Batch) -> NDArray[np.float64]:
    """Return the probability of churn: raised by late payments, price rises, silence and a monthly contract."""
    late = rows.numeric[:, spec.NUMERIC.index("late_payments_6m")]
    price = rows.numeric[:, spec.NUMERIC.index("price_change")]
    silent = np.isnan(rows.numeric[:, spec.NUMERIC.index("nps")])
    monthly = rows.categorical[:, list(spec.CATEGORICAL).index("contract")] == 0
    return np.asarray(1 / (1 + np.exp(-(-3.5 + 0.5 * late + 0.8 * price + 0.8 * silent + 1.0 * monthly))), np.float64)


def labelled(rows: int, seed: int = 0) -> tuple[Batch, NDArray[np.uint8]]:
    """Draw rows and their labels."""
    drawn = batch(rows, seed)
    return drawn, (np.random.default_rng(seed + 1).random(rows) < truth(drawn)).astype(np.uint8)


def table(rows: Batch) -> pa.Table:
    """Return rows as the table they are encoded from; an unknown category becomes a word of no meaning."""
    columns: dict[str, pa.Array] = {spec.CUSTOMER: pa.array(np.arange(len(rows)))}
    for position, name in enumerate(spec.NUMERIC):
        columns[name] = pa.array(rows.numeric[:, position], from_pandas=True)
    for position, (name, categories) in enumerate(spec.CATEGORICAL.items()):
        words = pa.array([*categories, "unheard of"])
        columns[name] = words.take(pa.array(rows.categorical[:, position]))
    return pa.table(columns)


def untrained(kind: str, seed: int = 0) -> NeuralModel:
    """Return a tiny network with random weights."""
    torch.manual_seed(seed)
    return NeuralModel(kind, artifact.build(kind, TINY[kind]).eval(), TINY[kind])
