"""The tree of a commit, read from `git ls-tree`."""

import os

from maturity.errors import Unreadable
from maturity.model.raw import FileKind
from maturity.sources.git.private import Private
from maturity.sources.limits import Limits
from maturity.sources.listing import Entry, Listing

_KINDS: dict[bytes, FileKind] = {
    b"100644": "file",
    b"100664": "file",
    b"100755": "executable",
    b"120000": "link",
    b"160000": "submodule",
}
FIELDS = 4


def read_tree(private: Private, commit: str) -> Listing:
    """List the target's tree in a commit; Unreadable when trees are missing or damaged."""
    prefix = private.located.prefix
    # Named as a path and not as `commit:prefix`, a folder that the commit does not have is empty and no fault.
    within = ["--", f"{prefix}/"] if prefix else []
    with private.start("ls-tree", "-r", "-l", "-z", "--full-tree", commit, *within) as process:
        output = process.everything(private.limits.listing_bytes)
    listing = parse(output.data, private.limits, os.fsencode(prefix) + b"/" if prefix else b"")
    if output.fault:
        raise Unreadable(f"its tree cannot be listed: {output.fault}")
    if output.cut and not listing.cut:
        listing.cut = True
        listing.refuse(b"", "lies beyond what is listed")
    return listing


def parse(output: bytes, limits: Limits, prefix: bytes = b"") -> Listing:
    """Read what `git ls-tree -r -l -z` wrote below a prefix; a last entry that is cut off is left out."""
    listing = Listing(limits)
    for line in output.split(b"\0")[:-1]:
        head, _, path = line.partition(b"\t")
        words, path = head.split(), path.removeprefix(prefix)
        if len(words) != FIELDS or words[0] not in _KINDS:
            listing.refuse(path, "has a mode that git does not write")
            continue
        kind = _KINDS[words[0]]
        size = 0 if kind == "submodule" else int(words[3]) if words[3].isdigit() else None
        if not listing.add(path, Entry(words[2].decode("ascii", "replace"), kind, size)):
            break
    return listing
