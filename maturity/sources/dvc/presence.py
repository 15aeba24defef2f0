"""Which objects a remote has: folders opened, what is missing named, what nobody refers to counted."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import filterfalse
from typing import Literal

from maturity.documents.dvc.listing import Files, read_listing
from maturity.errors import Unreadable
from maturity.sources.dvc.naming import LISTING, Id, digest_of
from maturity.sources.dvc.stores.store import Listing, Store

LISTING_BYTES = 64 << 20

State = Literal["missing", "corrupt", "unreadable"]
Flaws = dict[Id, tuple[State, str]]
"""What is not fine about an object: its state, and a few words."""


@dataclass(slots=True)
class Folders:
    """The folders that were opened, and those that could not be."""

    lists: dict[Id, Files] = field(default_factory=dict)
    """What each folder lists."""
    flaws: Flaws = field(default_factory=dict)

    def inner(self) -> Iterator[Id]:
        """Yield what the folders list."""
        for (way, _), files in self.lists.items():
            for digest in files.digests:
                yield way, digest


def open_folders(store: Store, listing: Listing, names: Iterable[Id]) -> Folders:
    """Read the listings among some objects. Each is hashed before anything of it is used."""
    opened = Folders()
    for name in sorted(names):
        way, digest = name
        if not digest.endswith(LISTING) or listing.size(name) is None:
            continue
        try:
            content = store.read(name, LISTING_BYTES)
            got = digest_of(content, way)
            if got + LISTING != digest:
                opened.flaws[name] = ("corrupt", f"hashes to {got}")
            else:
                opened.lists[name] = read_listing(content)
        except Unreadable as error:
            opened.flaws[name] = ("unreadable", str(error))
    return opened


def missing(listing: Listing, folders: Folders, names: Iterable[Id]) -> Flaws:
    """Return those of some objects, and of what they list, that are not there or are no objects."""
    absent: set[Id] = set()
    for name in names:
        if listing.size(name) is None:
            absent.add(name)
        if inner := folders.lists.get(name):
            there = listing.sizes[name[0]].__contains__
            absent.update((name[0], digest) for digest in filterfalse(there, inner.digests))
    return {
        name: ("unreadable", listing.odd[name]) if name in listing.odd else ("missing", "") for name in sorted(absent)
    }


def listed_as(folders: Folders, names: Mapping[Id, object]) -> dict[Id, str]:
    """Return the paths under which folders list some objects, the first of each."""
    found: dict[Id, str] = {}
    for (way, _), inner in folders.lists.items() if names else ():
        for path, digest in zip(inner.paths, inner.digests, strict=True):
            if (way, digest) in names:
                found.setdefault((way, digest), path)
    return found


def orphans(listing: Listing, folders: Folders, referred: Iterable[Id]) -> tuple[int, int]:
    """Return how many objects nothing refers to, and their bytes."""
    known: dict[str, set[str]] = {way: set() for way in listing.sizes}
    for name in referred:
        known[name[0]].add(name[1])
        if inner := folders.lists.get(name):
            known[name[0]].update(inner.digests)
    alone = [size for way, sizes in listing.sizes.items() for digest, size in sizes.items() if digest not in known[way]]
    return len(alone), sum(alone)
