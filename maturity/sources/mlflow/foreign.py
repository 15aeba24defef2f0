"""Values that a store sent: taken when they are what they should be, absent otherwise, never trusted, never endless."""

import math
import re
from collections.abc import Iterable, Iterator
from typing import Any

LONGEST = 8_192
"""Characters of a text; MLflow itself allows no longer parameters and tags."""
LATEST = 253_402_300_800.0
"""The year 10000."""
_LOGIN = re.compile(r"(://)[^\s/@\"']+@")
_IDENTIFIER = re.compile(r"[A-Za-z0-9][\w.\-]{0,127}", re.ASCII)


def text(value: Any, longest: int = LONGEST) -> str:
    """Return a text, cut, in characters that every encoding can carry; a number in digits; anything else is empty."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    if isinstance(value, int):
        return str(value) if abs(value) < 1 << 63 else ""
    cut = value[:longest]
    return cut if cut.isascii() else cut.encode("utf-8", "backslashreplace").decode()


def without_login(value: str) -> str:
    """Return a text without the credentials of the URLs in it."""
    return _LOGIN.sub(r"\1***@", value)


def identifier(value: Any) -> str | None:
    """Return a value that can be an id of a run, model or experiment; such a one is safe in a path or a URL."""
    found = text(value)
    return found if _IDENTIFIER.fullmatch(found) and ".." not in found else None


def number(value: Any) -> float | None:
    """Return a finite number."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        found = float(value) if not isinstance(value, str) or len(value) < 40 else math.nan  # noqa: PLR2004
    except (ValueError, OverflowError):
        return None
    return found if math.isfinite(found) else None


def moment(value: Any) -> float | None:
    """Return a time that was given in milliseconds, as UNIX seconds."""
    found = number(value)
    seconds = found / 1000 if found is not None else 0.0
    return seconds if 0 < seconds < LATEST else None


def newest(steps: Iterable[tuple[Any, Any, Any, Any]]) -> dict[str, float]:
    """Return metrics by name out of their steps, each a name, step, time and value: the last of each that is finite."""
    last: dict[str, tuple[float, float, float]] = {}
    for name, step, time, value in steps:
        key, found = text(name, 500), number(value)
        now = number(step) or 0.0, number(time) or 0.0, -math.inf if found is None else found
        last[key] = max(last.get(key, now), now)
    return {name: value for name, (_, _, value) in last.items() if value > -math.inf}


def record(value: Any) -> dict[str, Any]:
    """Return an object; an empty one in place of anything else."""
    return value if isinstance(value, dict) else {}


def records(value: Any) -> Iterator[dict[str, Any]]:
    """Yield the objects of a list."""
    if isinstance(value, list):
        yield from (entry for entry in value if isinstance(entry, dict))


def pairs(value: Any, most: int = 5_000) -> dict[str, str]:
    """Return a list of `{key, value}` as a mapping of texts."""
    found: dict[str, str] = {}
    for entry in records(value):
        if len(found) >= most:
            break
        found[text(entry.get("key"), 500)] = text(entry.get("value"))
    return found
