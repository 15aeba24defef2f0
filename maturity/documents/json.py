"""JSON as data. It is read as YAML events where lines matter: JSON is a subset of YAML 1.2."""

import json
from typing import Any

from pydantic_core import from_json

from maturity.errors import Unreadable


def load_many(content: bytes) -> Any:
    """Read a JSON text of many like entries: their keys are kept once.

    Raises:
        Unreadable: as `load`.
    """
    try:
        return from_json(content, cache_strings="keys")
    except (ValueError, RecursionError, MemoryError) as error:
        raise Unreadable(f"no valid JSON: {str(error)[:100]}") from None


def load(source: str) -> Any:
    """Read a JSON text into plain values, without lines.

    Raises:
        Unreadable: it is no JSON, or nests too deep.
    """
    try:
        return json.loads(source.removeprefix("\ufeff"))
    except (ValueError, RecursionError, MemoryError) as error:
        raise Unreadable(f"no valid JSON: {str(error)[:100]}") from None
