"""What a model allows at one place of its document, read from its JSON schema: for suggestions."""

from typing import Any

from pydantic import TypeAdapter

Steps = tuple[int | str, ...]


def properties(adapter: TypeAdapter[Any], steps: Steps) -> list[str]:
    """Return the keys that may stand at a place."""
    return list(dict.fromkeys(key for schema in _at(adapter, steps) for key in schema.get("properties", {})))


def options(adapter: TypeAdapter[Any], steps: Steps) -> list[Any]:
    """Return the literal values that may stand at a place."""
    found = [value for schema in _at(adapter, steps) for value in schema.get("enum", [schema.get("const")])]
    return [value for value in dict.fromkeys(found) if value is not None]


def _at(adapter: TypeAdapter[Any], steps: Steps) -> list[dict[str, Any]]:
    """Follow keys and positions through the schema; a union goes on in all of its members."""
    root = adapter.json_schema(by_alias=True)
    here = _spread(root, [root])
    for step in steps:
        here = _spread(root, [inner for schema in here for inner in _inside(schema, step)])
    return here


def _inside(schema: dict[str, Any], step: int | str) -> list[dict[str, Any]]:
    if isinstance(step, int):
        inner = schema.get("items")
    else:
        inner = schema.get("properties", {}).get(step, schema.get("additionalProperties"))
    return [inner] if isinstance(inner, dict) else []


def _spread(root: dict[str, Any], schemas: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Resolve references and unions. The number of definitions bounds the work: each is visited once per call."""
    flat: list[dict[str, Any]] = []
    seen: set[str] = set()
    stack = list(reversed(schemas))
    while stack:
        schema = stack.pop()
        reference = schema.get("$ref")
        if reference is not None:
            if reference not in seen:
                seen.add(reference)
                stack.append(root["$defs"][reference.rpartition("/")[2]])
            continue
        flat.append(schema)
        stack.extend(reversed(schema.get("anyOf", []) + schema.get("oneOf", [])))
    return flat
