"""What an MLflow server, database or file store showed, before anybody judges it. Times are UNIX seconds."""

from collections.abc import Collection
from typing import Literal

from pydantic import Field

from maturity.model.raw import Gap
from maturity.model.value import Value

Store = Literal["http", "database", "files"]
PRODUCTION = "Production"
"""The stage that means "this version serves", where a server still has stages."""
FALLBACKS = 3
"""Earlier versions that are looked at to find one to go back to."""
_DIGITS = 9


class RawDataset(Value):
    """A dataset that a run recorded as its input."""

    name: str
    digest: str = ""
    source: str = ""
    """As recorded: JSON, URI or path; credentials redacted."""
    context: str = ""
    """`training`, `validation`, ...; empty when the run did not say."""


class RawRun(Value):
    """One run of the tracker."""

    id: str
    experiment: str = ""
    """Name of the experiment."""
    name: str = ""
    status: str = "FINISHED"
    started: float | None = None
    ended: float | None = None
    deleted: bool = False
    parameters: dict[str, str] = Field(default_factory=dict)
    metrics: dict[str, float] = Field(default_factory=dict)
    tags: dict[str, str] = Field(default_factory=dict)
    datasets: tuple[RawDataset, ...] = ()


class RawSignature(Value):
    """Which halves of a signature an MLmodel file holds."""

    inputs: bool = False
    outputs: bool = False


class RawVersion(Value):
    """One version of a registered model."""

    version: str
    run: str | None = None
    """Id of the run that the version names."""
    source: str = ""
    stage: str = ""
    description: str = ""
    owner: str = ""
    created: float | None = None
    updated: float | None = None
    tags: dict[str, str] = Field(default_factory=dict)
    artifacts: tuple[str, ...] | None = None
    """Relative paths of its files; empty when they are gone, None when nobody looked or could."""
    run_artifacts: tuple[str, ...] | None = None
    """What lies at the top of the artifacts of its run, in paths; None when nobody had to look, or could."""
    signature: RawSignature | None = None
    """What its MLmodel file says; None when that was not read."""
    flavors: tuple[str, ...] = ()
    requirements: tuple[str, ...] | None = None
    """Lines of its requirements.txt; empty when there is none or it says nothing, None when nobody looked or could."""

    @property
    def number(self) -> int:
        """Its place in the order of versions; 0 when it is no number."""
        return int(self.version) if self.version.isdecimal() and len(self.version) <= _DIGITS else 0


class RawModel(Value):
    """One registered model."""

    name: str
    description: str = ""
    tags: dict[str, str] = Field(default_factory=dict)
    aliases: dict[str, str] = Field(default_factory=dict)
    """Alias to version."""
    versions: tuple[RawVersion, ...] = ()

    def aliases_of(self, version: RawVersion) -> tuple[str, ...]:
        """Return the aliases that point to a version."""
        return tuple(alias for alias, number in self.aliases.items() if number == version.version)

    def serving(self, aliases: Collection[str], candidates: Collection[str] = ()) -> tuple[RawVersion, ...]:
        """Return the versions that serve: by one of these aliases, whatever its case, or by their stage.

        Those that are to be looked at as if they served, NAME/VERSION, are among them.
        """
        wanted = {alias.casefold() for alias in aliases}
        return tuple(
            version
            for version in self.versions
            if version.stage == PRODUCTION
            or f"{self.name}/{version.version}" in candidates
            or any(alias.casefold() in wanted for alias in self.aliases_of(version))
        )

    def fallbacks(self, aliases: Collection[str]) -> tuple[RawVersion, ...]:
        """Return the last few versions before the newest that serves, newest first: one of them is to go back to."""
        newest = max((version.number for version in self.serving(aliases)), default=0)
        before = (version for version in self.versions if version.number < newest)
        return tuple(sorted(before, key=lambda version: version.number, reverse=True)[:FALLBACKS])


class RawSample(Value):
    """Which runs were read beside those behind serving versions."""

    days: int
    per_experiment: int
    runs: int = 0
    experiments: int = 0
    capped: tuple[str, ...] = ()
    """Experiments of which only the newest were read."""
    left_out: int = 0
    """Experiments that were not looked at, because there are so many."""


class RawTracking(Value):
    """One tracking server or store, as far as it was read."""

    uri: str
    """As given, credentials redacted."""
    store: Store = "http"
    version: str = ""
    """Of the server, or of the database's schema."""
    workspace: str = ""
    """Where the server has several, the one that was read."""
    refuses_anonymous: bool | None = None
    """A request without credentials was refused; None where nobody has to log in to a file."""
    read_at: float
    models: tuple[RawModel, ...] = ()
    runs: tuple[RawRun, ...] = ()
    missing_runs: tuple[str, ...] = ()
    """Ids that serving versions name and the store does not know (any more)."""
    sample: RawSample | None = None
    requests: int = 0
    gaps: tuple[Gap, ...] = ()
