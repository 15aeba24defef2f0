"""Facts about a tracking server: runs, registered models and their versions."""

from typing import Literal

from maturity.model.facts.located import Located
from maturity.model.tracking import Store


class TrackingServerFact(Located):
    """The server, database or file store that was inspected."""

    kind: Literal["tracking-server"] = "tracking-server"
    store: Store
    version: str
    refuses_anonymous: bool | None


class ExperimentFact(Located):
    """One experiment of which runs were read."""

    kind: Literal["experiment"] = "experiment"
    name: str
    runs: int
    """Runs that were read."""
    capped: bool
    """There are more; only the newest were read."""


class RunFact(Located):
    """One run: sampled among the recent ones, or behind a registered version."""

    kind: Literal["run"] = "run"
    run: str
    experiment: str
    finished: bool
    recent: bool
    """Started within the window of the sample."""
    parameters: int
    metrics: int
    complete: bool
    """It has parameters and metrics."""
    commit: str | None
    datasets: int
    """Dataset inputs that carry a digest."""
    registered: bool
    """A registered version that was looked at names it."""


class RunSecretFact(Located):
    """A live-looking credential in a parameter, tag or name of a run; redacted."""

    kind: Literal["run-secret"] = "run-secret"
    secret: str
    """Kind of credential."""
    field: str
    """parameter, tag or name."""


class ModelFact(Located):
    """One registered model."""

    kind: Literal["model"] = "model"
    name: str
    versions: int
    """Versions that exist."""
    serving: bool
    """A version of it serves."""
    newest: int
    """Highest version number: how many there ever were."""
    can_roll_back: bool | None
    """A version older than the serving one exists, with its artifacts."""


class ModelVersionFact(Located):
    """One version of a registered model. What could not be read is None, and a gap says why."""

    kind: Literal["model-version"] = "model-version"
    model: str
    version: str
    serving: bool
    aliases: tuple[str, ...]
    run: str | None
    run_exists: bool | None
    artifacts: bool | None
    """Its files are there."""
    signature: bool | None
    """It describes inputs and outputs."""
    environment: bool | None
    """It carries requirements, a conda environment or a lock."""
    card: bool | None
    """An artifact, the description or a tag is or names a model card."""
    described: bool
    owned: bool
    audited: bool
    """Who promoted it, when and why is recorded."""
    approved: bool
    """An approval is recorded, or the identity of the pipeline that promoted it."""
    age_days: float | None
    """Since it was trained or evaluated again, whichever is later."""
    fresh: bool | None
    """It is no older than the settings allow."""
    commit: str | None
