"""What the DVC files of some commits record, whatever a remote has of it."""

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from maturity.errors import Unreadable
from maturity.model.storage import RawTracked
from maturity.sources.dvc.address import Address, Folder
from maturity.sources.dvc.committed import Committed, Contents
from maturity.sources.dvc.recorded import Recorder
from maturity.sources.git.revisions import Revisions

_NOWHERE = Address(name="", uri="", place=Folder(Path()), root="", versioned=False)


class AtCommit(NamedTuple):
    """What one commit records."""

    tracked: tuple[RawTracked, ...] = ()
    unread: str = ""
    """The first thing that could not be read, and why; empty when all was."""


def recorded_at(revisions: Revisions, commits: Iterable[str]) -> dict[str, AtCommit]:
    """Read the outputs that the DVC files of each commit record."""
    contents, recorder = Contents(revisions), Recorder(_NOWHERE, ())
    found: dict[str, AtCommit] = {}
    for commit in dict.fromkeys(commits):
        try:
            outputs = recorder.outputs(Committed(commit, revisions.tree(commit), contents))
        except Unreadable as error:
            found[commit] = AtCommit(unread=str(error))
            continue
        tracked = tuple(
            RawTracked(
                revision=commit,
                commit=commit,
                output=one.output,
                path=one.file,
                line=one.line,
                digest=one.digest,
                hash=one.hash,
                size=one.size,
                objects=(one.digest,),
                exempt=one.exempt,
            )
            for one in outputs.found
        )
        found[commit] = AtCommit(tracked, next((f"{path}: {reason}" for path, reason in outputs.faults), ""))
    return found
