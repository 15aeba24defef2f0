"""Facts about what runs what."""

from typing import Literal

from maturity.model.activity import Activity, Root, TriggerRoot
from maturity.model.facts.located import Located
from maturity.model.place import Chain


class ProgramFact(Located):
    """Something that can be run."""

    kind: Literal["program"] = "program"
    program: str
    """script, module, console-script, make-target, dvc-stage, task, job, container, dag, ..."""
    name: str
    reaches: tuple[Activity, ...]


class TriggerFact(Located):
    """What starts a CI workflow or a pipeline with nobody at a command line."""

    kind: Literal["trigger"] = "trigger"
    system: str
    """github-actions, gitlab-ci, airflow, ..."""
    event: str
    """As written: push, pull_request, schedule, ..."""
    root: TriggerRoot
    enabled: bool
    runs: int
    """Commands and actions that it starts."""
    reaches: tuple[Activity, ...]


class PipelineFact(Located):
    """A pipeline declared for a pipeline tool."""

    kind: Literal["pipeline"] = "pipeline"
    tool: str
    name: str
    steps: tuple[str, ...]
    ml_steps: int
    """Steps that prepare data, train, evaluate, register, score or deploy."""
    ordered: bool
    """The order or the dependency of steps is declared."""


class ActivityFact(Located):
    """Something is done: proved by a call, a command, an action or a declared resource, and reached or not."""

    kind: Literal["activity"] = "activity"
    activity: Activity
    technology: str
    root: Root
    program: str
    """Name of the root program, or of the file where nothing reaches it."""
    chain: Chain
    """From the root to the place that proves it; the last place is `at`."""
    beside: tuple[Activity, ...] = ()
    """What else programs that reach this place do."""
    blocking: bool = True
    """False where its failure is ignored (`|| true`, continue-on-error, --exit-zero)."""
    vain: bool = False
    """It would run Python tests, and there are none."""
    tested: bool = False
    """The chain goes through an automated test."""
    pipeline: bool = False
    """A step of a declared pipeline reaches it."""


class ServiceFact(Located):
    """An online inference service."""

    kind: Literal["service"] = "service"
    framework: str
    routes: tuple[str, ...]
    contract: bool
    """The interface is typed or described."""
    health: bool
    metrics: bool
    """Operational metrics are exported."""
    stores_predictions: bool
    model: bool
    """It answers with a model of the project: it loads or calls one."""
    demo: bool = False
    """It is a page on which people try the model."""
