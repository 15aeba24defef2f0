"""A remote that is a folder: regular files only, through no link below the folder that the operator named."""

import os
import re
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from maturity.errors import Unreadable
from maturity.model.storage import HashName
from maturity.sources import door
from maturity.sources.dvc.naming import BLOCK, Id, key_of
from maturity.sources.dvc.stores.store import Listing

_SHELF = re.compile(r"[0-9a-f]{2}")
_REST = re.compile(r"[0-9a-f]{30}(?:\.dir)?")
_ROOTS: tuple[tuple[HashName, bytes], ...] = (("md5", b"files/md5"), ("md5-dos2unix", b""))


class FolderStore:
    """A folder of this machine."""

    def __init__(self, path: Path) -> None:
        try:
            # The operator may name a link; nothing below it is followed.
            self._root = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        except OSError as error:
            raise Unreadable(f"its folder {door.reason(error)}") from None
        except ValueError:
            raise Unreadable("no folder can have its name") from None
        self._buffer = bytearray(BLOCK)
        self._near: tuple[bytes, int] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._leave()
        os.close(self._root)

    def listing(self) -> Listing:
        """List every object in one pass over its folders."""
        found = Listing()
        for way, place in _ROOTS:
            try:
                self._list(way, place, found)
            except FileNotFoundError:
                continue
            except OSError as error:
                raise Unreadable(f"its folder {place.decode() or '.'} {door.reason(error)}") from None
        return found

    def look(self, listing: Listing, names: Iterable[Id]) -> None:
        """Add nothing: a listing holds all there is."""

    def read(self, name: Id, limit: int) -> bytes:
        """Return what a regular file holds."""
        return door.read(self._root, key_of(name).encode(), limit)

    def parts(self, name: Id) -> Iterator[memoryview]:
        """Yield what a regular file holds; a part is good until the next one is asked for."""
        folder, _, file = key_of(name).encode().rpartition(b"/")
        # Objects are asked for shelf by shelf: their folder stays open.
        if self._near is None or self._near[0] != folder:
            self._leave()
            try:
                self._near = folder, door.open_folder(self._root, folder)
            except OSError as error:
                raise Unreadable(door.reason(error)) from None
        return door.parts(self._near[1], file, self._buffer)

    def _leave(self) -> None:
        if self._near is not None:
            os.close(self._near[1])
            self._near = None

    def _list(self, way: HashName, place: bytes, found: Listing) -> None:
        for shelf in self._shelves(place):
            folder = door.open_folder(self._root, b"/".join((place, shelf.encode())).lstrip(b"/"))
            try:
                self._shelf(way, shelf, folder, found)
            finally:
                os.close(folder)
            found.bound()

    def _shelves(self, place: bytes) -> list[str]:
        folder = door.open_folder(self._root, place)
        try:
            with os.scandir(folder) as entries:
                return sorted(entry.name for entry in entries if _SHELF.fullmatch(entry.name))
        finally:
            os.close(folder)

    @staticmethod
    def _shelf(way: HashName, shelf: str, folder: int, found: Listing) -> None:
        sizes, accepts = found.sizes[way], _REST.fullmatch
        with os.scandir(folder) as entries:
            for entry in entries:
                name = entry.name
                if not accepts(name):
                    continue
                seen = entry.stat(follow_symlinks=False)
                if stat.S_ISREG(seen.st_mode):
                    sizes[shelf + name] = seen.st_size
                else:
                    what = "is a link" if entry.is_symlink() else "is not a regular file"
                    found.odd[way, shelf + name] = what
