"""A few lines of a file around a place, for a person to look at; through the door, like every other read."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from maturity.errors import Unreadable
from maturity.sources import door
from maturity.sources.limits import Limits

AROUND = 4
"""Lines shown before and after the one that is meant."""
LONGEST = 400
"""Characters of one line."""


class Excerpt(NamedTuple):
    """Some lines of a file, and which of them is meant."""

    first: int
    """Number of the first line."""
    lines: tuple[str, ...]
    meant: int
    """Number of the line that is meant."""


def excerpt(root: Path, path: str, line: int, around: int = AROUND) -> Excerpt:
    """Return the lines around one line of a file below a folder.

    Raises:
        Unreadable: The file is not there, is no plain file inside the folder, or is too large.
    """
    with _entered(root, path) as folder:
        content = door.read(folder, os.fsencode(path), Limits().bytes_of(path))
    lines = content.decode("utf-8", "replace").splitlines()
    if not 1 <= line <= len(lines):
        raise Unreadable(f"has no line {line} any more")
    first = max(1, line - around)
    shown = lines[first - 1 : line + around]
    return Excerpt(first, tuple(one[:LONGEST] for one in shown), line)


def locate(root: Path, path: str) -> Path:
    """Return the absolute path of a plain file below a folder, behind no link; Unreadable says why there is none."""
    with _entered(root, path) as folder:
        state = door.state(folder, os.fsencode(path))
    if state is None or not stat.S_ISREG(state.st_mode):
        raise Unreadable("is missing" if state is None else "is not a regular file")
    return root / path


@contextmanager
def _entered(root: Path, path: str) -> Iterator[int]:
    """Open the folder; a path that leads out of it is refused, as a stored assessment may name any."""
    steps = path.split("/")
    if path.startswith("/") or ".." in steps or not path:
        raise Unreadable("does not lie inside the target")
    try:
        folder = os.open(root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError as error:
        raise Unreadable(door.reason(error)) from None
    try:
        yield folder
    finally:
        os.close(folder)
