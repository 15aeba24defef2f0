"""What DVC recorded: the outputs and dependencies of .dvc files and of dvc.lock, with their digests."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from posixpath import dirname, join, normpath
from typing import Any

from maturity.documents.dvc.stages import flag
from maturity.documents.tree import Table, items, table, text

LOCK = "dvc.lock"
DIGEST = re.compile(r"[0-9a-f]{32}(?:\.dir)?")
"""The id of an object; what else stands in its place is a path, a mistake or a trap."""

_LONGEST = 15
"""Digits of a number of bytes."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One output or dependency as it was recorded."""

    path: str
    """Relative to the target; a URL or an absolute path as it is written."""
    line: int
    digest: str
    """As written, whatever it is; empty when there is none."""
    hash: str
    """`md5`, or `md5-dos2unix` in files of DVC 2."""
    size: int | None
    files: int | None
    """Of a folder: how many files it held."""
    cached: bool
    pushed: bool
    remote: str
    versioned: bool
    """Kept as a version of a file in a cloud, not as an object."""

    @property
    def valid(self) -> bool:
        """Its digest is one."""
        return bool(DIGEST.fullmatch(self.digest))


@dataclass(frozen=True, slots=True)
class Pointer:
    """A .dvc file."""

    deps: tuple[Entry, ...]
    outs: tuple[Entry, ...]
    imported: bool
    """Its outputs come from another repository, where they are kept."""


@dataclass(frozen=True, slots=True)
class LockedStage:
    """What dvc.lock records of one stage. Paths are relative to the stage's own folder, which it does not name."""

    name: str
    line: int
    body: Table

    def entries(self, kind: str, home: str) -> tuple[Entry, ...]:
        """Return its `deps` or `outs`; `home` is the stage's folder, relative to the target."""
        return tuple(_entries(self.body.get(kind), home))


def read_pointer(document: Any, path: str) -> Pointer:
    """Read the tree of a .dvc file at a path."""
    body = table(document)
    home = join(dirname(path), text(body.get("wdir")))
    foreign = any("repo" in table(one) for _, one in items(body.get("deps")))
    return Pointer(tuple(_entries(body.get("deps"), home)), tuple(_entries(body.get("outs"), home)), foreign)


def read_lock(document: Any) -> dict[str, LockedStage]:
    """Read the tree of a dvc.lock: its stages by name."""
    root = table(document)
    # The first form of the file, of DVC 1, has no `stages`: its stages are its only keys.
    recorded = table(root.get("stages")) if "stages" in root or "schema" in root else root
    return {name: LockedStage(name, recorded.line_of(name), table(body)) for name, body in recorded.items()}


def _entries(entries: Any, home: str) -> Iterator[Entry]:
    for line, one in items(entries):
        entry = table(one)
        if not (path := text(entry.get("path"))):
            continue
        named = text(entry.get("hash"))
        files = [table(file) for _, file in items(entry.get("files"))]
        digest = _digest(entry)
        yield Entry(
            path=place(path, home),
            line=entry.line_of("path") or line,
            digest=digest or next(map(_digest, files), ""),
            hash=named or "md5-dos2unix",
            size=_number(entry.get("size")),
            files=_number(entry.get("nfiles")),
            cached=flag(entry, "cache", unset=True),
            pushed=flag(entry, "push", unset=True),
            remote=text(entry.get("remote")),
            # A folder in a remote with versions of its own has no digest, but one for each file.
            versioned="cloud" in entry or bool(files and (not digest or "cloud" in files[0])),
        )


def place(path: str, home: str) -> str:
    """Return a path relative to the target; a URL or an absolute path stays as it is written."""
    return path if _rooted(path) else normpath(join(home, path))


def elsewhere(path: str) -> bool:
    """Tell whether a placed path is a URL, absolute, or leads out of the target."""
    return _rooted(path) or path == ".." or path.startswith("../")


def _rooted(path: str) -> bool:
    return "://" in path or path.startswith("/")


def _digest(entry: Table) -> str:
    return next((text(entry[key]) for key in ("md5", "etag", "checksum") if text(entry.get(key))), "")


def _number(value: Any) -> int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, str):
        return int(value) if value.isascii() and value.isdigit() and len(value) <= _LONGEST else None
    return value if isinstance(value, int) and value >= 0 else None
