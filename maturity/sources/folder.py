"""A folder without git: what stands in it, link by link unfollowed, tool leavings left out."""

import os
import stat
import time
from dataclasses import dataclass

from maturity.errors import Unreadable
from maturity.model.raw import FileKind
from maturity.sources import door
from maturity.sources.door import Algorithm
from maturity.sources.limits import Limits
from maturity.sources.listing import Entry, Listing
from maturity.sources.names import decode

SKIPPED = frozenset(
    ".git .hg .svn .venv venv .tox .nox node_modules __pycache__ .mypy_cache .ruff_cache .pytest_cache .hypothesis "
    ".ipynb_checkpoints .eggs .cache .gradle .terraform".split()
)
ENVIRONMENT_MARK = "pyvenv.cfg"


@dataclass(slots=True)
class _Found:
    path: bytes
    state: os.stat_result


def walk(root: int, limits: Limits) -> Listing:
    """List the files below an open folder."""
    listing = Listing(limits)
    deadline = time.monotonic() + limits.seconds
    waiting = [b""]
    while waiting:
        folder = waiting.pop()
        if time.monotonic() > deadline:
            listing.refuse(folder, f"was not reached in {limits.seconds:g} s")
            break
        inner: list[bytes] = []
        for found in _entries(root, folder, listing):
            if stat.S_ISDIR(found.state.st_mode):
                inner.append(found.path)
            elif not listing.add(found.path, entry(root, found.path, found.state, limits)):
                return listing
        waiting += reversed(inner)
    return listing


def entry(root: int, path: bytes, state: os.stat_result, limits: Limits, algorithm: Algorithm = "sha1") -> Entry:
    """Describe one file or link of the disk, with the id that git would give its content."""
    kind: FileKind = "executable" if state.st_mode & stat.S_IXUSR else "file"
    try:
        if stat.S_ISLNK(state.st_mode):
            kind = "link"
            content = door.link(root, path)
        else:
            content = door.read(root, path, limits.bytes_of(decode(path)))
    except Unreadable:
        # Whoever asks for the content is told why; that the file is there is known all the same.
        return Entry(door.stand_in_id(path, state.st_size, algorithm), kind, state.st_size)
    return Entry(door.blob_id(content, algorithm), kind, len(content))


def _entries(root: int, folder: bytes, listing: Listing) -> list[_Found]:
    limits = listing.limits
    try:
        handle = door.open_folder(root, folder)
    except OSError as error:
        listing.refuse(folder, door.reason(error))
        return []
    found: list[_Found] = []
    try:
        with os.scandir(handle) as seen:
            names = [item.name for item, _ in zip(seen, range(limits.entries_of_folder + 1), strict=False)]
        if ENVIRONMENT_MARK in names and folder:
            return []
        if len(names) > limits.entries_of_folder:
            listing.refuse(folder, f"holds more than {limits.entries_of_folder} entries")
            names.pop()
        for name in sorted(map(os.fsencode, names)):
            path = folder + b"/" + name if folder else name
            state = os.stat(name, dir_fd=handle, follow_symlinks=False)
            if name == b".git" or (stat.S_ISDIR(state.st_mode) and decode(name) in SKIPPED):
                continue
            if stat.S_ISDIR(state.st_mode) and path.count(b"/") + 1 >= limits.depth:
                listing.refuse(path, "is too deep")
            elif stat.S_ISREG(state.st_mode) or stat.S_ISLNK(state.st_mode) or stat.S_ISDIR(state.st_mode):
                found.append(_Found(path, state))
            else:
                listing.refuse(path, "names a device, pipe or socket")
    except OSError as error:
        listing.refuse(folder, door.reason(error))
    finally:
        os.close(handle)
    return found
