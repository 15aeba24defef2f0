"""The listing of a folder, a `.dir` object: which files it holds and under which digests."""

from maturity.documents import json
from maturity.errors import Unreadable

MAX_ENTRIES = 300_000
_DIGITS = 32
_STEPS = ("", ".", "..")
_STRAY = ("\0", *(f"{before}{step}{after}" for before in "\n/" for step in _STEPS for after in "\n/"))
"""What a list of paths, one a line, does not hold: a step that leads elsewhere."""


def read_listing(content: bytes) -> dict[str, str]:
    """Return the digest of each file by its path in the folder; everything is checked before anything is used.

    Raises:
        Unreadable: it is no listing, or names a path outside its folder, or something that is no digest.
    """
    document = json.load_many(content)
    if not isinstance(document, list):
        raise Unreadable("is no listing of a folder")
    if len(document) > MAX_ENTRIES:
        raise Unreadable(f"lists more than {MAX_ENTRIES} files")
    try:
        found = {entry["relpath"]: entry["md5"] for entry in document}
        paths, digests = "\n".join(found), "".join(found.values())
    except (TypeError, KeyError):
        raise Unreadable("is no listing of a folder") from None
    # All at once: a folder of 100,000 files must not cost more to check than to list.
    lines = f"\n{paths}\n"
    stray = bool(found) and any(step in lines for step in _STRAY)
    if stray or len(found) != len(document) or paths.count("\n") > max(0, len(found) - 1):
        raise Unreadable("lists a path that does not lie in its folder")
    if not _hexadecimal(digests) or not {_DIGITS}.issuperset(map(len, found.values())):
        raise Unreadable("lists something that is no digest")
    return found


def _hexadecimal(digits: str) -> bool:
    """Tell whether a text is pairs of lower-case digits: its bytes, written again, are the text."""
    try:
        return bytes.fromhex(digits).hex() == digits
    except ValueError:
        return False
