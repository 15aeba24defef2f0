"""One inspection of a remote, in a child process: what it finds out travels back as JSON."""

import gc
import json
import time
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from itertools import chain

from maturity import children
from maturity.sources.dvc.address import Place
from maturity.sources.dvc.integrity import Extent, verify
from maturity.sources.dvc.naming import LISTING, Id
from maturity.sources.dvc.presence import Folders, State, listed_as, missing, open_folders, orphans
from maturity.sources.dvc.stores.registry import opened
from maturity.sources.dvc.stores.store import Listing

SECONDS = 120.0
"""For everything; the child is ended then."""
HASHING_SECONDS = 100.0
"""After which no further content is hashed, so that what is known already comes back."""
MEMORY = 1 << 30


@dataclass(frozen=True, slots=True)
class Wanted:
    """What one inspection is to find out."""

    tracked: frozenset[Id]
    """Objects that have to be there, and of folders what they list."""
    referred: frozenset[Id]
    """Objects that a revision refers to: they are no orphans."""
    optional: frozenset[Id]
    """Of those, objects that need not be there."""
    sizes: Mapping[Id, int]
    """Bytes that were recorded of objects; of a folder, of all that it lists."""
    inside: tuple[tuple[Id, str], ...] = ()
    """Files of folders whose digests are asked for."""
    sample: int = 0
    seed: int = 0


@dataclass(slots=True)
class Seen:
    """What one inspection found out."""

    objects: int
    bytes: int
    orphans: int
    orphan_bytes: int
    hashed: int
    unopened: int
    """Folders that are referred to and could not be opened: what they list may be taken for orphans."""
    whole: bool = True
    """All of the remote was listed, and not only asked for what is recorded."""
    lists: list[tuple[Id, list[str]]] = field(default_factory=list)
    """Digests that each tracked folder lists."""
    inside: list[str | None] = field(default_factory=list)
    """What was asked for, in order."""
    flaws: list[tuple[Id, State, str, str]] = field(default_factory=list)
    """Objects that are not fine: state, detail, and path in a folder that lists them."""


def inspect(place: Place, wanted: Wanted, environment: Mapping[str, str]) -> Seen:
    """Look at a remote. Unreadable when it cannot be listed as a whole, or not in time."""
    answer = children.alone(_look, place, wanted, environment, seconds=SECONDS, memory=MEMORY)
    told = json.loads(answer)
    told["lists"] = [((way, digest), inner) for (way, digest), inner in told["lists"]]
    told["flaws"] = [((way, digest), *more) for (way, digest), *more in told["flaws"]]
    return Seen(**told)


def _look(place: Place, wanted: Wanted, environment: Mapping[str, str]) -> bytes:
    stop_at = time.monotonic() + HASHING_SECONDS
    children.surround(environment)
    if children.inside():
        # What is read here is data without cycles, and the process ends when it is told.
        gc.disable()
    with opened(place) as store:
        listing = store.listing()
        store.look(listing, chain(wanted.referred, wanted.tracked))
        folders = open_folders(store, listing, wanted.referred)
        store.look(listing, folders.inner())
        absent = missing(listing, folders, wanted.tracked)
        alone, alone_bytes = orphans(listing, folders, wanted.referred)
        verified = verify(store, listing, folders, wanted.sizes, Extent(wanted.sample, wanted.seed, stop_at))
    flaws = verified.flaws | absent
    paths = listed_as(folders, flaws)
    seen = Seen(
        objects=len(listing),
        bytes=sum(sum(size for size in sizes.values() if size > 0) for sizes in listing.sizes.values()),
        orphans=alone,
        orphan_bytes=alone_bytes,
        hashed=verified.hashed,
        unopened=sum(_closed(name, listing, folders, wanted) for name in wanted.referred),
        whole=listing.whole,
        lists=[(name, inner.digests) for name, inner in folders.lists.items() if name in wanted.tracked],
        inside=list(_asked(folders, wanted)),
        flaws=[(name, *flaws[name], paths.get(name, "")) for name in sorted(flaws)],
    )
    return json.dumps(asdict(seen)).encode()


def _asked(folders: Folders, wanted: Wanted) -> Iterator[str | None]:
    """Yield the digest of each file in a folder that is asked for."""
    tables: dict[Id, dict[str, str]] = {}
    for name, path in wanted.inside:
        if name not in tables:
            files = folders.lists.get(name)
            tables[name] = files.by_path() if files else {}
        yield tables[name].get(path)


def _closed(name: Id, listing: Listing, folders: Folders, wanted: Wanted) -> bool:
    """Tell whether an object is a folder of which it is not known what it lists, though the remote should tell."""
    if not name[1].endswith(LISTING) or name in folders.lists:
        return False
    return name not in wanted.optional or listing.size(name) is not None
