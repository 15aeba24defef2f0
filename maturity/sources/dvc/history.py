"""What DVC recorded at HEAD, at every tag, at every branch, and at the commits that somebody asks about."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from maturity.errors import Unreadable
from maturity.model.raw import Gap
from maturity.sources.dvc.committed import Committed, Contents
from maturity.sources.dvc.naming import Id
from maturity.sources.dvc.recorded import Outputs, Recorder
from maturity.sources.git.revisions import Revisions

HEAD = "HEAD"
MOST_COMMITS = 1_000
"""Tags and branches that are looked at, beside HEAD."""
ORPHANS = ("orphans", "orphan_share")
"""What of a store rests on every reference."""
OLDER = ("tag", *ORPHANS)
"""What a tag that cannot be read hides: of objects those of tags, of a store its orphans."""


class Row(NamedTuple):
    """What one revision records."""

    reference: Literal["head", "tag", "commit"]
    revision: str
    commit: str
    outputs: Outputs


@dataclass(slots=True)
class History:
    """Every revision that was read."""

    rows: list[Row] = field(default_factory=list)
    """HEAD first, then the tags by name, then the commits that were asked for."""
    others: list[Outputs] = field(default_factory=list)
    """What branches record."""
    gaps: list[Gap] = field(default_factory=list)
    tags: int = 0
    branches: int = 0

    @property
    def due(self) -> frozenset[Id]:
        """The objects that the remote has to hold."""
        return frozenset(one.name for row in self.rows for one in row.outputs.found if not one.exempt)

    @property
    def sizes(self) -> Mapping[Id, int]:
        """The bytes that were recorded, by object."""
        recorded = (one for row in self.rows for one in row.outputs.found)
        return {one.name: one.size for one in recorded if one.size is not None}

    def referred(self, *, exempt: bool) -> frozenset[Id]:
        """Return the objects that something refers to, though the remote need not hold them, or because it has to."""
        outputs = (*(row.outputs for row in self.rows), *self.others)
        return frozenset(one.name for entry in outputs for one in entry.found if bool(one.exempt) == exempt)


def read_history(
    revisions: Revisions, head: Committed, contents: Contents, recorder: Recorder, commits: Iterable[str]
) -> History:
    """Read what is recorded at HEAD, at the tags, at some commits, and at the branches."""
    reading = _Reading(revisions, contents, recorder)
    history = History()
    history.rows.append(Row("head", HEAD, head.commit, recorder.outputs(head)))
    for path, reason in history.rows[0].outputs.faults:
        history.gaps.append(Gap(path=path, reason=reason, hides=("dvc-object", "dvc-record")))
        history.gaps.append(Gap(path=path, reason=reason, hides=("dvc-store",), fields=ORPHANS))
    reading.known[head.commit] = history.rows[0].outputs
    tags, branches = revisions.tags, revisions.branches()
    for tag in tags:
        if outputs := reading.outputs(tag.commit, f"tag {tag.name}", OLDER, history.gaps):
            history.rows.append(Row("tag", tag.name, tag.commit, outputs))
            history.tags += 1
    seen = {row.commit for row in history.rows}
    for commit in dict.fromkeys(commits):
        if commit not in seen and (outputs := reading.asked(commit, history.gaps)):
            history.rows.append(Row("commit", commit, commit, outputs))
    for branch in branches:
        if outputs := reading.outputs(branch.commit, f"branch {branch.name}", ORPHANS, history.gaps):
            history.others.append(outputs)
            history.branches += 1
    history.gaps += _incomplete(revisions, reading)
    return history


def _incomplete(revisions: Revisions, reading: "_Reading") -> list[Gap]:
    """Say why there may be references that were not looked at."""
    hides, gaps = ("dvc-object", "dvc-store"), []
    if reading.passed_over:
        reason = f"{reading.passed_over} tags and branches beyond the first {MOST_COMMITS} are not read"
        gaps.append(Gap(path=None, reason=reason, hides=hides, fields=OLDER))
    if cut := revisions.cut():
        gaps.append(Gap(path=None, reason=cut, hides=hides, fields=OLDER))
    if revisions.shallow:
        reason = "the clone is shallow: branches and tags that are not in it may refer to objects"
        gaps.append(Gap(path=None, reason=reason, hides=("dvc-store",), fields=ORPHANS))
    return gaps


class _Reading:
    """Reads commits, each once and not without end."""

    def __init__(self, revisions: Revisions, contents: Contents, recorder: Recorder) -> None:
        self._revisions = revisions
        self._contents = contents
        self._recorder = recorder
        self.known: dict[str, Outputs] = {}
        self.passed_over = 0

    def outputs(self, commit: str, label: str, fields: tuple[str, ...], gaps: list[Gap]) -> Outputs | None:
        """Return what a reference's commit records; what could not be read becomes gaps."""
        if commit not in self.known:
            if len(self.known) > MOST_COMMITS:
                self.passed_over += 1
                return None
            try:
                self._read(commit)
            except Unreadable as error:
                gaps.append(_older(f"{label}: {error}", fields))
                return None
        gaps += [_older(f"{label}: {path}: {reason}", fields) for path, reason in self.known[commit].faults]
        return self.known[commit]

    def asked(self, commit: str, gaps: list[Gap]) -> Outputs | None:
        """Return what a commit that somebody asks about records; only what is asked for hangs on it."""
        try:
            return self.known[commit] if commit in self.known else self._read(commit)
        except Unreadable as error:
            reason = f"commit {commit[:12]}: {error}"
            gaps.append(Gap(path=None, reason=reason, hides=("lineage-link",), links=("objects",)))
            return None

    def _read(self, commit: str) -> Outputs:
        committed = Committed(commit, self._revisions.tree(commit), self._contents)
        return self.known.setdefault(commit, self._recorder.outputs(committed))


def _older(reason: str, fields: tuple[str, ...]) -> Gap:
    return Gap(path=None, reason=reason, hides=("dvc-object", "dvc-store"), fields=fields)
