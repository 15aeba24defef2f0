"""Facts about practices: what the program graph and the code say together, joined by the collectors."""

from typing import Literal

from maturity.model.activity import Activity, Root
from maturity.model.facts.located import Located


class DeploymentFact(Located):
    """A model or service is deployed, promoted or pushed by something that starts by itself or in a pipeline."""

    kind: Literal["deployment"] = "deployment"
    technology: str
    root: Root
    gated: bool
    """No way leads there that does not pass an evaluation gate first."""
    retrains: bool
    """A schedule or an event leads there that also trains."""


class RetrainingFact(Located):
    """A schedule or an event that starts training."""

    kind: Literal["retraining"] = "retraining"
    root: Root
    limited: bool
    """A least interval or a rule of concurrency limits it."""
    by_hand: bool
    """A person can start or pause it, too."""


class CommandLineFact(Located):
    """A command line of the project's own."""

    kind: Literal["command-line"] = "command-line"
    framework: str
    tasks: tuple[Activity, ...]
    """What its commands do with data and models."""


class TrackerUseFact(Located):
    """A Python file that talks to an experiment tracker."""

    kind: Literal["tracker-use"] = "tracker-use"
    technology: str
    decoupled: bool
    """It defines no model and no optimisation loop."""


class TrackerAddressFact(Located):
    """A place that says where the tracker is."""

    kind: Literal["tracker-address"] = "tracker-address"
    local: bool
    """A literal that means one machine: localhost, a folder, a database file."""


class LogUseFact(Located):
    """A Python file that uses a logging library."""

    kind: Literal["log-use"] = "log-use"
    library: str
    training: bool
    """It belongs to a program that trains."""


class ModelLoadFact(Located):
    """A stored model is loaded."""

    kind: Literal["model-load"] = "model-load"
    call: str
    serving: bool
    """A program that serves or scores does it."""
    safe: bool
    """Loading cannot run foreign code, or the file's hash is verified first."""


class CredentialUseFact(Located):
    """Code uses a credential."""

    kind: Literal["credential-use"] = "credential-use"
    name: str
    outside: bool
    """It comes from the environment or a secret manager."""


class CheckFact(Located):
    """A test or a gate that asserts something about data, a model or features."""

    kind: Literal["check"] = "check"
    subject: Literal["leakage", "fairness", "feature-parity"]
    runs: bool
    """It is not skipped, and not dead code."""


class PersonalColumnFact(Located):
    """The data declares a column of personal data."""

    kind: Literal["personal-column"] = "personal-column"
    column: str


class MachinePathFact(Located):
    """A program refers to a path of one person's machine."""

    kind: Literal["machine-path"] = "machine-path"
    shown: str


class WorkflowFact(Located):
    """One file of a CI system."""

    kind: Literal["workflow"] = "workflow"
    system: str
    caches: bool
    """It keeps dependencies or data between runs."""
    restricted: bool
    """It says which permissions its token has."""
    pinned: bool
    """Every third-party action is named by a commit or a digest."""


class StructureFact(Located):
    """How the folders of the project are laid out."""

    kind: Literal["structure"] = "structure"
    source: bool
    """Source is in a folder of its own."""
    tests: bool
    """Tests are."""
    configuration: bool
    """Configuration is."""
    notebooks_apart: bool
    """No notebook lies in a package."""
