"""A target becomes an Assessment. This page is the whole tool; every step is a room of its own."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

from maturity import __version__
from maturity.cache import Cache
from maturity.configuration.effects import profiled
from maturity.counted import counted
from maturity.evidence.left_out import LeftOut
from maturity.evidence.part import Part, part_of
from maturity.live import Live, Seen
from maturity.model.assessment import Assessment, EvidenceSet, SourceReport, Target, Tool
from maturity.model.collected import Collected
from maturity.model.fact import Fact
from maturity.model.raw import Gap, RawRepository
from maturity.model.rule import Catalog
from maturity.plugins.observed import Observed
from maturity.policy_files import Terms, terms
from maturity.remembered import recall, remember
from maturity.request import Request
from maturity.resources import folder
from maturity.rules import attestations, levels, technologies, waivers
from maturity.rules.folders import digest
from maturity.rules.frameworks import deciding
from maturity.rules.judge import judge
from maturity.rules.load import load_catalog
from maturity.sources.git.snapshot import Snapshot
from maturity.sources.git.target import open_target

Progress = Callable[[str], None]


class Examined(NamedTuple):
    """Everything that was read of one target, and of the live sources that go with it."""

    raw: RawRepository
    collected: Collected
    agreed: Terms
    seen: Seen = Seen()
    observed: Observed = Observed()
    """What packages of others showed."""

    @property
    def facts(self) -> tuple[Fact, ...]:
        """What was found, wherever it was."""
        return self.collected.facts + self.seen.facts + self.observed.facts

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """What could not be looked at."""
        return self.collected.gaps + self.seen.gaps + self.observed.gaps

    @property
    def given(self) -> frozenset[str]:
        """The sources whose rules can be judged."""
        return self.seen.given | {"repo"}


def silent(_words: str) -> None:
    """Tell nobody what is being done."""


def assess(request: Request, *, now: datetime, progress: Progress = silent) -> Assessment:
    """Assess one target: read it, turn it into facts, judge the facts, and reckon the levels.

    Args:
        request: What is assessed, and how.
        now: The time that the assessment carries.
        progress: Told in a few words what is being done.

    Raises:
        UsageError: The target, a rule or the configuration is not what it should be.
        SourceError: The target cannot be read.
    """
    begun = perf_counter()
    catalog = load_catalog(folder("checks"), request.rules, request.technologies)
    return conclude(catalog, examine(request, now=now, progress=progress), now, begun, progress)


def assess_each(request: Request, *, now: datetime, progress: Progress = silent) -> tuple[Assessment, ...]:
    """Assess every project of a target by itself, or the whole target where it is one; else as `assess`."""
    catalog = load_catalog(folder("checks"), request.rules, request.technologies)
    assessments: list[Assessment] = []
    with _opened(request, progress) as (snapshot, digests):
        agreed = terms(snapshot, request)
        _, whole = _examined(snapshot, "", agreed, digests, progress)
        for project in [one.path for one in whole.inventory.projects] or [""]:
            begun = perf_counter()
            raw, collected = _examined(snapshot, project, agreed, digests, progress)
            observed = _observed(agreed, raw, snapshot, None, progress)
            examined = Examined(raw, collected, agreed, observed=observed)
            assessments.append(conclude(catalog, examined, now, begun, progress))
    return tuple(assessments)


def examine(request: Request, *, now: datetime, progress: Progress = silent) -> Examined:
    """Read one target and its live sources and turn them into facts; arguments and errors are those of `assess`."""
    with _opened(request, progress) as (snapshot, digests):
        agreed = terms(snapshot, request)
        raw, collected = _examined(snapshot, request.project, agreed, digests, progress)
        live = Live.of(agreed.configured).looking_at(request.candidate)
        observed = _observed(agreed, raw, snapshot, live.environment, progress)
        if not live.any:
            return Examined(raw, collected, agreed, observed=observed)
        from maturity.looking import look  # what live sources need is loaded for those who name one

        return Examined(raw, collected, agreed, look(live, snapshot, collected.facts, now, progress), observed)


@contextmanager
def _opened(request: Request, progress: Progress) -> Iterator[tuple[Snapshot, Cache]]:
    progress("opening the target")
    with (
        Cache.open() if request.cache else Cache.off() as digests,
        open_target(
            request.target, memory=digests, revision=request.revision, whole=Live.of(request.operator).any
        ) as snapshot,
    ):
        yield snapshot, digests


def _examined(
    snapshot: Snapshot, project: str, agreed: Terms, digests: Cache, progress: Progress
) -> tuple[RawRepository, Collected]:
    left_out = LeftOut(agreed.configured["project.leave-out"])
    part = part_of(project, snapshot.files)
    own = [digest(technologies.files(agreed.technologies))] if agreed.technologies is not None else []
    key = " ".join((snapshot.key, *own, *([part.folder] if part else []), *left_out.patterns))
    collected = recall(key, digests)
    if collected is None:
        collected = _collect(snapshot, part, left_out, agreed.technologies, digests, progress)
        if snapshot.settled:
            remember(key, digests, collected)
    raw = left_out.narrow(snapshot.raw)
    return part.narrow(raw) if part else raw, collected


def _observed(
    agreed: Terms, raw: RawRepository, snapshot: Snapshot, environment: Mapping[str, str] | None, progress: Progress
) -> Observed:
    """Ask the packages that the operator named; without one nothing of theirs is looked for."""
    named = agreed.configured["plugins.packages"]
    if not named:
        return Observed()
    # Looking for packages takes a while to load, and most people name none.
    from maturity.plugins.files import FilesOf
    from maturity.plugins.observing import find, observe

    packages = find(named)
    progress(f"asking {len(packages)} plugins")
    files = FilesOf(raw.files, snapshot)
    return observe(packages, files, files.unread, environment)


def _collect(
    snapshot: Snapshot, part: Part | None, left_out: LeftOut, own: Path | None, digests: Cache, progress: Progress
) -> Collected:
    # The evidence room takes a while to load: only a target that is not remembered pays, while git counts commits.
    from maturity.evidence.collect import collect
    from maturity.evidence.past import with_past
    from maturity.evidence.technologies import Technologies
    from maturity.reading import read_project

    known = Technologies(technologies.load(folder("checks") / "technologies", own))
    progress(f"reading {len(snapshot.files)} files")
    project = read_project(left_out.narrow(snapshot.raw), snapshot, known, digests, part)
    progress("following what runs what")
    collected = collect(project, known)
    return with_past(collected, *snapshot.past(), part)


def conclude(catalog: Catalog, examined: Examined, now: datetime, begun: float, progress: Progress) -> Assessment:
    """Judge what was examined, and reckon the levels; `begun` is when that began (`perf_counter`)."""
    raw, collected, agreed, seen, observed = examined
    facts = examined.facts
    progress(f"judging {len(facts)} facts")
    rules = profiled(catalog.rules, agreed.configured)
    today = now.astimezone(UTC).date()
    judged = judge(rules, facts, examined.gaps, examined.given)
    speaking = deciding(folder("checks"), frozenset(rule.id for rule in catalog.rules), agreed.frameworks)
    findings, stated = attestations.apply(agreed.attestations, judged, speaking, agreed.blobs, today)
    waived = waivers.apply(agreed.waivers, findings, today, agreed.configured["gate.waiver-days"])
    level = levels.reached(findings)
    return Assessment(
        tool=Tool(version=__version__, catalog_digest=catalog.digest, plugins=observed.plugins),
        target=Target(
            name=raw.name,
            path=raw.location,
            commit=raw.history.head if raw.history else None,
            dirty=raw.history.dirty if raw.history else False,
            project=raw.project,
        ),
        sources=(_repository(raw, (*agreed.gaps, *collected.gaps, *seen.doubts)), *seen.reports, *observed.reports),
        level=level,
        level_with_waivers=levels.reached_with_waivers(waived.findings),
        level_name=next(name.title for name in catalog.levels if name.level == level),
        blockers=levels.blockers(findings),
        plan=levels.plan(waived.findings),
        score=levels.score(findings),
        principles=levels.principle_results(catalog.principles, findings),
        findings=waived.findings,
        attestations=stated,
        evidence=EvidenceSet(repo=collected.inventory, mlflow=seen.mlflow, dvc=seen.dvc, lineage=seen.lineage),
        configuration=agreed.configured.listed(),
        waivers=waived.reports,
        started=now.isoformat(timespec="seconds"),
        duration=round(perf_counter() - begun, 3),
    )


def _repository(raw: RawRepository, unread: tuple[Gap, ...]) -> SourceReport:
    history = f", {counted(raw.history.commits, 'commits')}" if raw.history else ", no git history"
    left_out = f", {counted(raw.left_out, 'files')} left out by configuration" if raw.left_out else ""
    return SourceReport(
        kind="git",
        uri=raw.location,
        state="partly-read" if unread else "read",
        detail=f"{counted(len(raw.files), 'files')}{history}{left_out}",
        gaps=unread,
    )
