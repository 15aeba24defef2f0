"""Patterns of rules, compiled by RE2: linear time on any text, whoever wrote the pattern."""

from functools import cache
from typing import Any

MAX_PATTERN = 1_000


@cache
def compiled(pattern: str) -> Any:
    """Compile a pattern.

    Raises:
        ValueError: it is too long, or RE2 does not accept it; the message says why.
    """
    import re2  # deferred: most catalogs hold no pattern

    if len(pattern) > MAX_PATTERN:
        raise ValueError(f"a pattern of more than {MAX_PATTERN} characters")
    quiet = re2.Options()
    quiet.log_errors = False
    try:
        return re2.compile(pattern, quiet)
    except re2.error as error:
        reason = error.args[0] if error.args else "unknown reason"
        raise ValueError(reason.decode("utf-8", "replace") if isinstance(reason, bytes) else str(reason)) from None
