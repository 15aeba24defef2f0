"""Whether objects hold what their names say: by recorded size, by entity tag, and by hashing their contents."""

import random
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain

from maturity.errors import Unreadable
from maturity.sources.dvc.naming import LISTING, Hasher, Id
from maturity.sources.dvc.presence import Flaws, Folders
from maturity.sources.dvc.stores.store import UNTOLD, Listing, Store

SAMPLE_BYTES = 1 << 30
"""What is read of a sample at most."""


@dataclass(frozen=True, slots=True)
class Extent:
    """How much is hashed."""

    sample: int
    """Objects; 0 for all of them."""
    seed: int
    stop_at: float
    """Time of the monotonic clock."""


@dataclass(slots=True)
class Verified:
    """The objects whose content is known to be, or not to be, what their names say."""

    good: set[Id] = field(default_factory=set)
    flaws: Flaws = field(default_factory=dict)

    @property
    def hashed(self) -> int:
        """How many contents were compared with their names."""
        return len(self.good) + sum(state == "corrupt" for state, _ in self.flaws.values())


def verify(store: Store, listing: Listing, folders: Folders, sizes: Mapping[Id, int], extent: Extent) -> Verified:
    """Compare contents with names: what needs no reading first, then what looks wrong, then a sample or all."""
    done = Verified(good=set(folders.lists), flaws=dict(folders.flaws))
    done.good.update(name for name, tag in listing.tags.items() if tag == name[1].removesuffix(LISTING))
    files, sums = _doubtful(listing, folders, sizes)
    inside = (inner for name in sums for inner in _inside(folders, name))
    for name in _order(listing, chain(files, inside), done, extent):
        if time.monotonic() > extent.stop_at:
            break
        _hash(store, name, done)
    for name, said in sums.items():
        if done.flaws.keys().isdisjoint(_inside(folders, name)):
            done.good.discard(name)
            done.flaws[name] = ("corrupt", said)
    return done


def _doubtful(listing: Listing, folders: Folders, sizes: Mapping[Id, int]) -> tuple[list[Id], dict[Id, str]]:
    """Return the objects that are not of the recorded size, and the folders whose files are not in sum."""
    files: list[Id] = []
    sums: dict[Id, str] = {}
    for name, recorded in sizes.items():
        inner = folders.lists.get(name)
        if inner is not None:
            parts = [listing.sizes[name[0]].get(digest) for digest in inner.digests]
            there = sum(size or 0 for size in parts)
            if None not in parts and UNTOLD not in parts and there != recorded:
                sums[name] = f"lists files of {there} bytes, not {recorded}"
        elif not name[1].endswith(LISTING) and listing.size(name) not in (None, recorded):
            files.append(name)
    return files, sums


def _inside(folders: Folders, name: Id) -> Iterator[Id]:
    return ((name[0], digest) for digest in dict.fromkeys(folders.lists[name].digests))


def _order(listing: Listing, doubtful: Iterable[Id], done: Verified, extent: Extent) -> Iterator[Id]:
    """Yield what is to be hashed: what looks wrong, then all or a sample, then what is tagged wrongly."""
    if not extent.sample:
        yield from _open(chain(doubtful, listing.ids()), listing, done, None)
        return
    yield from _open(doubtful, listing, done, SAMPLE_BYTES)
    rest = sorted(name for name in listing.ids() if name not in done.good and name not in done.flaws)
    chosen = random.Random(extent.seed).sample(rest, min(extent.sample, len(rest)))  # noqa: S311 -- no secret
    yield from _open(chain(chosen, _mistagged(listing, done)), listing, done, SAMPLE_BYTES)


def _open(names: Iterable[Id], listing: Listing, done: Verified, most: int | None) -> Iterator[Id]:
    """Yield what is not known yet, up to a number of bytes."""
    for name in names:
        if name in done.good or name in done.flaws:
            continue
        size = listing.size(name)
        if size is None or (most is not None and size > most):
            continue
        most = None if most is None else most - size
        yield name


def _mistagged(listing: Listing, done: Verified) -> Iterator[Id]:
    """Yield objects whose tag is of one part and not their name; a store that encrypts tags all it holds so."""
    odd = [name for name, tag in listing.tags.items() if "-" not in tag and tag != name[1].removesuffix(LISTING)]
    if not any(name in done.good for name in odd):
        yield from odd


def _hash(store: Store, name: Id, done: Verified) -> None:
    hasher = Hasher(name[0])
    try:
        for part in store.parts(name):
            hasher.update(part)
    except Unreadable as error:
        done.flaws[name] = ("unreadable", str(error))
        return
    got = hasher.digest()
    if got == name[1].removesuffix(LISTING):
        done.good.add(name)
    else:
        done.flaws[name] = ("corrupt", f"hashes to {got}")
