"""Every record of dvc.lock and the .dvc files, held against the commit it stands in."""

from collections.abc import Iterator
from posixpath import dirname, join, normpath
from typing import Literal

from maturity.documents.dvc.records import LOCK, Entry, LockedStage, elsewhere, read_lock, read_pointer
from maturity.documents.dvc.stages import Stage
from maturity.documents.tree import table
from maturity.errors import Unreadable
from maturity.model.storage import HashName, RawRecord
from maturity.sources.dvc.committed import Committed
from maturity.sources.dvc.recorded import Recorder, stages_of
from maturity.sources.dvc.sync.contents import Contents, Elsewhere, Inside
from maturity.sources.dvc.sync.parameters import compare

_OPEN = "${"
"""Where a template begins that could not be resolved."""
NOWHERE = "it is neither in git nor tracked by DVC"
UNRESOLVED = "its template could not be resolved"
NEVER_RUN = "dvc.lock does not record it: it was never run, or its result was not committed"


def records(committed: Committed, recorder: Recorder, inside: Inside) -> Iterator[RawRecord]:
    """Yield what was recorded and how it stands to what is committed."""
    contents = Contents(committed, recorder.outputs(committed).found, inside)
    for path in filter(recorder.owns, committed.pipelines):
        yield from _pipeline(committed, contents, path)
    for path in filter(recorder.owns, committed.pointers):
        try:
            pointer = read_pointer(committed.tree(path), path)
        except Unreadable:
            continue  # the outputs of the file are a gap already
        for entry in () if pointer.imported else pointer.deps:
            if not elsewhere(entry.path):
                yield _entry(contents, entry, path, "", "dependency")


def _pipeline(committed: Committed, contents: Contents, path: str) -> Iterator[RawRecord]:
    lock = join(dirname(path), LOCK)
    try:
        stages = stages_of(committed, path, typed=True)
        locked = read_lock(committed.tree(lock, typed=True))
    except Unreadable as error:
        yield RawRecord(path=path, what="stage", name=path, in_sync=None, detail=str(error))
        return
    for stage in stages:
        found = locked.get(stage.name)
        if found is None:
            yield _unrecorded(stage, locked, path)
        # A frozen stage is not run again: that its records are old is what its authors want.
        elif not stage.frozen:
            yield _command(stage, found, lock)
            yield from _parameters(committed, stage, found, lock)
            yield from _files(contents, stage, found, lock)


def _unrecorded(stage: Stage, locked: dict[str, LockedStage], path: str) -> RawRecord:
    record = RawRecord(
        path=path, line=stage.line, stage=stage.name, what="stage", name=stage.name, in_sync=False, detail=NEVER_RUN
    )
    # A name without an instance may stand for instances that could not be told.
    if _OPEN in stage.name or any(name.startswith(stage.name + "@") for name in locked):
        return _untold(record, UNRESOLVED)
    return record


def _command(stage: Stage, found: LockedStage, lock: str) -> RawRecord:
    recorded = found.body.get("cmd")
    then = [str(one).strip() for one in (recorded if isinstance(recorded, list) else [recorded or ""])]
    now = [command.strip() for _, command in stage.commands]
    record = RawRecord(
        path=lock,
        line=found.body.line_of("cmd"),
        stage=stage.name,
        what="command",
        name=stage.name,
        in_sync=True,
    )
    if [one for one in then if one] == now:
        return record
    unresolved = any(_OPEN in command for command in now)
    return _untold(record, UNRESOLVED) if unresolved else _differs(record, "dvc.yaml has another command")


def _parameters(committed: Committed, stage: Stage, found: LockedStage, lock: str) -> Iterator[RawRecord]:
    recorded = table(found.body.get("params"))
    # dvc.lock names files as dvc.yaml does: from the folder of the stage.
    by_path = {normpath(join(stage.folder, name)): (name, values) for name, values in recorded.items()}
    for declared in stage.parameters:
        name, values = by_path.get(declared.path, ("", None))
        for one in compare(committed, declared, values, normpath(join(dirname(lock), declared.path))):
            yield RawRecord(
                path=lock,
                line=table(values).lines.get(one.key) or recorded.lines.get(name) or found.line,
                stage=stage.name,
                what="parameter",
                name=f"{declared.path}:{one.key}" if one.key else declared.path,
                in_sync=None if _OPEN in one.key + declared.path else one.in_sync,
                detail=one.detail,
            )


def _files(contents: Contents, stage: Stage, found: LockedStage, lock: str) -> Iterator[RawRecord]:
    """Compare what a stage reads, and of what it writes that which git keeps: DVC keeps the rest by its digest."""
    home = join(dirname(lock), stage.folder)
    kept = {normpath(join(dirname(lock), output.path)) for output in stage.outputs if not output.cached}
    dependencies = found.entries("deps", home)
    for entry in dependencies:
        yield _entry(contents, entry, lock, stage.name, "dependency")
    for entry in found.entries("outs", home):
        if entry.path in kept:
            yield _entry(contents, entry, lock, stage.name, "output")
    recorded = {entry.path for entry in dependencies}
    for path in stage.deps:
        dependency = normpath(join(dirname(lock), path))
        if dependency not in recorded and ":/" not in path and not elsewhere(dependency) and _OPEN not in path:
            yield RawRecord(
                path=lock,
                line=found.line,
                stage=stage.name,
                what="dependency",
                name=dependency,
                in_sync=False,
                detail="dvc.lock does not record it",
            )


def _entry(contents: Contents, entry: Entry, file: str, stage: str, what: Literal["dependency", "output"]) -> RawRecord:
    record = RawRecord(path=file, line=entry.line, stage=stage, what=what, name=entry.path, in_sync=True)
    if elsewhere(entry.path):
        return _untold(record, "it lies outside of the target", elsewhere=True)
    if not entry.valid or entry.hash not in ("md5", "md5-dos2unix"):
        return _untold(record, "what stands in place of a digest is none")
    try:
        detail = contents.differs(entry.path, entry.digest, _way(entry), entry.files)
    except Elsewhere:
        return _untold(record, NOWHERE, elsewhere=True)
    except Unreadable as error:
        return _untold(record, str(error))
    return _differs(record, detail) if detail else record


def _way(entry: Entry) -> HashName:
    return "md5" if entry.hash == "md5" else "md5-dos2unix"


def _differs(record: RawRecord, how: str) -> RawRecord:
    return record.model_copy(update={"in_sync": False, "detail": how})


def _untold(record: RawRecord, why: str, *, elsewhere: bool = False) -> RawRecord:
    return record.model_copy(update={"in_sync": None, "elsewhere": elsewhere, "detail": why})
