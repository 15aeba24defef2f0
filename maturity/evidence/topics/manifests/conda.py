"""Conda environment files."""

import re
from collections.abc import Iterator

from maturity.documents.tree import Series, Table, Tree, items, text
from maturity.evidence.topics.manifests.requirement import Requirement, Scope, normal, parse

_MATCH = re.compile(r"(?:[\w.-]+::)?([A-Za-z0-9_.-]+?)\s*(?:\[[^\]]*\])?(\s+[0-9].*|[=<>!~].*)?\Z")
_EXACT = re.compile(r"\s*==?\s*v?[0-9][0-9A-Za-z.!+_-]*(?:=[^*\s]+)?\Z|\s+v?[0-9][0-9A-Za-z.!+_-]*\Z")


def is_environment(tree: Tree) -> bool:
    """Tell whether a YAML document is a conda environment: a list of dependencies, most of them plain text."""
    listed = tree.get("dependencies") if isinstance(tree, Table) else None
    if not isinstance(listed, Series) or not listed:
        return False
    plain = sum(isinstance(entry, str) and _MATCH.match(entry.strip()[:500]) is not None for entry in listed)
    return plain * 2 >= len(listed) and not {"version", "apiVersion", "steps", "jobs"} & set(tree or ())


def read(tree: Tree, scope: Scope) -> tuple[Requirement, ...]:
    """Return the requirements of an environment, those of its pip part included; the interpreter and pip are none."""
    return tuple(entry for entry in _entries(tree, scope) if entry.name not in ("python", "pip"))


def _entries(tree: Tree, scope: Scope) -> Iterator[Requirement]:
    for line, entry in items(tree.get("dependencies") if isinstance(tree, Table) else None):
        if isinstance(entry, Table):
            for at, part in items(entry.get("pip")):
                if found := parse(text(part), at, scope):
                    yield found
        elif found := parse_match(text(entry), line, scope):
            yield found


def parse_match(entry: str, line: int, scope: Scope = "runtime") -> Requirement | None:
    """Read a conda match specification, where `=1.2` and `1.2` fix a version."""
    match = _MATCH.match(entry.strip()[:500])
    if match is None:
        return None
    specifier = match.group(2) or ""
    return Requirement(normal(match.group(1)), specifier.strip(), _EXACT.match(specifier) is not None, line, scope)


def interpreter(tree: Tree) -> Requirement | None:
    """Return the entry of an environment that names Python."""
    listed = tree.get("dependencies") if isinstance(tree, Table) else None
    for line, entry in items(listed):
        found = parse_match(text(entry), line)
        if found and found.name == "python":
            return found
    return None
