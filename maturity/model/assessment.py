"""The assessment: one document that holds everything, and can be rendered without the sources."""

from typing import Annotated, Literal

from pydantic import Field

from maturity.model.activity import Activity
from maturity.model.attestation import Attestation
from maturity.model.configuration import ConfiguredValue
from maturity.model.facts.code import NotebookFact
from maturity.model.facts.lineage import LinkName, LinkState
from maturity.model.facts.programs import PipelineFact, ServiceFact, TriggerFact
from maturity.model.finding import Finding
from maturity.model.place import Place
from maturity.model.program_graph import ProgramGraph
from maturity.model.raw import Gap
from maturity.model.rule import PrincipleId, Text
from maturity.model.value import Value
from maturity.model.waiver import WaiverReport

SCHEMA_VERSION = "1.0"

SourceState = Literal["read", "partly-read", "unreadable", "not-given"]
Reached = Annotated[int, Field(ge=0, le=3)]
"""A level that was reached; 0 asks for nothing."""
Ratio = Annotated[float, Field(ge=0, le=1)]
"""A share, 0-1."""


class Plugin(Value):
    """A package of others that took part."""

    name: str
    version: str


class Tool(Value):
    """What produced the assessment."""

    name: Literal["maturity"] = "maturity"
    version: str
    catalog_digest: str
    plugins: tuple[Plugin, ...] = ()
    """Packages that the operator named, and that observed something or failed to."""


class Target(Value):
    """What was assessed."""

    name: str
    path: str
    commit: str | None
    dirty: bool
    project: str = ""
    """The folder inside the target that was assessed as a project of its own; empty for the whole target."""


class SourceReport(Value):
    """How far one source could be read."""

    kind: Literal["git", "mlflow", "dvc", "plugin"]
    """A plugin is an entry point of a package that the operator named; there may be several."""
    uri: str
    state: SourceState
    detail: str
    gaps: tuple[Gap, ...] = ()


class Counts(Value):
    """Findings by status."""

    passed: int = 0
    failed: int = 0
    unknown: int = 0
    not_assessed: int = 0
    not_applicable: int = 0
    manual: int = 0


class PrincipleResult(Value):
    """One principle, judged by its own rules."""

    id: PrincipleId
    title: Text
    level: Reached
    score: Ratio | None
    """Share of assessed rules that pass; None when nothing was assessed."""
    counts: Counts


class TechnologyUse(Value):
    """A technology that the project uses, with one place and what it proves."""

    name: str
    activities: tuple[Activity, ...]
    at: Place


class SeenProject(Value):
    """A folder of the repository that is a project of its own."""

    path: str
    """Relative to the target; a dot for the target's own top."""
    name: str
    at: Place
    """Its manifest."""
    proof: Place
    """Where it trains a model."""


class RepositoryEvidence(Value):
    """The inventory behind the findings."""

    services: tuple[ServiceFact, ...]
    triggers: tuple[TriggerFact, ...]
    pipelines: tuple[PipelineFact, ...]
    notebooks: tuple[NotebookFact, ...]
    technologies: tuple[TechnologyUse, ...]
    graph: ProgramGraph = Field(default_factory=ProgramGraph)
    projects: tuple[SeenProject, ...] = ()
    """Where the repository holds more than one project: each of them."""


class ServingVersion(Value):
    """A version of a registered model that serves."""

    model: str
    version: str
    aliases: tuple[str, ...]
    run: str | None
    commit: str | None


class TrackingEvidence(Value):
    """What was read of a tracking server."""

    store: str
    """http, database or files."""
    version: str
    models: int
    versions: int
    runs: int
    """Runs that were read, those behind serving versions included."""
    sample: Text
    """Which runs were read, in words."""
    requests: int
    serving: tuple[ServingVersion, ...]


class StoreEvidence(Value):
    """What was read of a DVC remote."""

    remote: str
    objects: int
    bytes: int
    missing: int
    corrupt: int
    orphans: int
    orphan_bytes: int
    refers: Text
    """What an orphan is an orphan of, in words."""
    hashed: int
    sample: Text
    """Which objects were hashed, in words."""


class LineageLink(Value):
    """One link of a lineage, and where it was proved or is broken."""

    link: LinkName
    state: LinkState
    detail: Text
    at: Place


class Lineage(Value):
    """How a serving version is followed to its run, its commit and its data."""

    model: str
    version: str
    aliases: tuple[str, ...]
    links: tuple[LineageLink, ...]


class EvidenceSet(Value):
    """Inventories by source."""

    repo: RepositoryEvidence | None
    mlflow: TrackingEvidence | None = None
    dvc: StoreEvidence | None = None
    lineage: tuple[Lineage, ...] = ()


class Assessment(Value):
    """The whole result of one scan."""

    schema_version: str = SCHEMA_VERSION
    tool: Tool
    target: Target
    sources: tuple[SourceReport, ...]
    level: Reached
    level_with_waivers: Reached
    level_name: Text
    blockers: tuple[str, ...]
    """Rules that keep the next level away, cheapest first."""
    plan: tuple[str, ...]
    """Failing required rules of the next level first, then the rest, cheapest first within a level."""
    score: Ratio | None
    principles: tuple[PrincipleResult, ...]
    findings: tuple[Finding, ...]
    attestations: tuple[Attestation, ...] = ()
    """What persons state in `.maturity/attestations.yaml`, that which no longer counts included."""
    evidence: EvidenceSet
    configuration: tuple[ConfiguredValue, ...] = ()
    """What the repository and the operator set, beside the defaults."""
    waivers: tuple[WaiverReport, ...] = ()
    """Every entry of the file of waivers, and what became of it."""
    started: str
    """ISO 8601, UTC."""
    duration: float
    """Seconds."""
