"""Declared resources: configuration documents of platforms, and lines of templates."""

from collections.abc import Iterator
from fnmatch import fnmatchcase
from functools import lru_cache
from typing import Any, Generic, TypeVar

from maturity.documents.tree import Series, Table
from maturity.model.technology import Resource

Entry = TypeVar("Entry")


@lru_cache(maxsize=512)
def _pattern(text: str) -> Any:
    """Compile an RE2 pattern once; the import waits until a document needs it."""
    import re2

    return re2.compile(text)


def lies(path: str, glob: str | None) -> bool:
    """Tell whether a path fits a glob; a leading `**/` stands for any folder, or none."""
    if glob is None:
        return True
    rest = glob.removeprefix("**/")
    return fnmatchcase(path, rest) or (rest != glob and fnmatchcase(path, f"*/{rest}"))


def _values(tree: object, keys: tuple[str, ...], line: int) -> Iterator[tuple[Any, int]]:
    if not keys:
        yield tree, line
    elif isinstance(tree, Table):
        for key in tuple(tree) if keys[0] == "*" else (keys[0],):
            if key in tree:
                yield from _values(tree[key], keys[1:], tree.line_of(key))
    elif isinstance(tree, Series) and keys[0] == "*":
        for position, item in enumerate(tree):
            yield from _values(item, keys[1:], tree.line_of(position))


def in_document(resource: Resource, path: str, tree: Table) -> int | None:
    """Return the line at which a parsed document declares the resource, or None."""
    if not lies(path, resource.file) or (resource.kind is not None and tree.get("kind") != resource.kind):
        return None
    if resource.has is None:
        return None if resource.matches else tree.line_of("kind")
    found = [
        line
        for value, line in _values(tree, tuple(resource.has.split(".")), tree.line)
        if value is not None and (not resource.matches or _pattern(resource.matches).search(_text(value)))
    ]
    return found[0] if len(found) >= resource.count else None


def in_text(resource: Resource, path: str, lines: list[str]) -> int | None:
    """Return the line at which a text that is no document, or a template of one, declares the resource, or None."""
    if resource.matches is None or not lies(path, resource.file):
        return None
    if resource.kind is not None and not any(line.strip() == f"kind: {resource.kind}" for line in lines):
        return None
    pattern = _pattern(resource.matches)
    found = [number for number, line in enumerate(lines, 1) if pattern.search(line)]
    return found[0] if len(found) >= resource.count else None


def _text(value: object) -> str:
    """Return a scalar as written, and of a table its keys: annotations are matched by name."""
    return "\n".join(value) if isinstance(value, Table) else str(value)


class ResourceIndex(Generic[Entry]):
    """Known resources by what a document shows at first sight: its kind, or a key at its top."""

    def __init__(self) -> None:
        self._kinds: dict[str, list[tuple[Resource, Entry]]] = {}
        self._tops: dict[str, list[tuple[Resource, Entry]]] = {}
        self._lines: list[tuple[Resource, Entry]] = []

    def add(self, resource: Resource, entry: Entry) -> None:
        """Put an entry under a resource."""
        if resource.has is None and resource.matches is not None:
            self._lines.append((resource, entry))
        elif resource.kind is not None:
            self._kinds.setdefault(resource.kind, []).append((resource, entry))
        elif resource.has is not None:
            self._tops.setdefault(resource.has.partition(".")[0], []).append((resource, entry))

    def in_document(self, path: str, tree: object) -> Iterator[tuple[Entry, int]]:
        """Yield what a parsed document declares, each with its line."""
        if not isinstance(tree, Table):
            return
        kind = tree.get("kind")
        candidates = list(self._kinds.get(kind, ())) if isinstance(kind, str) else []
        for key in tree:
            candidates += self._tops.get(key, ())
        for resource, entry in candidates:
            line = in_document(resource, path, tree)
            if line is not None:
                yield entry, line

    def in_text(self, path: str, text: str) -> Iterator[tuple[Entry, int]]:
        """Yield what the lines of a text declare, each with its line."""
        lines = text.splitlines()
        for resource, entry in self._lines:
            line = in_text(resource, path, lines)
            if line is not None:
                yield entry, line
