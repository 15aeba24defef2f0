"""The front matter of a Hugging Face model card: the fields that its hub reads.

https://huggingface.co/docs/hub/model-cards
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from maturity.model.card import Card, Cell
from maturity.render.cards.numbers import printed

_SPDX = re.compile(r"[A-Za-z0-9][A-Za-z0-9.+-]{0,60}")
_TASK = re.compile(r"[a-z][a-z0-9-]{2,60}")
_LIBRARIES = {
    "sklearn": "sklearn",
    "pytorch": "pytorch",
    "tensorflow": "tf-keras",
    "keras": "keras",
    "transformers": "transformers",
    "xgboost": "xgboost",
    "lightgbm": "lightgbm",
    "catboost": "catboost",
    "onnx": "onnx",
    "spacy": "spacy",
    "fastai": "fastai",
    "sentence_transformers": "sentence-transformers",
    "langchain": "langchain",
}
"""Flavours of MLflow, and what the hub calls these libraries."""


def front_matter(card: Card) -> str:
    """Return the front matter, fences included. Each value is JSON, which YAML reads as it is."""
    # Signs of HTML are only spelled otherwise: a page that shows the source as it is stays as it is.
    told = ((key, json.dumps(value).replace("<", "\\u003c").replace(">", "\\u003e")) for key, value in _fields(card))
    lines = [f"{key}: {value}" for key, value in told]
    return "\n".join(["---", *lines, "---"])


def _fields(card: Card) -> Iterator[tuple[str, Any]]:
    yield "model_name", card.model
    if license_ := _license(card):
        yield "license", license_
    if library := _library(card):
        yield "library_name", library
    task = card.lines("task")
    if task and _TASK.fullmatch(task[0]):
        yield "pipeline_tag", task[0]
    yield "tags", ["mlflow", "maturity-card"]
    data = card.rows("training-data")
    if data:
        yield "datasets_used", [f"{row[0]}@{row[1]}" for row in data[:20]]
    metrics = card.rows("metrics")
    if metrics:
        yield "model-index", [_index(card, metrics, data[0][0] if data else "")]


def _index(card: Card, metrics: tuple[tuple[Cell, ...], ...], data: Cell) -> dict[str, Any]:
    test = card.rows("test-data")
    name = test[0][0] if test else data or "not recorded"
    named = (card.lines("task") or [card.said("task")])[0]
    task = named if _TASK.fullmatch(named) else "other"
    return {
        "name": card.model,
        "results": [
            {
                "task": {"type": task},
                "dataset": {"type": "mlflow", "name": name},
                "metrics": [{"type": row[0], "value": _rounded(row[1]), "name": row[0]} for row in metrics],
            }
        ],
    }


def _rounded(value: Cell) -> int | float:
    """Return a metric as the tables below print it."""
    told = printed(value)
    return int(told) if told.lstrip("-").isdecimal() else float(told)


def _license(card: Card) -> str:
    for line in card.lines("license"):
        name = line.partition(": ")[2] or line
        if _SPDX.fullmatch(name):
            return name.lower()
    return ""


def _library(card: Card) -> str:
    for row in card.rows("architecture"):
        what, value = map(printed, row[:2])
        flavour = value if what == "flavour" else what.partition(".")[0]
        if flavour in _LIBRARIES:
            return _LIBRARIES[flavour]
    return ""
