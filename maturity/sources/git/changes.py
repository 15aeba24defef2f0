"""Which tracked files of a work tree are not as HEAD has them: git is asked in our folder, with a copy of the index."""

import os
import stat
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from maturity.errors import Unreadable
from maturity.sources import door
from maturity.sources.git.locate import Located
from maturity.sources.git.locate import read as read_git_file
from maturity.sources.git.private import Private
from maturity.sources.listing import Listing

INDEX_BYTES = 512 << 20
MOST_SHARED = 8
ASKED = ("status", "--porcelain=v2", "-z", "--untracked-files=no", "--ignore-submodules=all", "--no-renames")

_PLAIN, _UNMERGED = 8, 10
"""Words before the path in a line of `git status`."""


@dataclass(slots=True)
class Changes:
    """Paths from the top of the repository."""

    differing: set[bytes] = field(default_factory=set)
    """Modified, added or removed since HEAD: what stands in the work tree counts."""
    unmerged: set[bytes] = field(default_factory=set)


def read(private: Private, tree: int, listing: Listing) -> Changes:
    """Look for changes; Unreadable when they cannot be known, none where nothing is checked out."""
    located = private.located
    if not _copy_index(located, private.folder):
        return Changes()
    if listing.cut:
        raise Unreadable("the tree is too large to compare")
    _refuse_traps(tree, listing.entries)
    within = ("--", located.prefix) if located.prefix else ()
    places = {"GIT_WORK_TREE": str(located.tree), "GIT_INDEX_FILE": str(private.folder / "index")}
    with private.start("-c", "core.bare=false", *ASKED, *within, places=places) as process:
        output = process.everything(private.limits.listing_bytes)
    if output.fault or output.cut:
        raise Unreadable(output.fault or "there are too many")
    return parse(output.data)


def _refuse_traps(tree: int, paths: Iterable[bytes]) -> None:
    """Refuse special files under names that git opens by itself: it would wait for them."""
    folders = {b""}
    for path in paths:
        folder = path.rpartition(b"/")[0]
        while folder not in folders:
            folders.add(folder)
            folder = folder.rpartition(b"/")[0]
    for folder in folders:
        for name in (b".gitattributes", b".gitmodules") if not folder else (b".gitattributes",):
            seen = door.state(tree, folder + b"/" + name if folder else name)
            if seen and not (stat.S_ISREG(seen.st_mode) or stat.S_ISLNK(seen.st_mode)):
                raise Unreadable(f"{name.decode()} is not a regular file")


def parse(output: bytes) -> Changes:
    """Read what `git status --porcelain=v2 -z` wrote."""
    changes = Changes()
    for line in output.split(b"\0"):
        form = line[:2]
        if form == b"1 ":
            words = line.split(b" ", _PLAIN)
            if len(words) > _PLAIN:
                changes.differing.add(words[_PLAIN])
        elif form == b"u ":
            words = line.split(b" ", _UNMERGED)
            if len(words) > _UNMERGED:
                changes.unmerged.add(words[_UNMERGED])
    return changes


def _copy_index(located: Located, folder: Path) -> bool:
    """Copy the index with its time stamp, which git compares with those of the files."""
    try:
        content = read_git_file(located.git, "index", INDEX_BYTES)
        stamp = (located.git / "index").lstat()
        shared = [name for name in os.listdir(located.git) if name.startswith("sharedindex.")][:MOST_SHARED]
        copies = {name: read_git_file(located.git, name, INDEX_BYTES) for name in shared}
    except FileNotFoundError:
        return False
    except Unreadable as error:
        if not (located.git / "index").exists():
            return False
        raise Unreadable(f"its index {error}") from None
    for name, copy in {"index": content, **copies}.items():
        (folder / name).write_bytes(copy)
    os.utime(folder / "index", ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    return True
