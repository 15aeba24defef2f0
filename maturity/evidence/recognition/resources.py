"""Declared resources: configuration documents of platforms, and lines of templates."""

from collections.abc import Iterator
from fnmatch import fnmatchcase
from functools import lru_cache
from typing import Any

from maturity.documents.tree import Series, Table
from maturity.model.technology import Resource


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


def in_document(resource: Resource, path: str, tree: object) -> int | None:
    """Return the line at which a parsed document declares the resource, or None."""
    if not isinstance(tree, Table) or not lies(path, resource.file):
        return None
    if resource.kind is not None and tree.get("kind") != resource.kind:
        return None
    if resource.has is None:
        return None if resource.matches else tree.line_of("kind")
    found = [
        line
        for value, line in _values(tree, tuple(resource.has.split(".")), tree.line)
        if value is not None and (not resource.matches or _pattern(resource.matches).search(str(value)))
    ]
    return found[0] if len(found) >= resource.count else None


def in_text(resource: Resource, path: str, text: str) -> int | None:
    """Return the line at which a text that is no document, or a template of one, declares the resource, or None."""
    if resource.has or not resource.matches or not lies(path, resource.file):
        return None
    lines = text.splitlines()
    if resource.kind is not None and f"kind: {resource.kind}" not in (line.strip() for line in lines):
        return None
    pattern = _pattern(resource.matches)
    found = [number for number, line in enumerate(lines, 1) if pattern.search(line)]
    return found[0] if len(found) >= resource.count else None
