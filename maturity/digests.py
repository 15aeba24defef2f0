"""Digests of blobs: from the cache when the content was seen before, else made by children that read it themselves."""

import struct
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from maturity.cache import Cache
from maturity.children import Failure, run
from maturity.model.raw import Gap, RawFile

SMALL_WORK = 1_500_000
"""Bytes below which starting children costs more than it saves."""
BATCH = 1_000_000
"""Bytes that a child takes at a time."""
SECONDS_PER_FILE = 5.0
_FRAME = struct.Struct(">II")


class Contents(Protocol):
    """Where contents come from; it also works in a forked child."""

    def read(self, files: Sequence[RawFile]) -> Iterator[tuple[RawFile, bytes | Gap]]:
        """Yield the content of each file, or why it cannot be had."""


Digest = Callable[[str, bytes], bytes]
"""Makes the digest of a file from its path and content."""


@dataclass(slots=True)
class Digested:
    """Digests by path, and what could not be digested."""

    payloads: dict[str, bytes] = field(default_factory=dict)
    gaps: list[Gap] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Digester:
    """Makes digests."""

    contents: Contents
    cache: Cache
    sort_of: Callable[[str], str]
    """Returns what of a path the digest depends on."""
    version: str
    """Changes whenever the digest of the same content would."""
    digest: Digest

    def all(self, kind: str, files: Sequence[RawFile]) -> Digested:
        """Return the digest of every file; what one file does to the reader stays one gap."""
        done = Digested()
        sorts: dict[str, list[RawFile]] = {}
        for entry in files:
            sorts.setdefault(self.sort_of(entry.path), []).append(entry)
        kinds = {sort: f"{kind} {sort}" for sort in sorts}
        known = {
            sort: self.cache.get(kinds[sort], self.version, {one.blob for one in some}) for sort, some in sorts.items()
        }
        missing: dict[tuple[str, str], RawFile] = {}
        for sort, some in sorts.items():
            for entry in some:
                if entry.blob not in known[sort]:
                    missing.setdefault((sort, entry.blob), entry)
        fresh, gaps = self._make(list(missing.values()))
        for sort, some in sorts.items():
            made = {
                blob: fresh[entry.path] for (of, blob), entry in missing.items() if of == sort and entry.path in fresh
            }
            self.cache.put(kinds[sort], self.version, made)
            for entry in some:
                payload = known[sort].get(entry.blob) or made.get(entry.blob)
                if payload is not None:
                    done.payloads[entry.path] = payload
                elif (first := missing.get((sort, entry.blob))) is not None:
                    reason = gaps.get(first.path, "not read")
                    done.gaps.append(Gap(path=entry.path, reason=reason))
        return done

    def _make(self, files: list[RawFile]) -> tuple[dict[str, bytes], dict[str, str]]:
        fresh: dict[str, bytes] = {}
        gaps: dict[str, str] = {}
        small = sum(entry.size for entry in files) < SMALL_WORK
        batches = list(_batches(files))
        again: list[list[RawFile]] = []
        for position, answer in run(self._batch, batches, workers=0 if small else None, seconds_per_item=30.0):
            if not isinstance(answer, Failure):
                _unpack(answer, fresh, gaps)
            elif len(batches[position]) == 1:
                gaps[batches[position][0].path] = answer.reason
            else:
                again.extend([entry] for entry in batches[position])
        for position, answer in run(self._batch, again, seconds_per_item=SECONDS_PER_FILE):
            if isinstance(answer, Failure):
                gaps[again[position][0].path] = answer.reason
            else:
                _unpack(answer, fresh, gaps)
        return fresh, gaps

    def _batch(self, files: list[RawFile]) -> bytes:
        """Digest a batch (in a child): frames of a path, a sign, and the digest or the reason."""
        frames = bytearray()
        for entry, content in self.contents.read(files):
            good = not isinstance(content, Gap)
            payload = content.reason.encode() if isinstance(content, Gap) else self.digest(entry.path, content)
            name = entry.path.encode("utf-8", "surrogateescape") + (b"+" if good else b"-")
            frames += _FRAME.pack(len(name), len(payload)) + name + payload
        return bytes(frames)


def _unpack(frames: bytes, fresh: dict[str, bytes], gaps: dict[str, str]) -> None:
    at = 0
    while at < len(frames):
        name, size = _FRAME.unpack_from(frames, at)
        at += _FRAME.size
        path = frames[at : at + name - 1].decode("utf-8", "surrogateescape")
        good = frames[at + name - 1 : at + name] == b"+"
        payload = frames[at + name : at + name + size]
        at += name + size
        if good:
            fresh[path] = payload
        else:
            gaps[path] = payload.decode(errors="replace")


def _batches(files: Iterable[RawFile]) -> Iterator[list[RawFile]]:
    batch: list[RawFile] = []
    size = 0
    for entry in files:
        batch.append(entry)
        size += entry.size
        if size >= BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
