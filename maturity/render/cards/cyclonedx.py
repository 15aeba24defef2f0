"""A card as an ML-BOM: CycloneDX 1.6, a component of type machine-learning-model with its model card.

https://cyclonedx.org/docs/1.6/json/
"""

import re
import uuid
from typing import Any

from maturity.errors import UsageError
from maturity.model.card import Card, Cell
from maturity.render.cards.arranged import when
from maturity.render.cards.numbers import exact
from maturity.render.json import encoded
from maturity.render.style import Style

_FUNCTION, _OF_MODEL = "python_function.", "model: "
_SHA256 = re.compile(r"[0-9a-f]{64}")
_SPACE = uuid.UUID("6f2b2e3e-54c1-5d0e-9f3e-2d5e1b7f3a10")
"""Serial numbers follow from the content of the card: the same card, the same number."""


def render(card: Card, _style: Style) -> str:
    """Return the document.

    Raises:
        UsageError: it is the card of data alone; a model's document lists its data.
    """
    if card.subject != "model":
        raise UsageError("--format cyclonedx: is for models; their document lists their data")
    name = f"models:/{card.model}/{card.version}"
    data = _datasets(card)
    component = {
        "type": "machine-learning-model",
        "bom-ref": name,
        "name": card.model,
        "version": card.version,
        "description": card.said("summary") or None,
        "hashes": [{"alg": "SHA-256", "content": one} for one in card.lines("digest") if _SHA256.fullmatch(one)],
        "licenses": [{"license": {"name": one}} for one in _licences(card)],
        "modelCard": {
            "modelParameters": _parameters(card, data),
            "quantitativeAnalysis": _performance(card),
            "considerations": _considerations(card),
        },
        "properties": [{"name": f"maturity:{one.name}", "value": _told(one.value)} for one in card.stated],
    }
    return encoded(
        _without_nothing(
            {
                "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
                "bomFormat": "CycloneDX",
                "specVersion": "1.6",
                "serialNumber": f"urn:uuid:{uuid.uuid5(_SPACE, card.digest + name)}",
                "version": 1,
                "metadata": {
                    "timestamp": when(card).replace(" UTC", ":00Z").replace(" ", "T"),
                    "tools": {"components": [{"type": "application", **_tool(card.tool)}]},
                },
                "components": [component, *data],
            }
        )
    )


def _licences(card: Card) -> list[str]:
    """Return the licences of the model itself; that of its code is another's."""
    return [line.removeprefix(_OF_MODEL) for line in card.lines("license") if line.startswith(_OF_MODEL)]


def _datasets(card: Card) -> list[dict[str, Any]]:
    """Return the data as components that the model card refers to."""
    found = []
    for field in ("training-data", "test-data"):
        for number, row in enumerate(card.rows(field), 1):
            name, digest, *_ = map(_told, row)
            found.append(
                {
                    "type": "data",
                    "bom-ref": f"{field}-{number}",
                    "name": name or "-",
                    "version": digest or None,
                    "data": [{"type": "dataset", "name": name or "-"}],
                }
            )
    return found


def _parameters(card: Card, data: list[dict[str, Any]]) -> dict[str, Any]:
    sides: dict[str, list[dict[str, str]]] = {"input": [], "output": []}
    for half, name, kind, _ in card.rows("interface"):
        sides[str(half)].append({"format": f"{kind}" if name == "-" else f"{name}: {kind}"})
    return {
        "task": (card.lines("task") or [card.said("task")])[0] or None,
        "modelArchitecture": _architecture(card),
        "datasets": [{"ref": one["bom-ref"]} for one in data],
        "inputs": sides["input"],
        "outputs": sides["output"],
    }


def _architecture(card: Card) -> str | None:
    """Return what the flavours say; that it can be called as a function says nothing where another one is there."""
    rows = [" ".join(map(_told, row)) for row in card.rows("architecture")]
    return "; ".join([row for row in rows if not row.startswith(_FUNCTION)] or rows) or None


def _performance(card: Card) -> dict[str, Any]:
    metrics = [{"type": name, "value": _told(value)} for name, value, *_ in card.rows("metrics")]
    grouped = [tuple(map(_told, row)) for row in card.rows("slices") if len(row) > 1]
    slices = [{"type": row[0], "value": row[1], "slice": row[0]} for row in grouped]
    return {"performanceMetrics": metrics + slices}


def _considerations(card: Card) -> dict[str, Any]:
    risks = [*_items(card, "risks"), *_items(card, "fairness")]
    return {
        "useCases": _items(card, "intended-use"),
        "technicalLimitations": [
            *_items(card, "limitations"),
            *(f"Out of scope: {one}" for one in _items(card, "out-of-scope")),
        ],
        "performanceTradeoffs": _items(card, "design"),
        "ethicalConsiderations": [{"name": one} for one in risks],
    }


def _items(card: Card, field: str) -> list[str]:
    """Return what a person answered: each item of a list by itself, any other text whole."""
    said = card.said(field)
    lines = said.splitlines()
    listed = bool(lines) and all(line.startswith("- ") for line in lines)
    return [line.removeprefix("- ") for line in lines] if listed else [said] * bool(said)


def _tool(tool: str) -> dict[str, str]:
    name, _, version = tool.rpartition(" ")
    return {"name": name, "version": version}


def _told(cell: Cell) -> str:
    """Return a cell; the format has texts for numbers, and programs read them."""
    return cell if isinstance(cell, str) else exact(cell)


def _without_nothing(value: Any) -> Any:
    """Leave out what says nothing: the schema knows no null."""
    if isinstance(value, dict):
        kept = {key: _without_nothing(one) for key, one in value.items()}
        return {key: one for key, one in kept.items() if one not in (None, [], {}, "")}
    return [_without_nothing(one) for one in value] if isinstance(value, list) else value
