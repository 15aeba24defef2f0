"""The listing of a folder, a `.dir` object: which files it holds and under which digests."""

from itertools import islice
from operator import itemgetter, lt
from posixpath import normpath
from typing import NamedTuple

from maturity.documents import json
from maturity.errors import Unreadable

MAX_ENTRIES = 300_000
DIGEST_BYTES = 16


class Files(NamedTuple):
    """The files of a folder, side by side: of a large one that is much less than a table to make."""

    paths: list[str]
    """Where each lies in the folder; none twice."""
    digests: list[str]

    def by_path(self) -> dict[str, str]:
        """Return the digest of each file by its path."""
        return dict(zip(self.paths, self.digests, strict=True))


def read_listing(content: bytes) -> Files:
    """Return the paths of the files in the folder and their digests; everything is checked before anything is used.

    Raises:
        Unreadable: it is no listing, or names a path outside its folder, or something that is no digest.
    """
    document = json.load_many(content)
    if not isinstance(document, list):
        raise Unreadable("is no listing of a folder")
    if len(document) > MAX_ENTRIES:
        raise Unreadable(f"lists more than {MAX_ENTRIES} files")
    try:
        files = Files(*(list(map(itemgetter(key), document)) for key in ("relpath", "md5")))
        lines, digests = "\n".join(files.paths), "\n".join(files.digests)
    except (TypeError, KeyError):
        raise Unreadable("is no listing of a folder") from None
    # All at once: a folder of 100,000 files must not cost more to check than to list.
    if files.paths and (not _unique(files.paths) or lines.count("\n") >= len(files.paths) or _strays(lines)):
        raise Unreadable("lists a path that does not lie in its folder")
    if not _hexadecimal(digests, len(files.digests)):
        raise Unreadable("lists something that is no digest")
    return files


def _unique(paths: list[str]) -> bool:
    """Tell whether no path stands twice: at a glance where they are in order, as DVC writes them."""
    return all(map(lt, paths, islice(paths, 1, None))) or len(set(paths)) == len(paths)


def _strays(lines: str) -> bool:
    """Tell whether a step of a path leads elsewhere, or is empty: as one long path they would not stay as they are."""
    steps = "_/" + lines.replace("\n", "/")
    return "\0" in steps or normpath(steps) != steps


def _hexadecimal(lines: str, count: int) -> bool:
    """Tell whether so many lines are digests, in lower-case digits: their bytes, written again, are the text."""
    try:
        content = bytes.fromhex(lines)
        return len(content) == count * DIGEST_BYTES and content.hex("\n", DIGEST_BYTES) == lines
    except ValueError:
        return False
