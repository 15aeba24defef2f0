"""Which lines of a YAML file belong to a key."""

from collections.abc import Sequence


def block(lines: Sequence[str], start: int) -> range:
    """Return the lines of a key: its own, and those below that are indented or items of its list."""
    if not 0 <= start < len(lines):
        return range(0)
    indent = indent_of(lines[start])
    end = start + 1
    for number, line in enumerate(lines[start + 1 :], start + 1):
        inner = indent_of(line)
        if line.strip() and inner <= indent and not (inner == indent and line.lstrip().startswith("- ")):
            break
        end = number + 1 if line.strip() else end
    return range(start, end)


def indent_of(line: str) -> int:
    """Return how far a line is indented."""
    return len(line) - len(line.lstrip())
