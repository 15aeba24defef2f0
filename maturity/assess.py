"""A target becomes an Assessment. This page is the whole tool; every step is a room of its own."""

from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from time import perf_counter

from maturity import __version__
from maturity.cache import Cache
from maturity.evidence.part import Part, part_of
from maturity.model.assessment import Assessment, EvidenceSet, SourceReport, Target, Tool
from maturity.model.collected import Collected
from maturity.model.finding import Finding
from maturity.model.raw import Gap, RawRepository
from maturity.model.rule import Catalog
from maturity.remembered import recall, remember
from maturity.resources import folder
from maturity.rules import levels, technologies
from maturity.rules.judge import judge
from maturity.rules.load import load_catalog
from maturity.sources.git.snapshot import Snapshot
from maturity.sources.git.target import open_target


def assess(
    target: str,
    *,
    project: str = "",
    rules: Path | None = None,
    cache: bool = True,
    now: datetime,
    progress: Callable[[str], None] = lambda _: None,
) -> Assessment:
    """Assess one target: read it, turn it into facts, judge the facts, and reckon the levels.

    Args:
        target: A path or a git URL.
        project: The folder inside the target that is assessed as a project of its own; empty for the whole target.
        rules: A folder with rules of an organisation, beside the catalog.
        cache: Whether digests of blobs are kept in the user's cache folder.
        now: The time that the assessment carries.
        progress: Told in a few words what is being done.

    Raises:
        UsageError: The target or a rule is not what it should be.
        SourceError: The target cannot be read.
    """
    begun = perf_counter()
    catalog = load_catalog(folder("checks"), rules)
    raw, collected = examine(target, project=project, cache=cache, progress=progress)
    return _judged(catalog, raw, collected, now, begun, progress)


def assess_each(
    target: str,
    *,
    rules: Path | None = None,
    cache: bool = True,
    now: datetime,
    progress: Callable[[str], None] = lambda _: None,
) -> tuple[Assessment, ...]:
    """Assess every project of a target by itself, or the whole target where it is one; else as `assess`."""
    catalog = load_catalog(folder("checks"), rules)
    assessments: list[Assessment] = []
    progress("opening the target")
    with Cache.open() if cache else Cache.off() as digests, open_target(target, memory=digests) as snapshot:
        _, whole = _examined(snapshot, "", digests, progress)
        for project in [one.path for one in whole.inventory.projects] or [""]:
            begun = perf_counter()
            raw, collected = _examined(snapshot, project, digests, progress)
            assessments.append(_judged(catalog, raw, collected, now, begun, progress))
    return tuple(assessments)


def examine(
    target: str, *, project: str = "", cache: bool, progress: Callable[[str], None]
) -> tuple[RawRepository, Collected]:
    """Read one target and turn it into facts; arguments and errors are those of `assess`."""
    progress("opening the target")
    with Cache.open() if cache else Cache.off() as digests, open_target(target, memory=digests) as snapshot:
        return _examined(snapshot, project, digests, progress)


def _examined(
    snapshot: Snapshot, project: str, digests: Cache, progress: Callable[[str], None]
) -> tuple[RawRepository, Collected]:
    part = part_of(project, snapshot.files)
    key = f"{snapshot.key} {part.folder}" if part else snapshot.key
    collected = recall(key, digests)
    if collected is None:
        collected = _collect(snapshot, part, digests, progress)
        if snapshot.settled:
            remember(key, digests, collected)
    return part.narrow(snapshot.raw) if part else snapshot.raw, collected


def _collect(snapshot: Snapshot, part: Part | None, digests: Cache, progress: Callable[[str], None]) -> Collected:
    # The evidence room takes a while to load: only a target that is not remembered pays, while git counts commits.
    from maturity.evidence.collect import collect
    from maturity.evidence.technologies import Technologies
    from maturity.reading import read_project

    known = Technologies(technologies.load(folder("checks") / "technologies"))
    progress(f"reading {len(snapshot.files)} files")
    project = read_project(snapshot.raw, snapshot, known, digests, part)
    progress("following what runs what")
    return collect(project, known)


def _judged(
    catalog: Catalog,
    raw: RawRepository,
    collected: Collected,
    now: datetime,
    begun: float,
    progress: Callable[[str], None],
) -> Assessment:
    progress(f"judging {len(collected.facts)} facts")
    findings = judge(catalog.rules, collected.facts, collected.gaps, frozenset(("repo",)))
    return _assessment(catalog, raw, collected, findings, now, perf_counter() - begun)


def _assessment(
    catalog: Catalog,
    raw: RawRepository,
    collected: Collected,
    findings: tuple[Finding, ...],
    now: datetime,
    duration: float,
) -> Assessment:
    level = levels.reached(findings)
    return Assessment(
        tool=Tool(version=__version__, catalog_digest=catalog.digest),
        target=Target(
            name=raw.name,
            path=raw.location,
            commit=raw.history.head if raw.history else None,
            dirty=raw.history.dirty if raw.history else False,
            project=raw.project,
        ),
        sources=_sources(raw, collected.gaps),
        level=level,
        level_with_waivers=levels.reached_with_waivers(findings),
        level_name=next(name.title for name in catalog.levels if name.level == level),
        blockers=levels.blockers(findings),
        plan=levels.plan(findings),
        score=levels.score(findings),
        principles=levels.principle_results(catalog.principles, findings),
        findings=findings,
        evidence=EvidenceSet(repo=collected.inventory),
        started=now.isoformat(timespec="seconds"),
        duration=round(duration, 3),
    )


def _sources(raw: RawRepository, gaps: Iterable[Gap]) -> tuple[SourceReport, ...]:
    unread = tuple(gaps)
    files = f"{len(raw.files)} files"
    history = f", {raw.history.commits} commits" if raw.history else ", no git history"
    return (
        SourceReport(
            kind="git",
            uri=raw.location,
            state="partly-read" if unread else "read",
            detail=files + history,
            gaps=unread,
        ),
        SourceReport(kind="mlflow", uri="", state="not-given", detail=""),
        SourceReport(kind="dvc", uri="", state="not-given", detail=""),
    )
