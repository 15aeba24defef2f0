"""One target as it stood when it was opened: its entries, and their contents on request."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from maturity.errors import Unreadable
from maturity.model.raw import Gap, RawBlob, RawFile, RawRepository
from maturity.sources import door
from maturity.sources.door import Algorithm
from maturity.sources.git.history import History
from maturity.sources.git.objects import Missing, Objects
from maturity.sources.git.past import Past
from maturity.sources.git.revisions import Revisions
from maturity.sources.limits import Limits, spoken
from maturity.sources.listing import Entry, Listing
from maturity.sources.names import decode, encode

BATCH = 256


@dataclass(frozen=True, slots=True)
class Origin:
    """Where contents come from: open places that forked processes share."""

    tree: int | None
    """The open target folder; None for a bare repository."""
    objects: Objects | None
    """None for a folder without git."""
    on_disk: frozenset[bytes] = frozenset()
    """Entries whose content is that of the folder, not of the commit."""
    conflicts: frozenset[bytes] = frozenset()
    algorithm: Algorithm = "sha1"


@dataclass(frozen=True, slots=True)
class Repository:
    """What git knows beside the tree."""

    history: History
    past: Past
    revisions: Revisions
    dirty: bool


@dataclass(frozen=True, slots=True)
class Title:
    """What the target is called."""

    name: str
    location: str
    prefix: str = ""


@dataclass(slots=True)
class _Index:
    files: list[RawFile] = field(default_factory=list)
    bytes_of: dict[str, bytes] = field(default_factory=dict)
    refusals: dict[str, str] = field(default_factory=dict)


class Snapshot:
    """What was opened. `files` is at hand at once; `raw` waits for the history, which is read at the same time."""

    def __init__(
        self,
        title: Title,
        listing: Listing,
        origin: Origin,
        *,
        repository: Repository | None = None,
        gaps: Sequence[Gap] = (),
    ) -> None:
        self.revisions = repository.revisions if repository else None
        """Other commits than the one that was opened; None for a folder without git."""
        self._title = title
        self._origin = origin
        self._limits = listing.limits
        self._history = repository.history if repository else None
        self._past = repository.past if repository else None
        self._dirty = repository.dirty if repository else False
        self._gaps = (*gaps, *listing.gaps())
        index = _index(listing.entries, origin, listing.limits)
        self.files: tuple[RawFile, ...] = tuple(index.files)
        self._bytes_of = index.bytes_of
        self._refusals = index.refusals
        self._raw: RawRepository | None = None

    @property
    def key(self) -> str:
        """Name everything that was opened; it is at hand before the history is."""
        digest = hashlib.sha256()
        for file in self.files:
            digest.update(f"{file.path}\0{file.blob}\0{file.size}\0{file.kind}\n".encode("utf-8", "surrogateescape"))
        around = (self._title, self._dirty, self._gaps, self._history.key if self._history else None)
        digest.update(repr(around).encode("utf-8", "backslashreplace"))
        return digest.hexdigest()

    @property
    def settled(self) -> bool:
        """Tell whether opening this again would show the same: nothing of the history is missing that may come back."""
        return (self._history is None or self._history.settled) and (self._past is None or self._past.settled)

    @property
    def raw(self) -> RawRepository:
        """Everything but the contents."""
        if self._raw is None:
            history, gaps = self._history.read(dirty=self._dirty) if self._history else (None, [])
            self._raw = RawRepository(
                name=self._title.name,
                location=self._title.location,
                prefix=self._title.prefix,
                files=self.files,
                history=history,
                gaps=(*self._gaps, *gaps),
            )
        return self._raw

    def past(self) -> tuple[tuple[RawBlob, ...], list[Gap]]:
        """Return the large files that only earlier commits hold; they are looked for while all else goes on."""
        return self._past.read() if self._past else ((), [])

    def read(self, files: Sequence[RawFile]) -> Iterator[tuple[RawFile, bytes | Gap]]:
        """Yield each file with its content, or with the reason why that is not read, in the order asked for.

        A forked child may call this too: it gets a git process of its own.
        """
        for start in range(0, len(files), BATCH):
            batch = files[start : start + BATCH]
            asked = [file.blob for file in batch if self._is_object(file)]
            contents = self._origin.objects.read(asked) if self._origin.objects else iter(())
            for file in batch:
                try:
                    yield file, self._content(file, contents)
                except Unreadable as error:
                    yield file, Gap(path=file.path, reason=str(error))

    def _content(self, file: RawFile, contents: Iterator[bytes | Missing]) -> bytes:
        if refusal := self._refusal(file):
            raise Unreadable(refusal)
        if not self._is_object(file):
            return self._on_disk(file)
        content = next(contents)
        if isinstance(content, bytes):
            return content
        # The work tree may still have what the repository has lost.
        if self._origin.tree is not None:
            try:
                return self._on_disk(file)
            except Unreadable:
                pass
        raise Unreadable(content.reason)

    def _on_disk(self, file: RawFile) -> bytes:
        path = self._bytes_of.get(file.path) or encode(file.path)
        assert self._origin.tree is not None
        content = door.read(self._origin.tree, path, self._limits.bytes_of(file.path))
        if door.blob_id(content, self._origin.algorithm) != file.blob:
            raise Unreadable("changed while it was being read")
        return content

    def _is_object(self, file: RawFile) -> bool:
        if self._refusal(file) or self._origin.objects is None:
            return False
        return (self._bytes_of.get(file.path) or encode(file.path)) not in self._origin.on_disk

    def _refusal(self, file: RawFile) -> str | None:
        if file.kind not in ("file", "executable"):
            return f"is a {file.kind}"
        most = self._limits.bytes_of(file.path)
        return f"is larger than {spoken(most)}" if file.size > most else self._refusals.get(file.path)


def _index(entries: Mapping[bytes, Entry], origin: Origin, limits: Limits) -> _Index:
    index = _Index()
    total = 0
    for path in sorted(entries):
        entry, shown = entries[path], decode(path)
        size = entry.size
        if encode(shown) != path:
            index.bytes_of[shown] = path
        if size is None:
            state = door.state(origin.tree, path) if origin.tree is not None else None
            size = state.st_size if state else 0
        if size <= limits.bytes_of(shown) and entry.kind in ("file", "executable"):
            total += size
            if total > limits.total_bytes:
                index.refusals[shown] = f"lies beyond the first {spoken(limits.total_bytes)}"
        if path in origin.conflicts:
            index.refusals[shown] = "holds an unresolved merge conflict"
        index.files.append(RawFile(path=shown, blob=entry.blob, size=size, kind=entry.kind))
    return index
