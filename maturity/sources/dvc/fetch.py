"""Copy recorded objects from a remote into a cache of DVC, in a child process.

Each is hashed on its way, and none is kept that is not what its name says.
"""

import json
import shutil
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

from maturity import children
from maturity.documents.dvc.listing import read_listing
from maturity.errors import Unreadable
from maturity.sources.dvc.address import Folder, Place
from maturity.sources.dvc.naming import LISTING, Hasher, Id, key_of
from maturity.sources.dvc.presence import LISTING_BYTES
from maturity.sources.dvc.stores.registry import opened
from maturity.sources.dvc.stores.store import Store

MEMORY = 1 << 30
CONNECTIONS = 4
"""To a remote that is not a folder of this machine; its objects arrive side by side."""


class Lack(NamedTuple):
    """An object that could not be had."""

    recorded: Id
    """The recorded object: itself, or the folder that lists it."""
    key: str
    """Where below the root of the remote it should lie."""
    reason: str


def fetch(
    place: Place, names: Sequence[Id], cache: Path, environment: Mapping[str, str], seconds: float
) -> tuple[Lack, ...]:
    """Copy objects, and of folders what they list, into an empty cache; return what could not be had.

    Args:
        place: The remote.
        names: The recorded objects; what two folders list is told of the first of them.
        cache: The folder that DVC keeps objects in; whatever it holds goes.
        environment: Where credentials and endpoints are taken from.
        seconds: For everything; then the child is ended.

    Raises:
        Unreadable: the remote cannot be reached, the cache not be written, or not in time.
    """
    answer = children.alone(
        _copy, place, list(dict.fromkeys(names)), cache, environment, seconds=seconds, memory=MEMORY, writes=True
    )
    return tuple(Lack((way, digest), *told) for (way, digest), *told in json.loads(answer))


def _copy(place: Place, names: list[Id], cache: Path, environment: Mapping[str, str]) -> bytes:
    children.surround(environment)
    wanted = dict(zip(names, names, strict=True))
    try:
        # A commit may hold links there, and what is written through one of them would lie anywhere.
        cache.unlink() if cache.is_symlink() else shutil.rmtree(cache, ignore_errors=True)
        cache.mkdir(parents=True)
        with ExitStack() as stack:
            count = 1 if isinstance(place, Folder) else CONNECTIONS
            stores = [stack.enter_context(opened(place)) for _ in range(count)]
            lacks = _share(stores, wanted, cache)
            inner: dict[Id, Id] = {}
            for folder in names:
                inner |= {one: folder for one in _listed(cache, folder) if one not in inner and one not in wanted}
            lacks += _share(stores, inner, cache)
    except OSError as error:
        raise Unreadable(f"the cache cannot be written: {error.strerror}") from None
    return json.dumps(sorted(lacks)).encode()


def _share(stores: list[Store], wanted: Mapping[Id, Id], cache: Path) -> list[Lack]:
    """Copy objects, each beside the recorded one that it belongs to, a share of them through each store."""
    shares = [list(wanted.items())[start :: len(stores)] for start in range(len(stores))]
    with ThreadPoolExecutor(len(stores)) as pool:
        return [lack for lacks in pool.map(_each, stores, shares, [cache] * len(stores)) for lack in lacks]


def _each(store: Store, wanted: list[tuple[Id, Id]], cache: Path) -> list[Lack]:
    lacks = []
    for name, recorded in wanted:
        try:
            _one(store, name, cache / key_of(name))
        except Unreadable as error:
            lacks.append(Lack(recorded, key_of(name), str(error)))
    return lacks


def _one(store: Store, name: Id, file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    hasher, partial = Hasher(name[0]), file.with_name(f"{file.name}.part")
    try:
        with partial.open("wb") as copy:
            for part in store.parts(name):
                hasher.update(part)
                copy.write(part)
        if (got := hasher.digest()) != name[1].removesuffix(LISTING):
            raise Unreadable(f"hashes to {got}")
        partial.rename(file)
    finally:
        partial.unlink(missing_ok=True)


def _listed(cache: Path, name: Id) -> list[Id]:
    """Return what a folder lists, if it is one and in the cache."""
    file = cache / key_of(name)
    if not name[1].endswith(LISTING) or not file.exists():
        return []
    if file.stat().st_size > LISTING_BYTES:
        raise Unreadable(f"the folder {key_of(name)} lists too much to be read")
    return [(name[0], digest) for digest in read_listing(file.read_bytes()).digests]
