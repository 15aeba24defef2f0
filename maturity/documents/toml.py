"""TOML as data, with a guard against keys that take the parser minutes."""

import tomllib
from typing import Any

from maturity.errors import Unreadable

MAX_LINE = 10_000
MAX_DOTS = 100


def load(source: str) -> dict[str, Any]:
    """Read a TOML text.

    Raises:
        Unreadable: it is no TOML, or a line is longer than `MAX_LINE` characters before its value.
    """
    for number, line in enumerate(source.splitlines(), 1):
        key = line.split("=", 1)[0]
        if len(key) > MAX_LINE or key.count(".") > MAX_DOTS:
            raise Unreadable(f"a TOML key of {len(key)} characters, line {number}")
    try:
        return tomllib.loads(source)
    except (tomllib.TOMLDecodeError, ValueError, RecursionError, MemoryError) as error:
        raise Unreadable(f"no valid TOML: {error}") from None


def line_of(source: str, header: str, key: str = "") -> int:
    """Return the line of a `[header]`, or of a key below it; 1 when it is not found."""
    inside = not header
    found = 1
    for number, line in enumerate(source.splitlines(), 1):
        stripped = line.strip()
        if stripped.startswith("["):
            name = stripped.strip("[] ")
            inside = name == header or name.startswith(header + ".")
            if inside and found == 1:
                found = number
                if not key:
                    return number
        elif inside and key and stripped.split("=", 1)[0].strip().strip("\"'") == key:
            return number
    return found
