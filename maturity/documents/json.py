"""JSON as data. It is read as YAML events where lines matter: JSON is a subset of YAML 1.2."""

import json
from typing import Any

from maturity.errors import Unreadable


def load(source: str) -> Any:
    """Read a JSON text into plain values, without lines.

    Raises:
        Unreadable: it is no JSON, or nests too deep.
    """
    try:
        return json.loads(source.removeprefix("\ufeff"))
    except (ValueError, RecursionError, MemoryError) as error:
        raise Unreadable(f"no valid JSON: {str(error)[:100]}") from None
