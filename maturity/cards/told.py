"""What a machine says of one field, and what it says it from."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import NamedTuple

from maturity.cards.assessed import Assessed, Versioned
from maturity.cards.repository import RepositoryView
from maturity.model.card import CardSource, CardValue, Cell, Grid, SourceKind, Words
from maturity.model.history import History
from maturity.model.tracking import RawRun
from maturity.model.version import RawVersionDetail

COMMIT = "mlflow.source.git.commit"
MOST = 200
"""Rows of a table."""


class Told(NamedTuple):
    """A value and where it comes from."""

    value: CardValue | None
    sources: tuple[CardSource, ...]
    histories: tuple[History, ...] = ()


class Known(NamedTuple):
    """All that is known."""

    detail: RawVersionDetail
    view: RepositoryView | None
    commit_tag: str = COMMIT
    """The tag of a run that names its commit."""
    assessed: Assessed | None = None

    @property
    def registry(self) -> CardSource:
        """The version in the registry."""
        return source("registry", f"models:/{self.detail.model}/{self.detail.version.version}")

    @property
    def tags(self) -> dict[str, str]:
        """Tags of the version, and of its model where the version has none of the name."""
        return {**self.detail.model_tags, **self.detail.version.tags}

    @property
    def versioned(self) -> Versioned:
        """What an assessment is held against."""
        version = self.detail.version
        return Versioned(self.detail.model, version.version, self.commit, version.tags)

    @property
    def commit(self) -> str:
        """The commit that the version comes from; empty where nothing names one."""
        return commit_of_version(self.detail, self.commit_tag)

    @property
    def origin(self) -> dict[str, str]:
        """The tags of the run, and of the logged model where the run has none of the name: both say what made them."""
        return {**self.detail.logged_tags, **(self.detail.run.tags if self.detail.run else {})}

    @property
    def logged(self) -> CardSource:
        """The logged model behind it."""
        return source("logged-model", self.detail.logged_id)

    @property
    def measured(self) -> tuple[CardSource, ...]:
        """What has its metrics."""
        return (self.run, *((self.logged,) if self.detail.logged_metrics else ()))

    @property
    def makers(self) -> tuple[CardSource, ...]:
        """The run, where there is one, and the logged model, where that has tags."""
        return (self.run, *((self.logged,) if self.detail.logged_tags else ()))

    @property
    def parameters(self) -> dict[str, str]:
        """Parameters of the logged model and of the run; where both say one, the run does: it was there first."""
        return {**self.detail.logged, **(self.detail.run.parameters if self.detail.run else {})}

    @property
    def run(self) -> CardSource:
        """The run behind it."""
        return source("run", self.detail.run.id if self.detail.run else "")


def source(kind: SourceKind, locator: str) -> CardSource:
    """Return where something comes from."""
    return CardSource(kind=kind, locator=locator)


def words(lines: Iterable[str], *sources: CardSource) -> Told:
    """Return a text, or nothing where there is no line."""
    kept = tuple(line for line in lines if line)
    return Told(Words(lines=kept) if kept else None, _places(sources))


def grid(columns: tuple[str, ...], rows: Iterable[tuple[Cell, ...]], *sources: CardSource, left_out: int = 0) -> Told:
    """Return a table, or nothing where there is no row; `left_out` rows were left out before."""
    kept = tuple(rows)
    if not kept:
        return Told(None, ())
    shown = Grid(columns=columns, rows=kept[:MOST], left_out=left_out + max(0, len(kept) - MOST))
    return Told(shown, _places(sources))


def _places(sources: Iterable[CardSource]) -> tuple[CardSource, ...]:
    """Return where something comes from, without the run that a version has not."""
    return tuple(one for one in dict.fromkeys(sources) if one.locator)


def moment(seconds: float | None) -> str:
    """Return a time as people and machines read it; empty when it is not known."""
    return "" if seconds is None else datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")


def commit_of(run: RawRun | None, tag: str = COMMIT) -> str:
    """Return the commit that a run names."""
    return run.tags.get(tag, "") if run else ""


def commit_of_version(detail: RawVersionDetail, tag: str = COMMIT) -> str:
    """Return the commit that a version comes from: its run names it, else its logged model does."""
    return commit_of(detail.run, tag) or detail.logged_tags.get(tag, "")
