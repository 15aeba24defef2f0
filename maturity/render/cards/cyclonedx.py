"""A card as an ML-BOM: CycloneDX 1.6, a component of type machine-learning-model with its model card.

https://cyclonedx.org/docs/1.6/json/
"""

import uuid
from collections.abc import Iterator
from typing import Any

from maturity.errors import UsageError
from maturity.model.card import Card, Grid, Words
from maturity.render.cards.arranged import when
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
        "description": _text(card, "summary") or None,
        "modelCard": {
            "modelParameters": _parameters(card, data),
            "quantitativeAnalysis": _performance(card),
            "considerations": _considerations(card),
        },
        "properties": [{"name": f"maturity:{one.name}", "value": one.value} for one in card.stated],
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
        for number, row in enumerate(_rows(card, field), 1):
            name, digest, *_ = row
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
    for half, name, kind, _ in _rows(card, "interface"):
        sides[half].append({"format": f"{name}: {kind}"})
    return {
        "task": (_lines(card, "task") or [_text(card, "task")])[0] or None,
        "modelArchitecture": "; ".join(" ".join(row) for row in _rows(card, "architecture")) or None,
        "datasets": [{"ref": one["bom-ref"]} for one in data],
        "inputs": sides["input"],
        "outputs": sides["output"],
    }


def _performance(card: Card) -> dict[str, Any]:
    metrics = [{"type": name, "value": value} for name, value, *_ in _rows(card, "metrics")]
    slices = [{"type": row[0], "value": row[1], "slice": row[0]} for row in _rows(card, "slices") if len(row) > 1]
    return {"performanceMetrics": metrics + slices}


def _considerations(card: Card) -> dict[str, Any]:
    risks = [_text(card, field) for field in ("risks", "fairness") if _text(card, field)]
    return {
        "useCases": [one for one in (_text(card, "intended-use"),) if one],
        "technicalLimitations": [one for one in (_text(card, "limitations"), _text(card, "out-of-scope")) if one],
        "performanceTradeoffs": [one for one in (_text(card, "design"),) if one],
        "ethicalConsiderations": [{"name": one} for one in risks],
    }


def _text(card: Card, field: str) -> str:
    answer = card.entry(field).answer
    return answer.text if answer else ""


def _lines(card: Card, field: str) -> tuple[str, ...]:
    value = card.entry(field).value
    return value.lines if isinstance(value, Words) else ()


def _rows(card: Card, field: str) -> Iterator[tuple[str, ...]]:
    value = card.entry(field).value
    yield from value.rows if isinstance(value, Grid) else ()


def _without_nothing(value: Any) -> Any:
    """Leave out what says nothing: the schema knows no null."""
    if isinstance(value, dict):
        kept = {key: _without_nothing(one) for key, one in value.items()}
        return {key: one for key, one in kept.items() if one not in (None, [], {}, "")}
    return [_without_nothing(one) for one in value] if isinstance(value, list) else value
