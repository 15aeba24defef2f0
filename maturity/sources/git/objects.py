"""Contents by blob id: one `git cat-file` per process, asked in batches."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from maturity.errors import Unreadable
from maturity.sources.git.command import Process
from maturity.sources.git.private import Private

BATCH = 256
"""Requests on the way at once: their ids fit into a pipe, so that neither side waits for the other."""
MOST_FAILURES = 200
"""Damaged objects after which the rest is given up: each one ends a git process."""


@dataclass(frozen=True, slots=True)
class Missing:
    """An object that cannot be had, and why."""

    reason: str


class Objects:
    """Reads blobs through a private git folder; forked processes each get a line of their own."""

    def __init__(self, private: Private) -> None:
        self._private = private
        self._line: _Line | None = None
        self._owner = 0
        self._failures = 0

    def read(self, blobs: Sequence[str]) -> Iterator[bytes | Missing]:
        """Yield the content of each blob, in order."""
        waiting = list(blobs)
        while waiting:
            batch = waiting[:BATCH]
            answered = 0
            try:
                for content in self._batch(batch):
                    yield content
                    answered += 1
            except Unreadable as error:
                # Git gives up at a damaged object: that one is lost, and the next process reads the others.
                self._failures += 1
                yield Missing(str(error))
                answered += 1
            finally:
                if answered < len(batch):
                    self.end()
            waiting = waiting[answered:]

    def end(self) -> None:
        """End the git process of this process."""
        line, self._line = self._line, None
        if line and self._owner == os.getpid():
            line.process.end()

    def _batch(self, blobs: Sequence[str]) -> Iterator[bytes | Missing]:
        if self._failures > MOST_FAILURES:
            raise Unreadable("too many objects are damaged")
        line = self._line if self._line and self._owner == os.getpid() else None
        if line is None:
            line = self._line = _Line(self._private.start("cat-file", "--batch", talks=True))
            self._owner = os.getpid()
        line.process.ask("".join(f"{blob}\n" for blob in blobs).encode("ascii"))
        for _ in blobs:
            yield line.answer()


class _Line:
    """The answers of one `git cat-file --batch`."""

    def __init__(self, process: Process) -> None:
        self.process = process
        self._buffer = bytearray()

    def answer(self) -> bytes | Missing:
        """Return the next content."""
        while (end := self._buffer.find(b"\n")) < 0:
            self._fill()
        words = self._take(end + 1).split()
        if words[-1] == b"missing":
            return Missing("its object is missing from the repository")
        if len(words) != 3 or words[1] != b"blob":  # noqa: PLR2004 -- id, kind, size
            raise Unreadable("its object is not a blob")
        content = self._take(int(words[2]))
        self._take(1)
        return content

    def _take(self, size: int) -> bytes:
        while len(self._buffer) < size:
            self._fill()
        taken = bytes(self._buffer[:size])
        del self._buffer[:size]
        return taken

    def _fill(self) -> None:
        part = self.process.some()
        if not part:
            raise Unreadable("its object is damaged")
        self._buffer += part
