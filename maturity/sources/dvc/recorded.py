"""Which outputs the .dvc and dvc.lock files of a commit record, and which of them the remote has to hold."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from posixpath import dirname, join, normpath
from typing import Any, NamedTuple

from maturity.documents.dvc.records import LOCK, Entry, elsewhere, read_lock, read_pointer
from maturity.documents.dvc.stages import PARAMETERS, Output, Stage, stages, value_files
from maturity.documents.tree import table
from maturity.errors import Unreadable
from maturity.model.storage import HashName
from maturity.sources.dvc.address import Address
from maturity.sources.dvc.committed import Committed

MOST_INSTANCES = 1_000
MOST_FILES = 5_000


@dataclass(frozen=True, slots=True)
class Recorded:
    """One output, as a file of DVC records it."""

    output: str
    file: str
    line: int
    digest: str
    hash: HashName
    size: int | None
    cached: bool
    """DVC keeps it, not git."""
    exempt: str = ""

    @property
    def name(self) -> tuple[HashName, str]:
        """The id of its object."""
        return self.hash, self.digest


class _Written(NamedTuple):
    """One entry as it stands in a file, before it is checked."""

    file: str
    entry: Entry
    cached: bool
    exempt: str


@dataclass(frozen=True, slots=True)
class Outputs:
    """What one commit records."""

    found: tuple[Recorded, ...]
    faults: tuple[tuple[str, str], ...]
    """Files that could not be read, or not wholly, and why."""


class Recorder:
    """Reads the outputs of commits; what two of them share is read once."""

    def __init__(self, address: Address, roots: Iterable[str]) -> None:
        self._address = address
        self._inner = [root for root in roots if root != address.root and _inside(root, address.root)]
        self._known: dict[tuple[tuple[str, str], ...], Outputs] = {}

    def outputs(self, committed: Committed) -> Outputs:
        """Return what a commit records for the DVC project that the remote belongs to."""
        paths = [path for path in (*committed.pointers, *committed.pipelines) if self.owns(path)]
        key = self._key(committed, paths)
        if key not in self._known:
            self._known[key] = self._read(committed, paths)
        return self._known[key]

    def owns(self, path: str) -> bool:
        """Tell whether a file belongs to the project of the remote, and not to another one inside of it."""
        return _inside(path, self._address.root) and not any(_inside(path, root) for root in self._inner)

    @staticmethod
    def _key(committed: Committed, paths: Iterable[str]) -> tuple[tuple[str, str], ...]:
        beside = [join(dirname(path), name) for path in committed.pipelines for name in (LOCK, PARAMETERS)]
        files = [committed.files[path] for path in (*paths, *beside) if path in committed.files]
        return tuple((file.path, file.blob) for file in files)

    def _read(self, committed: Committed, paths: list[str]) -> Outputs:
        found: list[Recorded] = []
        faults: list[tuple[str, str]] = [(path, "too many files of DVC") for path in paths[MOST_FILES : MOST_FILES + 1]]
        locks = [join(dirname(path), LOCK) for path in committed.pipelines]
        committed.contents.fetch(committed.files[path] for path in (*paths, *locks) if path in committed.files)
        for path in paths[:MOST_FILES]:
            try:
                read = self._pipeline if path in committed.pipelines else self._pointer
                for written in read(committed, path):
                    found += _recorded(written, faults)
            except Unreadable as error:
                faults.append((path, str(error)))
        return Outputs(tuple(found), tuple(faults))

    def _pointer(self, committed: Committed, path: str) -> Iterator[_Written]:
        pointer = read_pointer(committed.tree(path), path)
        for entry in pointer.outs:
            declared = Output(entry.path, entry.cached, entry.pushed, entry.remote)
            imported = "it is imported from another repository" if pointer.imported else ""
            yield _Written(path, entry, entry.cached, imported or self._exempt(entry, declared))

    def _pipeline(self, committed: Committed, path: str) -> Iterator[_Written]:
        """Read dvc.lock; which of its outputs are kept where stands in the dvc.yaml beside it."""
        lock = join(dirname(path), LOCK)
        locked = read_lock(committed.tree(lock))
        # What is left in the lock of a stage that is no more is nobody's output.
        for stage in stages_of(committed, path) if locked else ():
            if stage.name not in locked:
                continue
            home = dirname(path)
            declared = {normpath(join(home, output.path)): output for output in stage.outputs}
            for entry in locked[stage.name].entries("outs", join(home, stage.folder)):
                output = declared.get(entry.path, Output(entry.path))
                yield _Written(lock, entry, output.cached, self._exempt(entry, output))

    def _exempt(self, entry: Entry, declared: Output) -> str:
        """Say why an output need not be in this remote; empty when it has to be."""
        if not declared.cached:
            return "`cache: false`: git holds it"
        if not declared.pushed:
            return "`push: false`"
        if declared.remote and declared.remote != self._address.name:
            return "it is kept in another remote"
        if entry.versioned or self._address.versioned:
            return "the cloud keeps its versions"
        return "it lies outside of the project" if elsewhere(entry.path) else ""


def stages_of(committed: Committed, path: str, *, typed: bool = False) -> list[Stage]:
    """Return the stages of a dvc.yaml with its templates resolved; Unreadable says why not."""
    document = committed.tree(path, typed=typed)
    values: dict[str, Any] = {}
    for name in value_files(document):
        inner = normpath(join(dirname(path), name))
        if inner.endswith((".yaml", ".yml", ".json")):
            values |= table(committed.tree(inner, typed=typed))
    return list(stages(document, values, MOST_INSTANCES))


def _recorded(written: _Written, faults: list[tuple[str, str]]) -> Iterator[Recorded]:
    """Check an entry. One without a digest was never made, or only points elsewhere."""
    file, entry, cached, exempt = written
    if entry.valid and entry.hash in ("md5", "md5-dos2unix"):
        way: HashName = "md5" if entry.hash == "md5" else "md5-dos2unix"
        yield Recorded(entry.path, file, entry.line, entry.digest, way, entry.size, cached, exempt)
    elif entry.digest and not exempt:
        faults.append((file, f"line {entry.line}: what stands in place of a digest is none"))


def _inside(path: str, folder: str) -> bool:
    return not folder or path.startswith(folder + "/") or path == folder
