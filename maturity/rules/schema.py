"""The JSON schemas that we publish: of an assessment, for its readers, of rule and framework files, for editors."""

import json
from typing import Any

from pydantic import TypeAdapter

from maturity.model import card
from maturity.model.assessment import SCHEMA_VERSION, Assessment
from maturity.model.card import Card
from maturity.model.framework import Framework
from maturity.model.rule import Rule
from maturity.rules.fields import kinds

_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_KIND_KEYS = frozenset({"some", "none", "every", "share", "links", "to"})


def assessment_schema() -> dict[str, Any]:
    """Return the schema of the JSON assessment."""
    schema = TypeAdapter(Assessment).json_schema(mode="serialization")
    schema["properties"]["schema_version"]["const"] = SCHEMA_VERSION
    return _headed(schema, f"urn:maturity:assessment:{SCHEMA_VERSION}", "MLOps maturity assessment")


def rule_schema() -> dict[str, Any]:
    """Return the schema of a rule file; the kinds of fact are listed, so that an editor completes them."""
    schema = TypeAdapter(Rule).json_schema(by_alias=True)
    for definition in schema["$defs"].values():
        for key in _KIND_KEYS & definition.get("properties", {}).keys():
            if definition["properties"][key].get("type") == "string":
                definition["properties"][key]["enum"] = sorted(kinds())
    return _headed(schema, "urn:maturity:rule:1", "Rule of the maturity catalog")


def framework_schema() -> dict[str, Any]:
    """Return the schema of a framework file."""
    return _headed(
        TypeAdapter(Framework).json_schema(), "urn:maturity:framework:1", "Framework of the maturity catalog"
    )


def card_schema() -> dict[str, Any]:
    """Return the schema of a model card as JSON."""
    schema = TypeAdapter(Card).json_schema(mode="serialization")
    schema["properties"]["schema_version"]["const"] = card.SCHEMA_VERSION
    return _headed(schema, f"urn:maturity:card:{card.SCHEMA_VERSION}", "Model card")


def published() -> dict[str, str]:
    """Return the text of every published schema by its path in the repository."""
    rule, framework = _text(rule_schema()), _text(framework_schema())
    return {
        "docs/schema/assessment.schema.json": _text(assessment_schema()),
        "docs/schema/card.schema.json": _text(card_schema()),
        "docs/schema/rule.schema.json": rule,
        "checks/rule.schema.json": rule,
        "docs/schema/framework.schema.json": framework,
        "checks/framework.schema.json": framework,
    }


def _headed(schema: dict[str, Any], identifier: str, title: str) -> dict[str, Any]:
    return {"$schema": _DRAFT, "$id": identifier, **schema, "title": title}


def _text(schema: dict[str, Any]) -> str:
    return json.dumps(schema, indent=2, ensure_ascii=False, sort_keys=True) + "\n"
