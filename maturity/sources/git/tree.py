"""The tree of a commit, read from `git ls-tree`."""

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
    listed = ["ls-tree", "-r", "-l", "-z", f"{commit}:{prefix}" if prefix else commit]
    with private.start(*listed) as process:
        output = process.everything(private.limits.listing_bytes)
    listing = parse(output.data, private.limits)
    if output.fault:
        # A target that HEAD does not know is a folder that was added since, or is not tracked at all.
        if prefix and "does not exist in" in output.fault:
            return listing
        raise Unreadable(f"its tree cannot be listed: {output.fault}")
    if output.cut and not listing.cut:
        listing.cut = True
        listing.refuse(b"", "lies beyond what is listed")
    return listing


def parse(output: bytes, limits: Limits) -> Listing:
    """Read what `git ls-tree -r -l -z` wrote; a last entry that is cut off is left out."""
    listing = Listing(limits)
    for line in output.split(b"\0")[:-1]:
        head, _, path = line.partition(b"\t")
        words = head.split()
        if len(words) != FIELDS or words[0] not in _KINDS:
            listing.refuse(path, "has a mode that git does not write")
            continue
        kind = _KINDS[words[0]]
        size = 0 if kind == "submodule" else int(words[3]) if words[3].isdigit() else None
        if not listing.add(path, Entry(words[2].decode("ascii", "replace"), kind, size)):
            break
    return listing
