"""Read `checks/technologies/`: one file per role, one entry per tool, and refuse what could never match."""

import re
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from maturity.documents.tree import Series, Table, series, table
from maturity.errors import UsageError
from maturity.model.technology import Proof, Resource, Technology
from maturity.rules import folders
from maturity.rules.pattern import compiled
from maturity.rules.validate import build, read_tree

MAX_FILES = 500
_ENTRIES: TypeAdapter[tuple[Technology, ...]] = TypeAdapter(tuple[Technology, ...])
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_WAYS = ("calls", "together", "bases", "decorators", "commands", "actions", "resources")
_NARROWING = {
    "keywords": ("calls", "decorators"),
    "arguments": ("calls", "decorators"),
    "arity": ("calls",),
    "unless": ("calls",),
    "files": ("commands",),
    "inputs": ("actions",),
    "without": ("calls", "decorators", "commands", "actions"),
}


def load(folder: Path, extra: Path | None = None) -> tuple[Technology, ...]:
    """Read every technology of a folder, ordered by file and place, and after them those of an organisation.

    A technology that is described already is refused: who wants more of one gives it a name of his own.

    Raises:
        UsageError: `FILE:LINE: what is wrong`, for the first fault.
    """
    known: dict[str, str] = {}
    entries: list[Technology] = []
    for path in (*files(folder), *(files(extra) if extra is not None else ())):
        for line, entry in _read(path):
            place = f"{path}:{line}"
            if entry.name in known:
                raise UsageError(f"{place}: {entry.name!r} is already described at {known[entry.name]}")
            known[entry.name] = place
            entries.append(entry)
    return tuple(entries)


def files(folder: Path) -> list[Path]:
    """Return the files of a folder; what stands in the wrong place is refused rather than passed over.

    Raises:
        UsageError: the folder cannot be read, holds no technology, or something that looks like one and is none.
    """
    found = []
    for path in folders.entries(folder):
        if path.suffix == ".yml":
            raise UsageError(f"{path}:1: a file of technologies ends in .yaml")
        if path.suffix == ".yaml":
            found.append(path)
    if not found:
        raise UsageError(f"{folder}: there is no technology in this folder; technologies stand in ROLE.yaml")
    if len(found) > MAX_FILES:
        raise UsageError(f"{folder}: more than {MAX_FILES} files")
    return found


def _read(path: Path) -> list[tuple[int, Technology]]:
    tree = read_tree(path)
    if not isinstance(tree, Table):
        raise UsageError(f"{path}:1: a mapping of technologies by name is expected")
    bodies = Series(tree.line)
    for name, body in tree.items():
        _check_entry(path, tree.line_of(name), name, body)
        body["name"], body["role"] = name, path.stem
        bodies.append(body)
        bodies.lines.append(tree.line_of(name))
    entries = build(path, bodies, _ENTRIES)
    for entry, body in zip(entries, bodies, strict=True):
        for position, proof in enumerate(entry.proves):
            fault = fault_of(proof, entry)
            if fault:
                raise UsageError(f"{path}:{series(table(body).get('proves')).line_of(position)}: {entry.name}: {fault}")
    return list(zip(bodies.lines, entries, strict=True))


def _check_entry(path: Path, line: int, name: str, body: Any) -> None:
    if not _NAME.fullmatch(name):
        raise UsageError(f"{path}:{line}: {name!r} is no name: small letters, digits and single hyphens")
    if not isinstance(body, Table):
        raise UsageError(f"{path}:{line}: {name!r} has no entry")
    for key in ("name", "role"):
        if key in body:
            raise UsageError(f"{path}:{body.line_of(key)}: {key!r} is given by the key and the file, not in the entry")


def fault_of(proof: Proof, technology: Technology) -> str:
    """Say why a proof could never match, or could mean two things; empty when it is sound."""
    ways = {way for way in _WAYS if getattr(proof, way)}
    if proof.methods:
        ways.add("calls")
    if len(ways) != 1:
        given = ", ".join(sorted(ways)) or "none"
        return f"exactly one way of recognition is expected ({', '.join(_WAYS)}); given: {given}"
    (way,) = ways
    for key, of in _NARROWING.items():
        if getattr(proof, key) and way not in of:
            return f"{key!r} narrows {' or '.join(of)}, not {way}"
    if (proof.methods or proof.together) and not technology.imports:
        return "methods and together need the imports of the technology"
    faults = (_fault_of_names(proof), _fault_of_commands(proof), *map(_fault_of_resource, proof.resources))
    return next(filter(None, faults), "")


def _fault_of_names(proof: Proof) -> str:
    for name in (*proof.calls, *proof.bases, *proof.decorators):
        if "*" in name.rpartition(".")[2] or "*" in name.partition(".")[0]:
            return f"{name!r}: the first and the last part of a name are literal"
    for name in (*proof.methods, *proof.together):
        if "." in name or "*" in name:
            return f"{name!r}: one plain name is expected"
    return ""


def _fault_of_commands(proof: Proof) -> str:
    for command in proof.commands:
        if command.split()[:1] in ([], ["*"]) or command.startswith("-"):
            return f"{command!r}: a command begins with the name of a program"
    return ""


def _fault_of_resource(resource: Resource) -> str:
    if resource.matches is not None:
        try:
            compiled(resource.matches)
        except ValueError as error:
            return f"{resource.matches!r}: no RE2 pattern: {error}"
    if resource.has is None and resource.matches is None:
        return "" if resource.kind else "a resource needs a kind, or has, or matches"
    if resource.has is None and resource.file is None:
        return "a resource that matches lines needs a file"
    return ""
