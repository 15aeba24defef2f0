"""Audit one DVC remote: what the repository records at each revision, and what the remote has of it."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from maturity.documents.dvc.config import Remote, read_remotes
from maturity.errors import Unreadable
from maturity.model.raw import Gap
from maturity.model.settings import Settings
from maturity.model.storage import RawObject, RawRecord, RawStore, RawTracked
from maturity.sources.dvc.address import Address, locate, projects_of
from maturity.sources.dvc.committed import Committed, Contents
from maturity.sources.dvc.history import History, read_history
from maturity.sources.dvc.inspect import Seen, Wanted, inspect
from maturity.sources.dvc.naming import Id, key_of
from maturity.sources.dvc.recorded import Recorder
from maturity.sources.dvc.sync.contents import Inside
from maturity.sources.dvc.sync.records import records
from maturity.sources.git.revisions import Revisions

CONFIG = ".dvc/config"
_COUNTED = ("objects", "bytes", "orphans", "orphan_bytes", "unopened", "hashed")


def audit(
    revisions: Revisions,
    remote: str,
    settings: Settings,
    *,
    commits: Sequence[str] = (),
    now: datetime,
    progress: Callable[[str], None] = lambda _: None,
    environment: Mapping[str, str] = os.environ,
) -> RawStore:
    """Read what is recorded, list the remote that the operator named, and hold one against the other.

    Args:
        revisions: The revisions of the target.
        remote: The name of a remote in .dvc/config, a folder or a URL.
        settings: How much is hashed.
        commits: Commits that are audited beside HEAD and the tags.
        now: The time that the result carries.
        progress: Told in a few words what is being done.
        environment: Where credentials and endpoints are taken from.

    Raises:
        UsageError: `remote` names nothing that can be listed.
        Unreadable: the remote cannot be listed, or there is no commit.
    """
    if revisions.head is None:
        raise Unreadable("the repository has no commit yet")
    contents = Contents(revisions)
    head = Committed(revisions.head, revisions.tree(revisions.head), contents)
    projects = projects_of(configs(head))
    address = locate(remote, projects, revisions.folder)
    recorder = Recorder(address, [project.root for project in projects])
    progress("reading what DVC recorded at each revision")
    history = read_history(revisions, head, contents, recorder, commits)
    asked = Inside()
    for _ in records(head, recorder, asked):
        pass  # what they ask of folders is noted, and answered by the remote
    progress(f"listing the DVC remote {address.uri}")
    seen = inspect(address.place, _wanted(history, asked, settings), environment)
    told = records(head, recorder, Inside(dict(zip(asked.asked, seen.inside, strict=True))))
    return _store(address, history, seen, tuple(told), settings, now)


def _store(
    address: Address, history: History, seen: Seen, told: tuple[RawRecord, ...], settings: Settings, now: datetime
) -> RawStore:
    return RawStore(
        name=address.name,
        uri=address.uri,
        read_at=now.timestamp(),
        tags=history.tags,
        branches=history.branches,
        sampled=seen.hashed < seen.objects,
        sample_seed=settings.hash_seed if settings.hash_sample else None,
        flawed=tuple(_flawed(seen)),
        tracked=tuple(_tracked(history, seen)),
        records=told,
        gaps=(*history.gaps, *_uncounted(seen)),
        **{name: getattr(seen, name) for name in _COUNTED},
    )


def _uncounted(seen: Seen) -> Iterator[Gap]:
    """Say that a remote that can only be asked may hold more."""
    if not seen.whole:
        reason = "it cannot be listed: what nothing refers to is not counted"
        yield Gap(path=None, reason=reason, hides=("dvc-store",), fields=("orphans", "orphan_share"))


def _wanted(history: History, asked: Inside, settings: Settings) -> Wanted:
    return Wanted(
        tracked=history.due,
        referred=history.referred(exempt=False) | history.referred(exempt=True),
        optional=history.referred(exempt=True) - history.referred(exempt=False),
        sizes=history.sizes,
        inside=tuple(asked.asked),
        sample=settings.hash_sample,
        seed=settings.hash_seed,
    )


def configs(head: Committed) -> dict[str, Sequence[Remote]]:
    """Read the names and URLs of remotes; a file that cannot be read names none."""
    found: dict[str, Sequence[Remote]] = {}
    for path, file in head.files.items():
        if path == CONFIG or path.endswith("/" + CONFIG):
            try:
                found[path] = read_remotes(head.contents.text(file))
            except Unreadable:
                found[path] = ()
    return found


def _flawed(seen: Seen) -> Iterator[RawObject]:
    for name, state, detail, file in seen.flaws:
        yield RawObject(digest=name[1], hash=name[0], key=key_of(name), file=file, state=state, detail=detail)


def _tracked(history: History, seen: Seen) -> Iterator[RawTracked]:
    """Yield each output of each revision. Those of one folder share one tuple, however many revisions record it."""
    inner = dict(seen.lists)
    like: dict[Id, RawTracked] = {}
    for row in history.rows:
        for one in row.outputs.found:
            revision = {"reference": row.reference, "revision": row.revision, "commit": row.commit}
            record = {"output": one.output, "path": one.file, "line": one.line, "size": one.size, "exempt": one.exempt}
            changes: dict[str, Any] = {**revision, **record}
            if one.name not in like:
                objects = tuple(dict.fromkeys((one.digest, *inner.get(one.name, ()))))
                like[one.name] = RawTracked(digest=one.digest, hash=one.hash, objects=objects, **changes)
            yield like[one.name].model_copy(update=changes)
