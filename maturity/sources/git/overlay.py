"""HEAD's tree with the work tree laid over it: tracked files are judged as they stand."""

import os
import re
import stat
from collections.abc import Callable
from dataclasses import dataclass, field

from maturity.sources import door, names
from maturity.sources.door import Algorithm
from maturity.sources.folder import entry
from maturity.sources.git.changes import Changes
from maturity.sources.listing import Entry, Listing

POINTER_BYTES = 200
_POINTER = re.compile(rb"version https://git-lfs\.github\.com/spec/[^\n]*\n(?:.*\n)*?size (\d+)\n")

ReadBlob = Callable[[str], bytes | None]


@dataclass(slots=True)
class Overlay:
    """What the work tree changes."""

    on_disk: set[bytes] = field(default_factory=set)
    """Entries whose content is the work tree's."""
    conflicts: set[bytes] = field(default_factory=set)
    dirty: bool = False


def lay_over(
    listing: Listing, changes: Changes, tree: int, prefix: str, blob: ReadBlob, algorithm: Algorithm
) -> Overlay:
    """Change a listing to what stands in the work tree."""
    overlay = Overlay()
    within = os.fsencode(prefix) + b"/" if prefix else b""
    for whole in sorted(changes.differing | changes.unmerged):
        path = whole.removeprefix(within)
        if not whole.startswith(within) or names.fault(path, listing.limits):
            continue
        known = listing.entries.get(path)
        stands = _stands(listing, tree, path, algorithm)
        if stands is None:
            _remove(listing, path, known, overlay)
        elif known is None or not (_same(known, stands) or _fetched(known, stands, blob)):
            listing.entries[path] = stands
            overlay.on_disk.add(path)
            overlay.dirty = True
        if whole in changes.unmerged:
            overlay.conflicts.add(path)
            overlay.dirty = True
    return overlay


def _stands(listing: Listing, tree: int, path: bytes, algorithm: Algorithm) -> Entry | None:
    state = door.state(tree, path)
    if state is None:
        return None
    if stat.S_ISREG(state.st_mode) or stat.S_ISLNK(state.st_mode):
        return entry(tree, path, state, listing.limits, algorithm)
    known = listing.entries.get(path)
    if known and known.kind == "submodule" and stat.S_ISDIR(state.st_mode):
        return known
    if not stat.S_ISDIR(state.st_mode):
        listing.refuse(path, "names a device, pipe or socket")
    return None


def _remove(listing: Listing, path: bytes, known: Entry | None, overlay: Overlay) -> None:
    # A checkout from which objects are missing lacks those files: nobody removed them.
    if known and known.size is None:
        return
    overlay.dirty = True
    listing.entries.pop(path, None)


def _same(known: Entry, stands: Entry) -> bool:
    return known.blob == stands.blob and known.kind == stands.kind


def _fetched(known: Entry, stands: Entry, blob: ReadBlob) -> bool:
    """Say whether a file stands where the commit has a git-lfs pointer to one of that size: our git cannot know."""
    if known.kind != stands.kind or known.size is None or known.size > POINTER_BYTES:
        return False
    pointer = _POINTER.match(blob(known.blob) or b"")
    return pointer is not None and int(pointer[1]) == stands.size
