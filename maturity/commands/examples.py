"""Collect the facts of an example: its files go through the same reader and the same evidence room as a repository.

A tracking server that an example pretends goes through the collector that real ones go through.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from maturity.cache import Cache
from maturity.evidence.collect import collect
from maturity.evidence.live import lineage, reproductions, storage, tracking
from maturity.evidence.live.lineage import USE, Remote
from maturity.evidence.technologies import Technologies
from maturity.model.fact import Fact
from maturity.model.raw import Gap, RawFile, RawHistory, RawRepository, RawTag
from maturity.model.rule import Example
from maturity.model.settings import Settings
from maturity.plugins.files import FilesOf
from maturity.plugins.found import EXTRACTORS
from maturity.plugins.observing import find, observe
from maturity.reading import read_project
from maturity.resources import folder
from maturity.rules import technologies
from maturity.rules.test import FactsOf


class _Files:
    """Contents that are at hand."""

    def __init__(self, files: Mapping[str, str]) -> None:
        self.files = files

    def read(self, files: Sequence[RawFile]) -> Iterator[tuple[RawFile, bytes | Gap]]:
        """Yield the content of each file."""
        for entry in files:
            yield entry, self.files.get(entry.path, "").encode()


def collector(own: Path | None = None, plugins: Iterable[str] = ()) -> FactsOf:
    """Return what turns an example, its files and what lies beyond them, into facts and gaps.

    `own` is a folder with technologies of an organisation, beside ours; `plugins` names packages whose extractors are
    asked.
    """
    known = Technologies(technologies.load(folder("checks") / "technologies", own))
    # What is live belongs to no example.
    packages = [replace(one, entries=one.of(EXTRACTORS)) for one in find(plugins)]

    def facts_of(example: Example) -> tuple[tuple[Fact, ...], tuple[Gap, ...]]:
        raw, contents = _repository(example), _Files(example.files)
        collected = collect(read_project(raw, contents, known, Cache.off()), known)
        facts, gaps = _beyond(example, collected.facts)
        files = FilesOf(raw.files, contents)
        observed = observe(packages, files, files.unread, None)
        return (*collected.facts, *facts, *observed.facts), (*collected.gaps, *gaps, *observed.gaps)

    return facts_of


def _beyond(example: Example, facts: Iterable[Fact]) -> tuple[list[Fact], list[Gap]]:
    """Collect what lies beyond the files of an example: a tracking server, a remote, and what joins them."""
    found: list[Fact] = []
    gaps: list[Gap] = []
    if example.dvc is not None:
        stored = storage.collect(example.dvc, Settings())
        found, gaps = [*stored.facts], [*stored.gaps]
    if example.mlflow is not None:
        tracked = tracking.collect(example.mlflow, Settings())
        serving, uses = tracked.evidence.serving, any(fact.kind in USE for fact in facts)
        joined = lineage.join(serving, example.mlflow, example.recorded, Remote(example.dvc), uses_dvc=uses)
        records = [(path, text) for path, text in example.files.items() if path.startswith(reproductions.FOLDER)]
        now = datetime.fromtimestamp(example.mlflow.read_at, UTC)
        rerun, unread = reproductions.collect(records, serving, now, lambda _: True)
        found += [*tracked.facts, *joined.facts, *rerun]
        gaps += [*tracked.gaps, *joined.gaps, *unread]
    return found, gaps


def _repository(example: Example) -> RawRepository:
    """Pretend a target: a folder without git, or a history of some commits and tags."""
    head = _digest("\0".join(example.files))
    tags = tuple(RawTag(name=name, commit=head) for name in example.tags)
    sizes = {path: len(content.encode()) for path, content in example.files.items()} | example.sizes
    return RawRepository(
        name="example",
        location="example",
        files=tuple(
            RawFile(path=path, blob=_digest(example.files.get(path, path)), size=size)
            for path, size in sorted(sizes.items())
        ),
        history=RawHistory(head=head, commits=example.commits, tags=tags) if example.commits else None,
    )


def _digest(text: str) -> str:
    return hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()
