"""The typed contract of the API, generated from the feature specification: names, units, ranges, what may be missing.

A number outside its range is refused with its place: no model was validated there. A category that the specification
does not know is accepted and counted: models keep a code for it, and a new device must not cost a customer the answer.
"""

from collections.abc import Sequence
from datetime import date
from operator import attrgetter
from typing import Annotated, Any

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, create_model

from churn.core.encode import Batch
from churn.core.spec import CATEGORICAL, NUMBERS, NUMERIC, Number
from churn.ops.predictions import confidence
from churn.ops.release import Route
from churn.serving.service import Answered

MAX_ROWS = 1000
"""Rows of one JSON request; tables go to /predict/arrow."""

_CODES = tuple({value: code for code, value in enumerate(values)} for values in CATEGORICAL.values())
_numbers = attrgetter(*NUMERIC)
_categories = attrgetter(*CATEGORICAL)


class _Message(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


def _number(number: Number) -> tuple[Any, Any]:
    about = f"{number.about} ({number.unit})" if number.unit else number.about
    bounded = Annotated[float, Field(ge=number.low, le=number.high)]
    if number.nullable:
        return bounded | None, Field(None, description=about)
    return bounded, Field(description=about)


def _category(values: tuple[str, ...]) -> tuple[Any, Any]:
    text = Annotated[str, StringConstraints(min_length=1, max_length=50)]
    return text, Field(examples=list(values), description=f"one of {', '.join(values)}; others are scored as unknown")


_fields: dict[str, Any] = {number.name: _number(number) for number in NUMBERS}
_fields |= {name: _category(values) for name, values in CATEGORICAL.items()}
Features = create_model("Features", __base__=_Message, __doc__="The 27 features of a customer and month.", **_fields)


class Row(_Message):
    """One customer to score."""

    customer_id: int = Field(ge=0, lt=2**63)
    month: date | None = Field(
        None, description="first day of the month that the features describe; this month if left out"
    )
    features: Features | None = Field(None, description="left out: the online feature store is asked")


class Request(_Message):
    """The body of /predict."""

    rows: list[Row] = Field(min_length=1, max_length=MAX_ROWS)


class Answer(_Message):
    """The answer for one row, with what answered it."""

    customer_id: int
    score: float = Field(ge=0, le=1, description="probability of churn within 30 days")
    confidence: float = Field(ge=0.5, le=1, description="probability of the likelier outcome")
    value: float = Field(description="charges of the next 12 months")
    priority: float = Field(description="score times value: what retention may save")
    route: Route
    model: str
    version: str


class Response(_Message):
    """The body that /predict answers."""

    request_id: str
    release: int
    predictions: list[Answer]


def encode_features(features: Sequence[Any]) -> tuple[Batch, int]:
    """Return the batch of validated `Features`, equal to `encode` of their table, and how many values are unknown."""
    numeric = np.array([_numbers(row) for row in features], dtype=np.float32)  # None becomes NaN
    codes = [
        [known.get(value, len(known)) for known, value in zip(_CODES, _categories(row), strict=True)]
        for row in features
    ]
    categorical = np.array(codes, dtype=np.uint8)
    unknown = int((categorical == np.array([len(known) for known in _CODES])).sum())
    return Batch(numeric=numeric, categorical=categorical), unknown


def answers(customers: NDArray[np.int64], answered: Answered) -> list[Answer]:
    """Return the rows of a response; built by the server itself, so not validated again."""
    columns = (customers.tolist(), answered.scores.tolist(), answered.values.tolist(), answered.priorities.tolist())
    return [
        Answer.model_construct(
            customer_id=customer,
            score=score,
            confidence=confidence(score),
            value=value,
            priority=priority,
            route=by.route,
            model=by.name,
            version=by.version,
        )
        for customer, score, value, priority, by in zip(*columns, answered.deployments, strict=True)
    ]
