"""The content of an output of DVC: out of the cache beside the checkout, else out of a remote that is a folder."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from maturity.cards.tables import ENDINGS
from maturity.counted import counted
from maturity.documents.dvc.listing import read_listing
from maturity.errors import Unreadable
from maturity.model.storage import RawTracked
from maturity.sources.dvc.address import Folder, locate, projects_of
from maturity.sources.dvc.audit import configs
from maturity.sources.dvc.committed import Committed, Contents
from maturity.sources.dvc.naming import Id, digest_of
from maturity.sources.dvc.stores.folder import FolderStore
from maturity.sources.git.revisions import Revisions

CACHE = ".dvc/cache"
MOST_BYTES = 64 << 20
"""Of a content that is looked into."""
_SHOWN = 20


class Seen(NamedTuple):
    """What the content shows; None where it is not at hand."""

    files: tuple[str, ...] | None
    table: bytes | None
    lacks: str = ""


def look(revisions: Revisions, tracked: RawTracked, remote: str | None) -> Seen:
    """Look into the content of an output; what hashes to another name is not used.

    Args:
        revisions: Of the target.
        tracked: The output at HEAD.
        remote: What the operator named: a remote of .dvc/config, or a folder.

    Raises:
        UsageError: `remote` names nothing that can be read.
    """
    reasons: list[str] = []
    for shown, folder in tuple(_places(revisions, remote, reasons)):
        try:
            content = _read(folder, tracked)
        except Unreadable as error:
            reasons.append(f"in {shown} it {error}")
            continue
        if content is None:
            reasons.append(f"{shown} holds something else under its name")
            continue
        try:
            return _seen(tracked, content)
        except Unreadable as error:
            reasons.append(f"in {shown} it {error}")
    return Seen(None, None, "its content was not looked at: " + "; ".join(reasons))


def _places(revisions: Revisions, remote: str | None, reasons: list[str]) -> Iterator[tuple[str, Path]]:
    if revisions.folder is None:
        reasons.append("the target is no checkout")
    else:
        yield CACHE, revisions.folder / CACHE
    if remote is None or revisions.head is None:
        return
    head = Committed(revisions.head, revisions.tree(revisions.head), Contents(revisions))
    address = locate(remote, projects_of(configs(head)), revisions.folder)
    if isinstance(address.place, Folder):
        yield "the remote", address.place.path
    else:
        reasons.append("nothing is fetched for a card from a remote that is no folder")


def _read(folder: Path, tracked: RawTracked) -> bytes | None:
    """Return the object of an output; None where it does not hash to its name."""
    name: Id = (tracked.hash, tracked.digest)
    with FolderStore(folder) as store:
        content = store.read(name, MOST_BYTES)
    return content if digest_of(content, tracked.hash) == tracked.digest.removesuffix(".dir") else None


def _seen(tracked: RawTracked, content: bytes) -> Seen:
    if tracked.digest.endswith(".dir"):
        paths = read_listing(content).paths
        return Seen((counted(len(paths), "files"), *sorted(paths)[:_SHOWN]), None)
    return Seen((tracked.output.rpartition("/")[2],), content if tracked.output.endswith(ENDINGS) else None)
