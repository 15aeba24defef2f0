"""The files of a target, as packages of others may read them."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from maturity.model.raw import Gap, RawFile

MAX_BYTES = 1 << 20


class Contents(Protocol):
    """Where contents come from."""

    def read(self, files: Sequence[RawFile]) -> Iterator[tuple[RawFile, bytes | Gap]]:
        """Yield the content of each file, or why it cannot be had."""


class FilesOf:
    """The regular files of a target that are judged; reads are bounded, and what cannot be read is noted."""

    def __init__(self, files: Sequence[RawFile], contents: Contents) -> None:
        self._files = {file.path: file for file in files if file.kind in ("file", "executable")}
        self._contents = contents
        self._unread: dict[str, Gap] = {}

    @property
    def paths(self) -> tuple[str, ...]:
        """Every file that is judged, relative to the target."""
        return tuple(self._files)

    def read(self, path: str) -> str | None:
        """Return a file's text, 1 MiB at most; None, and a gap, when it cannot be had."""
        file = self._files.get(path)
        if file is None:
            return None
        if file.size > MAX_BYTES:
            self._unread[path] = Gap(path=path, reason=f"larger than {MAX_BYTES >> 20} MiB, not read for a plugin")
            return None
        ((_, found),) = self._contents.read([file])
        if isinstance(found, Gap):
            self._unread[path] = found
            return None
        return found.decode("utf-8", "replace").removeprefix("\ufeff")

    def unread(self) -> tuple[Gap, ...]:
        """Return a gap for each file that was asked for and could not be had."""
        return tuple(self._unread.values())
