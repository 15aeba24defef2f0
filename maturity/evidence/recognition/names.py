"""Qualified names against patterns, found by their last part."""

from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from typing import Generic, TypeVar

Entry = TypeVar("Entry")
Parts = tuple[str, ...]


def fits(pattern: Parts, name: Parts) -> bool:
    """Tell whether a name's parts fit a pattern: `*` is one part or a piece of one, `**` any number of parts."""
    if not pattern:
        return not name
    head, rest = pattern[0], pattern[1:]
    if head == "**":
        return any(fits(rest, name[skip:]) for skip in range(len(name) + 1))
    return bool(name) and (head == name[0] or ("*" in head and fnmatchcase(name[0], head))) and fits(rest, name[1:])


class NameIndex(Generic[Entry]):
    """Patterns by their last part, which is literal."""

    def __init__(self) -> None:
        self._entries: dict[str, list[tuple[Parts, Entry]]] = {}

    def add(self, pattern: str, entry: Entry) -> None:
        """Put an entry under a pattern."""
        parts = tuple(pattern.split("."))
        self._entries.setdefault(parts[-1], []).append((parts, entry))

    def find(self, name: str) -> Iterator[Entry]:
        """Yield the entries whose pattern fits a qualified name."""
        candidates = self._entries.get(name.rpartition(".")[2])
        if candidates:
            parts = tuple(name.split("."))
            for pattern, entry in candidates:
                if fits(pattern, parts):
                    yield entry

    def find_loose(self, name: str) -> Iterator[Entry]:
        """Yield the entries whose pattern ends as a name does, whatever stands before."""
        for _, entry in self._entries.get(name.rpartition(".")[2], ()):
            yield entry


def holds(wanted: str, given: Mapping[str, object]) -> bool:
    """Tell whether a keyword argument (`name` or `name=value`) is given and not switched off."""
    name, equals, value = wanted.partition("=")
    if name not in given:
        return False
    actual = given[name]
    written = actual.removeprefix("=") if isinstance(actual, str) else actual
    if equals:
        return str(written) == value
    return written is not False and written not in ("", "none", "None", "@None")


def _disproves(unwanted: str, keywords: Mapping[str, object], arguments: Sequence[object]) -> bool:
    if unwanted.startswith("="):
        return any(str(one) == unwanted.removeprefix("=") for one in arguments)
    return holds(unwanted, keywords) if "=" in unwanted else unwanted in keywords


def narrowed(
    wanted: Sequence[str],
    texts: Sequence[str],
    without: Sequence[str],
    keywords: Mapping[str, object],
    arguments: Sequence[object],
) -> bool:
    """Tell whether the arguments of a call satisfy what a proof asks of them."""
    if any(_disproves(one, keywords, arguments) for one in without):
        return False
    if not wanted and not texts:
        return True
    given = (one if one.startswith("@") else f"={one}" for one in texts)
    named = keywords.get("key")  # `log_param(key="data_version", value=3)`
    return any(holds(one, keywords) for one in wanted) or any(one in arguments or one == named for one in given)
