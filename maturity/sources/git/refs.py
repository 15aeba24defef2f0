"""HEAD, tags and branches, read from files: names that could leave the folder are refused, no link is followed."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from maturity.errors import Unreadable
from maturity.sources import door
from maturity.sources.git.locate import Located, read

PACKED_BYTES = 64 << 20
LONGEST_NAME = 1_024
MOST_STEPS = 5
_ID = re.compile(rb"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_FORBIDDEN = re.compile(rb"[\x00-\x20\x7f~^:?*\[\\]|\.\.|@\{|//|/\.|\.lock(/|$)|/$|\.$")


@dataclass(frozen=True, slots=True)
class Head:
    """What HEAD says."""

    commit: str | None
    """Commit id; None on a branch without a commit."""


def read_head(located: Located) -> Head:
    """Resolve HEAD; Unreadable when it is damaged."""
    packed: dict[bytes, bytes] | None = None
    value = read(located.git, "HEAD").strip()
    for _ in range(MOST_STEPS):
        if _ID.fullmatch(value):
            return Head(value.decode())
        name = value.removeprefix(b"ref:").strip()
        if not value.startswith(b"ref:") or not is_reference(name):
            raise Unreadable("its HEAD is damaged")
        loose = _loose(located, name)
        if loose is None:
            packed = packed_references(located) if packed is None else packed
            loose = packed.get(name)
        if loose is None:
            return Head(None)
        value = loose
    raise Unreadable("its HEAD names itself")


def is_reference(name: bytes) -> bool:
    """Say whether a name is one that git would give a reference."""
    if not name.startswith(b"refs/") or len(name) > LONGEST_NAME or _FORBIDDEN.search(name):
        return False
    try:
        return bool(name.decode())
    except UnicodeDecodeError:
        return False


def read_below(located: Located, folder: bytes, most: int) -> tuple[dict[bytes, bytes], bool]:
    """Return the ids that the references below a folder such as `refs/tags` name, and whether there are too many."""
    found = {
        name: value
        for name, value in packed_references(located).items()
        if name.startswith(folder + b"/") and is_reference(name)
    }
    for name in _loose_names(located, folder, most + 1):
        value = _loose(located, name)
        if value and _ID.fullmatch(value):
            found[name] = value
    kept = sorted(found)[:most]
    return {name: found[name] for name in kept}, len(found) > most


def packed_references(located: Located) -> dict[bytes, bytes]:
    """Read `packed-refs`; empty when there is none."""
    try:
        content = read(located.common, "packed-refs", PACKED_BYTES)
    except Unreadable:
        return {}
    found: dict[bytes, bytes] = {}
    for line in content.split(b"\n"):
        value, _, name = line.partition(b" ")
        if name and _ID.fullmatch(value):
            found[name] = value
    return found


def _loose(located: Located, name: bytes) -> bytes | None:
    try:
        return read(located.common, os.fsdecode(name)).strip()
    except Unreadable:
        return None


def _loose_names(located: Located, top: bytes, most: int) -> Iterator[bytes]:
    root = os.open(located.common, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    waiting = [top]
    try:
        while waiting and most > 0:
            folder = waiting.pop()
            try:
                handle = door.open_folder(root, folder)
            except OSError:
                continue
            try:
                with os.scandir(handle) as entries:
                    seen = [(folder + b"/" + os.fsencode(entry.name), entry) for entry in islice(entries, most)]
                    inner = [path for path, entry in seen if entry.is_dir(follow_symlinks=False)]
                    files = [path for path, entry in seen if entry.is_file(follow_symlinks=False)]
            finally:
                os.close(handle)
            most -= len(files)
            waiting += filter(is_reference, inner)
            yield from filter(is_reference, files)
    finally:
        os.close(root)
