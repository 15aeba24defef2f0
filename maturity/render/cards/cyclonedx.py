"""A card as an ML-BOM: CycloneDX 1.6, a component of type machine-learning-model with its model card.

https://cyclonedx.org/docs/1.6/json/
"""

import uuid
from typing import Any

from maturity.errors import UsageError
from maturity.model.card import Card, Cell
from maturity.render.cards.arranged import when
from maturity.render.cards.numbers import exact
from maturity.render.json import encoded
from maturity.render.style import Style

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
                    "tools": {"components": [{"type": "application", "name": card.tool}]},
                },
                "components": [component, *data],
            }
        )
    )


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
        sides[str(half)].append({"format": f"{name}: {kind}"})
    return {
        "task": (card.lines("task") or [card.said("task")])[0] or None,
        "modelArchitecture": "; ".join(" ".join(map(_told, row)) for row in card.rows("architecture")) or None,
        "datasets": [{"ref": one["bom-ref"]} for one in data],
        "inputs": sides["input"],
        "outputs": sides["output"],
    }


def _performance(card: Card) -> dict[str, Any]:
    metrics = [{"type": name, "value": _told(value)} for name, value, *_ in card.rows("metrics")]
    grouped = [tuple(map(_told, row)) for row in card.rows("slices") if len(row) > 1]
    slices = [{"type": row[0], "value": row[1], "slice": row[0]} for row in grouped]
    return {"performanceMetrics": metrics + slices}


def _considerations(card: Card) -> dict[str, Any]:
    risks = [card.said(field) for field in ("risks", "fairness") if card.said(field)]
    return {
        "useCases": [one for one in (card.said("intended-use"),) if one],
        "technicalLimitations": [one for one in (card.said("limitations"), card.said("out-of-scope")) if one],
        "performanceTradeoffs": [one for one in (card.said("design"),) if one],
        "ethicalConsiderations": [{"name": one} for one in risks],
    }


def _told(cell: Cell) -> str:
    """Return a cell; the format has texts for numbers, and programs read them."""
    return cell if isinstance(cell, str) else exact(cell)


def _without_nothing(value: Any) -> Any:
    """Leave out what says nothing: the schema knows no null."""
    if isinstance(value, dict):
        kept = {key: _without_nothing(one) for key, one in value.items()}
        return {key: one for key, one in kept.items() if one not in (None, [], {}, "")}
    return [_without_nothing(one) for one in value] if isinstance(value, list) else value
