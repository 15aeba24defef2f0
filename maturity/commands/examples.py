"""Collect the facts of an example: its files go through the same reader and the same evidence room as a repository."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence

from maturity.cache import Cache
from maturity.evidence.collect import collect
from maturity.evidence.technologies import Technologies
from maturity.model.fact import Fact
from maturity.model.raw import Gap, RawFile, RawHistory, RawRepository
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
            yield entry, self.files[entry.path].encode()


def collector() -> FactsOf:
    """Return what turns the files of an example into facts and gaps."""
    known = Technologies(technologies.load(folder("checks") / "technologies"))

    def facts_of(files: dict[str, str], commits: int | None) -> tuple[tuple[Fact, ...], tuple[Gap, ...]]:
        project = read_project(_repository(files, commits), _Files(files), known, Cache.off())
        collected = collect(project, known)
        return collected.facts, collected.gaps

    return facts_of


def _repository(files: Mapping[str, str], commits: int | None) -> RawRepository:
    """Pretend a target: a folder without git, or a history of some commits."""
    head = _digest("\0".join(files))
    return RawRepository(
        name="example",
        location="example",
        files=tuple(
            RawFile(path=path, blob=_digest(content), size=len(content.encode()))
            for path, content in sorted(files.items())
        ),
        history=RawHistory(head=head, commits=commits) if commits else None,
    )


def _digest(text: str) -> str:
    return hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()
