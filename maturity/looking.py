"""The live sources on one page: MLflow first, then DVC at the commits that serve, then both joined with git."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Literal

from maturity.counted import counted
from maturity.errors import Unreadable, UsageError
from maturity.evidence.live import lineage, reproductions, storage, tracking
from maturity.evidence.live.lineage import USE, Remote
from maturity.evidence.live.observed import Observed
from maturity.live import NOT_GIVEN, Live, Seen
from maturity.model.assessment import Lineage, ServingVersion, SourceReport, StoreEvidence, TrackingEvidence
from maturity.model.fact import Fact
from maturity.model.lineage import RawCommit
from maturity.model.raw import Gap
from maturity.model.reproduction import KIND, Record, content
from maturity.model.statement import Signature
from maturity.model.storage import RawStore
from maturity.model.tracking import RawTracking
from maturity.sources.git.revisions import Revisions
from maturity.sources.git.snapshot import Snapshot

Progress = Callable[[str], None]
Source = Literal["mlflow", "dvc"]

TRACKING = ("tracking-server", "experiment", "run", "run-secret", "model", "model-version")
STORAGE = ("dvc-store", "dvc-object", "dvc-record")
JOINED = ("lineage-link", "reproduction")
MOST_RECORDS = 200


def look(live: Live, snapshot: Snapshot, facts: Iterable[Fact], now: datetime, progress: Progress) -> Seen:
    """Read the live sources that were named, and join them with what the repository's own facts show.

    Raises:
        UsageError: one of them is not what it should be.
    """
    return _Looking(live, snapshot, now, progress).seen(facts)


class _Looking:
    """One look at the live sources."""

    def __init__(self, live: Live, snapshot: Snapshot, now: datetime, progress: Progress) -> None:
        self._live = live
        self._snapshot = snapshot
        self._revisions = snapshot.revisions
        self._now = now
        self._progress = progress

    def seen(self, facts: Iterable[Fact]) -> Seen:
        """Read, join, and say what was given."""
        raw, report, told = self._tracking()
        serving = told.evidence.serving if told.evidence else ()
        commits = self._commits(serving) if self._revisions else ()
        remote, dvc_report, stored = self._storage(commits)
        joined = Observed[tuple[Lineage, ...]]((), (), ())
        records: tuple[tuple[Fact, ...], tuple[Gap, ...]] = ((), ())
        if raw is not None and self._revisions is not None:
            self._progress("following the lineage of what serves")
            uses = any(fact.kind in USE for fact in facts)
            joined = lineage.join(serving, raw, commits, remote, uses_dvc=uses)
            records = reproductions.collect(self._records(), serving, self._now, self._signed)
        return Seen(
            facts=(*told.facts, *stored.facts, *joined.facts, *records[0]),
            gaps=(*told.gaps, *stored.gaps, *joined.gaps, *records[1]),
            given=frozenset(self._given()),
            reports=(report, dvc_report),
            doubts=(*(gap for gap in joined.gaps if {"commit", "reachable", "lock"} & {*gap.links}), *records[1]),
            mlflow=told.evidence,
            dvc=stored.evidence,
            lineage=joined.evidence,
        )

    def _given(self) -> Iterator[str]:
        if self._live.mlflow is not None:
            yield "mlflow"
            if self._revisions is not None:
                yield "lineage"
        if self._live.dvc_remote is not None:
            yield "dvc"

    def _tracking(self) -> tuple[RawTracking | None, SourceReport, Observed[TrackingEvidence | None]]:
        if self._live.mlflow is None:
            return None, NOT_GIVEN[0], Observed((), (), None)
        # What speaks HTTP and SQL is loaded for those who ask for it.
        from maturity.sources import mlflow
        from maturity.sources.mlflow.address import redacted

        self._progress("reading the tracking server")
        settings, environment = self._live.settings, self._live.environment
        try:
            raw = mlflow.read(
                self._live.mlflow, settings, now=self._now, progress=self._progress, environment=environment
            )
        except Unreadable as error:
            report, gap = _unreadable("mlflow", redacted(self._live.mlflow), error, (*TRACKING, *JOINED))
            return None, report, Observed((), (gap,), None)
        told = tracking.collect(raw, settings)
        found = told.evidence
        detail = ", ".join(counted(getattr(found, what), what) for what in ("models", "versions", "runs", "requests"))
        return raw, _report("mlflow", raw.uri, detail, told.gaps), Observed(told.facts, told.gaps, found)

    def _commits(self, serving: Iterable[ServingVersion]) -> tuple[RawCommit, ...]:
        """Ask git of the commits behind what serves."""
        assert self._revisions
        recorded = sorted({version.commit for version in serving if version.commit})
        if not recorded:
            return ()
        self._progress(f"asking git for {counted(len(recorded), 'commits')}")
        return tuple(_known(self._revisions, recorded))

    def _storage(self, commits: Iterable[RawCommit]) -> tuple[Remote, SourceReport, Observed[StoreEvidence | None]]:
        if self._live.dvc_remote is None:
            return Remote(), NOT_GIVEN[1], Observed((), (), None)
        if self._revisions is None:
            raise UsageError("--dvc-remote: the target is no git repository; nothing says what the remote should hold")
        from maturity.sources.dvc import audit as dvc
        from maturity.sources.git.address import redacted

        settings = self._live.settings
        try:
            raw: RawStore = dvc.audit(
                self._revisions,
                self._live.dvc_remote,
                settings,
                commits=[commit.id for commit in commits if commit.id],
                now=self._now,
                progress=self._progress,
                environment=self._live.environment,
            )
        except Unreadable as error:
            report, gap = _unreadable("dvc", redacted(self._live.dvc_remote), error, STORAGE)
            return Remote(None, gap.reason), report, Observed((), (gap,), None)
        stored = storage.collect(raw, settings)
        found = stored.evidence
        held, alone = counted(found.objects, "objects"), counted(found.orphans, "orphans")
        detail = f"{held}, {found.missing} missing, {found.corrupt} corrupt, {alone}"
        report = _report("dvc", raw.uri, detail, stored.gaps)
        return Remote(raw), report, Observed(stored.facts, stored.gaps, found)

    def _signed(self, record: Record) -> bool:
        """Tell whether a record bears the signature that the operator wants; any will do where he wants none."""
        key, seal = self._live.record_key, record.seal
        if key is None or seal is None:
            return key is None
        from maturity.signing import signed_by

        return signed_by([Signature(keyid=seal.keyid, sig=seal.signature)], content(record), key, KIND)

    def _records(self) -> Iterator[tuple[str, str | Gap]]:
        """Yield the records of re-runs that the repository keeps, the newest names last."""
        named = (
            file
            for file in self._snapshot.files
            if file.path.startswith(reproductions.FOLDER) and file.path.endswith(reproductions.SUFFIX)
        )
        for file, found in self._snapshot.read(list(named)[-MOST_RECORDS:]):
            yield file.path, found if isinstance(found, Gap) else found.decode("utf-8", "replace")


def _known(revisions: Revisions, recorded: list[str]) -> Iterator[RawCommit]:
    from maturity.sources.dvc.at import recorded_at

    found = revisions.find(recorded)
    reach = revisions.reachable(found.values())
    outputs = recorded_at(revisions, found.values())
    shallow = "the repository is a shallow clone; fetch its whole history" if revisions.shallow else ""
    for name in recorded:
        commit = found.get(name)
        if commit is None:
            yield RawCommit(recorded=name, doubt=shallow)
            continue
        reference = reach.starts.get(commit)
        at = outputs[commit]
        yield RawCommit(
            recorded=name,
            id=commit,
            reference=reference,
            doubt="" if reference else reach.fault,
            tracked=at.tracked,
            unread=at.unread,
        )


def _report(kind: Source, uri: str, detail: str, gaps: tuple[Gap, ...]) -> SourceReport:
    return SourceReport(kind=kind, uri=uri, state="partly-read" if gaps else "read", detail=detail, gaps=gaps)


def _unreadable(kind: Source, uri: str, error: Unreadable, hides: tuple[str, ...]) -> tuple[SourceReport, Gap]:
    """Report a source that could not be read at all: whatever it could have shown is hidden."""
    report = SourceReport(kind=kind, uri=uri, state="unreadable", detail=str(error))
    return report, Gap(path=None, reason=f"{uri}: {error}", hides=hides)
