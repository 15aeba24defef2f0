"""What every way to reach a remote offers."""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Protocol

from maturity.errors import Unreadable
from maturity.model.storage import HashName
from maturity.sources.dvc.naming import Id
from maturity.sources.limits import spoken

MOST_OBJECTS = 1_000_000
UNTOLD = -1
"""Bytes of an object that is there, where the store does not say how many."""


@dataclass(slots=True)
class Listing:
    """Every object of a remote, as one pass over it showed."""

    sizes: dict[HashName, dict[str, int]] = field(default_factory=lambda: {"md5": {}, "md5-dos2unix": {}})
    """Bytes of each object, by the way it is named and its name."""
    tags: dict[Id, str] = field(default_factory=dict)
    """Entity tags, where the store gives them: of an object that was sent in one part its md5."""
    odd: dict[Id, str] = field(default_factory=dict)
    """What stands in the place of an object and is none, and why."""
    whole: bool = True
    """It holds every object of the remote, and not only those that were asked for by name."""

    def __len__(self) -> int:
        return sum(map(len, self.sizes.values()))

    def size(self, name: Id) -> int | None:
        """Return the bytes of an object; None when it is not there."""
        return self.sizes[name[0]].get(name[1])

    def ids(self) -> Iterator[Id]:
        """Yield the id of each object."""
        for way, sizes in self.sizes.items():
            for digest in sizes:
                yield way, digest

    def bound(self) -> None:
        """Refuse to go on where there are too many."""
        if len(self) > MOST_OBJECTS:
            raise Unreadable(f"holds more than {MOST_OBJECTS:,} objects")


class Store(Protocol):
    """One remote, open for reading."""

    def listing(self) -> Listing:
        """List every object; Unreadable when that cannot be done as a whole."""

    def look(self, listing: Listing, names: Iterable[Id]) -> None:
        """Add to a listing that is not whole what the remote has of some objects; a whole one needs nothing."""

    def read(self, name: Id, limit: int) -> bytes:
        """Return the content of one object; Unreadable when it cannot be had or is larger than allowed."""

    def parts(self, name: Id) -> Iterator[bytes | memoryview]:
        """Yield the content of one object in parts; Unreadable when it cannot be had."""


def gathered(parts: Iterable[bytes], limit: int) -> bytes:
    """Return parts as one content; Unreadable once it is larger than allowed."""
    content = bytearray()
    for part in parts:
        content += part
        if len(content) > limit:
            raise Unreadable(f"is larger than {spoken(limit)}")
    return bytes(content)


Opened = AbstractContextManager[Store]
