"""Parsed configuration: plain containers that remember the lines their entries stand on."""

from collections.abc import Iterator
from typing import Any

Scalar = str | None
"""Scalars stay text, as written: `on` is not True and `1.10` is not 1.1. Null is None."""


class Table(dict[str, Any]):
    """A mapping. `line` is where it starts, `lines[key]` where each key stands (from 1)."""

    __slots__ = ("line", "lines")

    def __init__(self, line: int = 1) -> None:
        super().__init__()
        self.line = line
        self.lines: dict[str, int] = {}

    def line_of(self, key: str) -> int:
        """Return the line of a key, or of the table when the key is absent."""
        return self.lines.get(key, self.line)


class Series(list[Any]):
    """A sequence. `lines[i]` is where each item starts (from 1)."""

    __slots__ = ("line", "lines")

    def __init__(self, line: int = 1) -> None:
        super().__init__()
        self.line = line
        self.lines: list[int] = []

    def line_of(self, position: int) -> int:
        """Return the line of an item, or of the series when there is none."""
        return self.lines[position] if 0 <= position < len(self.lines) else self.line


Tree = Table | Series | str | None


def table(value: object) -> Table:
    """Return the value when it is a table, else an empty one, so that readers need no type checks on foreign shapes."""
    return value if isinstance(value, Table) else Table()


def series(value: object) -> Series:
    """Return the value when it is a series; a lone scalar becomes a series of one; anything else an empty one."""
    if isinstance(value, Series):
        return value
    alone = Series()
    if isinstance(value, str):
        alone.append(value)
    return alone


def text(value: object) -> str:
    """Return the value when it is text, else an empty one."""
    return value if isinstance(value, str) else ""


def items(value: object) -> Iterator[tuple[int, Any]]:
    """Yield each item of a series with its line."""
    entries = series(value)
    for position, entry in enumerate(entries):
        yield entries.line_of(position), entry


def walk(tree: Tree, limit: int = 200_000) -> Iterator[tuple[tuple[str, ...], int, Any]]:
    """Yield (path, line, value) for every entry of a tree, depth first, without recursion; series items are `*`."""
    stack: list[tuple[tuple[str, ...], int, Any]] = [((), 1, tree)]
    while stack and limit > 0:
        limit -= 1
        path, line, value = stack.pop()
        yield path, line, value
        if isinstance(value, Table):
            stack.extend(((*path, key), value.line_of(key), value[key]) for key in reversed(list(value)))
        elif isinstance(value, Series):
            stack.extend(((*path, "*"), value.line_of(i), value[i]) for i in range(len(value) - 1, -1, -1))
