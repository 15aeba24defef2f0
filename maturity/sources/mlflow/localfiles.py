"""Files of models on this machine: only below the folder of the store that was named, and through no link."""

import os
import stat
from pathlib import Path
from urllib.parse import unquote

from maturity.errors import Unreadable
from maturity.sources import door
from maturity.sources.mlflow.limits import Limits
from maturity.sources.mlflow.modelfiles import look
from maturity.sources.mlflow.store import GONE, Absent, Artifact, Files, Listed
from maturity.sources.names import decode, encode

_FILE = "file://"


class LocalFiles:
    """The files below one folder."""

    def __init__(self, root: Path, limits: Limits) -> None:
        self._root = root
        self._limits = limits
        try:
            self._open = os.open(root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        except OSError as error:
            raise Unreadable(door.reason(error)) from None

    def close(self) -> None:
        """Close the folder."""
        os.close(self._open)

    def look(self, place: str, *, names_only: bool) -> Files:
        """Look at the files in a folder that a store names by its address."""
        path = self._below(place)
        if path is None:
            return Files(lacks="they lie outside the folder of the store, which is not read")
        try:
            names = self.names(path)
        except Absent:
            return GONE
        except Unreadable as error:
            return Files(lacks=f"their folder {error}")
        return look(lambda name: self.content(path + b"/" + os.fsencode(name)), names, None, names_only=names_only)

    def artifacts(self, place: str, folder: str = "") -> Listed[Artifact]:
        """List one folder of the artifacts that a store says lie at an address; nothing where there is none."""
        below = self._inside(place, folder)
        try:
            names = self.names(below)
        except Absent:
            return Listed(())
        return Listed(tuple(self._artifact(f"{folder}/{name}".lstrip("/"), below, name) for name in names))

    def artifact(self, place: str, path: str, limit: int) -> bytes:
        """Return one file of the artifacts that a store says lie at an address."""
        return door.read(self._open, self._inside(place, path), limit)

    def _inside(self, place: str, path: str) -> bytes:
        """Return where something lies below an address that is itself below the root."""
        root = self._below(place)
        if root is None:
            scheme, mark, _ = place.partition(":")
            if mark and scheme not in ("file", "") and "/" not in scheme:
                raise Unreadable(f"keeps them at an address that is not read from here ({scheme[:20]})")
            raise Unreadable("keeps them outside its folder, where nothing is read")
        if ".." in path.split("/"):
            raise Unreadable("names a place outside")
        return root + b"/" + encode(path) if path else root

    def _artifact(self, path: str, folder: bytes, name: str) -> Artifact:
        state = door.state(self._open, folder + b"/" + encode(name))
        return Artifact(path, state is not None and stat.S_ISDIR(state.st_mode), state.st_size if state else None)

    def names(self, path: bytes) -> tuple[str, ...]:
        """Return the names in a folder, in order; Absent when there is no such folder."""
        try:
            folder = door.open_folder(self._open, path)
        except FileNotFoundError:
            raise Absent("is missing") from None
        except OSError as error:
            raise Unreadable(door.reason(error)) from None
        try:
            with os.scandir(folder) as seen:
                names = [entry.name for entry, _ in zip(seen, range(self._limits.entries + 1), strict=False)]
        except OSError as error:
            raise Unreadable(door.reason(error)) from None
        finally:
            os.close(folder)
        if len(names) > self._limits.entries:
            raise Unreadable(f"holds more than {self._limits.entries} entries")
        return tuple(sorted(decode(os.fsencode(name)) for name in names))

    def is_folder(self, path: bytes) -> bool:
        """Tell whether an entry is a folder, and no link to one."""
        state = door.state(self._open, path)
        return state is not None and stat.S_ISDIR(state.st_mode)

    def content(self, path: bytes) -> bytes:
        """Return what a regular file holds."""
        return door.read(self._open, path, self._limits.file_bytes)

    def _below(self, place: str) -> bytes | None:
        """Return the path of a folder below the root; None for any other address."""
        if place.startswith(_FILE):
            place = unquote(place.removeprefix(_FILE))
        elif ":" in place.partition("/")[0]:
            return None
        path = Path(os.path.normpath(self._root / place)) if place and "\0" not in place else None
        return os.fsencode(path.relative_to(self._root)) if path and path.is_relative_to(self._root) else None
