"""Names of entries: bytes that others chose, accepted or refused, and the text they are shown and keyed by."""

from maturity.sources.limits import Limits


def decode(path: bytes) -> str:
    r"""Return a path as text that every encoding can carry: a byte that is not UTF-8 is written `\xff`."""
    return path.decode("utf-8", errors="backslashreplace")


def encode(path: str) -> bytes:
    """Return the bytes that a path is shown for where it is plain: those of UTF-8, whatever the system's encoding."""
    return path.encode("utf-8", errors="surrogateescape")


def fault(path: bytes, limits: Limits) -> str | None:
    """Say what is wrong with the path of an entry; None when a checkout would accept it."""
    if len(path) > limits.path_bytes:
        return "is too long"
    steps = path.split(b"/")
    if len(steps) > limits.depth:
        return "is too deep"
    if b"\0" in path:
        return "holds a null byte"
    for step in steps:
        if step in (b"", b".", b".."):
            return "leaves the tree"
        if step.lower() == b".git":
            return "is a git folder"
    return None
