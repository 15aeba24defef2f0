"""One answer from several models: the members of a composite score side by side, then it combines their scores."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from churn.core.encode import Batch
from churn.core.models.composite import Composite
from churn.core.predict import Model
from churn.serving.batcher import Batcher


@dataclass(frozen=True)
class Scored:
    """Churn probabilities of n rows, and the standard deviation of the members' scores if it was a composite."""

    scores: NDArray[np.float64]
    disagreement: NDArray[np.float64] | None = None


async def score(model: Model, batchers: Mapping[str, Batcher], batch: Batch) -> Scored:
    """Score a batch by a model, or by all members of a composite at one time.

    `batchers` holds one batcher per member, or one under the empty name for a model without members.
    """
    if not isinstance(model, Composite):
        return Scored(await batchers[""].submit(batch))
    names = list(model.members)
    parts = await asyncio.gather(*(batchers[name].submit(batch) for name in names))
    return Scored(model.combine(dict(zip(names, parts, strict=True))), np.std(parts, axis=0))
