"""Values put into the texts of CI jobs: matrices, inputs, variables."""

import itertools
import re
from collections.abc import Iterator, Mapping
from typing import Any

from maturity.documents.tree import Table, items, series, table

MAX_COMBINATIONS = 8
MAX_NESTING = 4
MAX_VALUE = 2_000
MAX_FILLED = 200
"""References of one text that are filled, so that a text cannot grow without bound."""
_REFERENCE = re.compile(r"\$\{\{ *([\w.\-]+) *\}\}")


def combinations(matrix: Any) -> list[dict[str, str]]:
    """Return the first combinations of a matrix as values of `matrix.NAME`; more would run the same programs."""
    axes = [
        [dict(_flat(f"matrix.{name}", one)) for one in series(given)][:MAX_COMBINATIONS]
        for name, given in table(matrix).items()
        if name not in ("include", "exclude") and series(given)
    ]
    found = [
        {name: value for part in parts for name, value in part.items()}
        for parts in itertools.islice(itertools.product(*axes), MAX_COMBINATIONS)
        if parts
    ]
    included = [dict(_flat("matrix", one)) for _, one in items(table(matrix).get("include")) if isinstance(one, Table)]
    return (found + [{**(found[0] if found else {}), **one} for one in included])[:MAX_COMBINATIONS]


def _flat(name: str, value: Any, depth: int = 0) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield name, value
    elif isinstance(value, Table) and depth < MAX_NESTING:
        for key, inner in value.items():
            yield from _flat(f"{name}.{key}", inner, depth + 1)


def fill(text: str, values: Mapping[str, str]) -> str:
    """Put in the values that are known: `${{ matrix.python }}`, `${{ env.NAME }}`."""
    if "${{" not in text:
        return text
    return _REFERENCE.sub(lambda found: values.get(found.group(1), found.group())[:MAX_VALUE], text, MAX_FILLED)


def filled(text: str, choices: list[dict[str, str]], values: Mapping[str, str]) -> list[str]:
    """Return the different texts that a matrix makes of one."""
    if "matrix." not in text:
        return [fill(text, values)]
    return list(dict.fromkeys(fill(text, {**values, **choice}) for choice in choices)) or [fill(text, values)]


def named(prefix: str, values: Any) -> dict[str, str]:
    """Return the scalars of a table under dotted names: `env.NAME`."""
    return {f"{prefix}.{key}": value for key, value in table(values).items() if isinstance(value, str)}
