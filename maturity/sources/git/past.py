"""Large files of earlier commits: looked for in a child while the tree is read, and kept by the commit."""

import hashlib
import os
import re
from collections.abc import Collection, Iterator

from pydantic import BaseModel, ConfigDict, ValidationError

from maturity.cache import Cache
from maturity.children import Later
from maturity.errors import Unreadable
from maturity.model.raw import Gap, RawBlob
from maturity.sources.git.private import Private
from maturity.sources.names import decode

KIND, VERSION = "past", "1"
"""What is found is kept as; the version changes with the meaning of `Found`."""
LARGE = 5_000_000
SECONDS = 30.0
MOST = 1_000
MOST_ENTRIES = 20
"""Files of which the commit is looked for in which they came: each costs a walk through the history."""
HIDES = ("large-blob",)
PATIENCE = 10
"""What the child leaves to others on a busy machine: it is not waited for before everything else is done."""

_SIZED = re.compile(rb"^blob (\d{7,}) ([0-9a-f]{40,64})$", re.MULTILINE)


class _Blob(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, defer_build=True)

    blob: str
    size: int
    path: str
    commit: str | None


class Found(BaseModel):
    """What the child sends back."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, defer_build=True)

    blobs: list[_Blob]
    whole: bool
    """The history was gone through to its end."""


class Past:
    """The large files that only earlier commits hold: remembered, or being looked for while the caller goes on."""

    def __init__(
        self, private: Private, commit: str | None, present: Collection[str], memory: Cache | None = None
    ) -> None:
        self._private = private
        self._commit = commit
        self._memory = memory or Cache.off()
        self._shallow = (private.folder / "shallow").exists()
        self._partial = _partial(private)
        self._key = hashlib.sha256(f"{commit} {self._shallow} {self._partial}".encode()).hexdigest()
        self._known = self._recall() if commit else None
        self.settled = commit is None or self._known is not None
        """Nothing is missing, so that the next look will find the same."""
        seconds = min(SECONDS, private.limits.seconds)
        self._later = (
            Later(_look, private, frozenset(present), seconds=seconds, memory=private.limits.memory)
            if commit and self._known is None
            else None
        )

    def read(self) -> tuple[tuple[RawBlob, ...], list[Gap]]:
        """Return what is remembered, or wait for what the child found; and say what no one can see here."""
        if self._commit is None:
            return (), []
        found, gaps = (self._known, []) if self._known else self._find()
        prefix = f"{self._private.located.prefix}/" if self._private.located.prefix else ""
        blobs = tuple(
            RawBlob(path=one.path.removeprefix(prefix), blob=one.blob, size=one.size, commit=one.commit)
            for one in found.blobs
            if one.path.startswith(prefix)
        )
        if self._shallow or self._partial:
            kind = "shallow" if self._shallow else "partial"
            reason = f"the clone is {kind}: large files of commits that it lacks are not known"
            gaps.append(Gap(path=None, reason=reason, hides=HIDES))
        return blobs, gaps

    def end(self) -> None:
        """Stop looking."""
        if self._later:
            self._later.end()

    def _find(self) -> tuple[Found, list[Gap]]:
        assert self._later
        try:
            answer = self._later.result()
            found = Found.model_validate_json(answer)
        except (Unreadable, ValidationError) as error:
            reason = str(error) if isinstance(error, Unreadable) else "the answer has another form"
            gap = Gap(path=None, reason=f"large files of earlier commits are not known: {reason}", hides=HIDES)
            return Found(blobs=[], whole=False), [gap]
        if not found.whole:
            gap = Gap(path=None, reason="large files of earlier commits: the history is incomplete", hides=HIDES)
            return found, [] if self._partial else [gap]
        self.settled = True
        self._memory.put(KIND, VERSION, {self._key: answer})
        return found, []

    def _recall(self) -> Found | None:
        payload = self._memory.get(KIND, VERSION, (self._key,)).get(self._key)
        try:
            return Found.model_validate_json(payload) if payload else None
        except ValidationError:
            return None


def _partial(private: Private) -> bool:
    """Tell whether a clone left objects out: git marks the packs of one."""
    try:
        return any(name.endswith(".promisor") for name in os.listdir(private.located.common / "objects" / "pack"))
    except OSError:
        return False


def _look(private: Private, present: frozenset[str]) -> bytes:
    """Find the large blobs that only earlier commits lead to; runs in the child."""
    os.nice(PATIENCE)
    sizes = {blob: size for blob, size in _large(private) if blob not in present}
    paths, whole = _paths(private, sizes) if sizes else ({}, True)
    largest = sorted(paths, key=lambda blob: (-sizes[blob], paths[blob]))[:MOST]
    entered = {blob: _entered(private, blob, paths[blob]) for blob in largest[:MOST_ENTRIES]}
    blobs = [_Blob(blob=blob, size=sizes[blob], path=decode(paths[blob]), commit=entered.get(blob)) for blob in largest]
    return Found(blobs=blobs, whole=whole).model_dump_json().encode()


def _large(private: Private) -> Iterator[tuple[str, int]]:
    """Yield the large blobs of the object store. Sizes stand in the packs: no content is read, no commit is walked."""
    asked = ("cat-file", "--batch-all-objects", "--unordered", "--buffer")
    form = "--batch-check=%(objecttype) %(objectsize) %(objectname)"
    with private.start(*asked, form) as process:
        rest = b""
        while part := process.some():
            head, mark, rest = (rest + part).rpartition(b"\n")
            for found in _SIZED.finditer(head + mark):
                if int(found[1]) > LARGE:
                    yield found[2].decode(), int(found[1])


def _paths(private: Private, wanted: Collection[str]) -> tuple[dict[str, bytes], bool]:
    """Return the path of each wanted blob that HEAD leads to, and whether the walk came to its end."""
    names = {blob.encode(): blob for blob in wanted}
    size = len(next(iter(names)))
    found: dict[str, bytes] = {}
    with private.start("rev-list", "--objects", "--missing=allow-any", "HEAD") as process:
        rest = b""
        while part := process.some():
            *lines, rest = (rest + part).split(b"\n")
            for line in lines:
                if line[:size] in names:
                    found.setdefault(names[line[:size]], line[size + 1 :])
        ended = process.ended_well()
    return found, ended


def _entered(private: Private, blob: str, path: bytes) -> str | None:
    """Return the first commit that holds a blob at a path."""
    asked = ("log", "--format=%H", "--no-abbrev", "--raw", "-m", "--no-renames", f"--find-object={blob}", "HEAD", "--")
    with private.start(*asked, path) as process:
        lines = process.everything(1 << 20).data.split(b"\n")
    commits = [line.decode() for line in lines if re.fullmatch(rb"[0-9a-f]{40,64}", line)]
    return commits[-1] if commits else None
