"""Re-run a registered version, on one page: find its run, clone its commit, fetch its data, run, and compare."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from posixpath import basename

from maturity import __version__
from maturity.errors import SourceError, Unreadable, UsageError
from maturity.model.reproduction import Record
from maturity.model.settings import Settings
from maturity.model.tracking import RawRun, RawTracking
from maturity.reproduction import data, environment, isolation, metrics, reference
from maturity.reproduction.environment import Environment
from maturity.reproduction.reference import Recorded
from maturity.reproduction.workspace import NETWORK, Workspace
from maturity.sources import mlflow
from maturity.sources.git import open_target
from maturity.sources.git.revisions import Revisions
from maturity.sources.mlflow import naming
from maturity.sources.mlflow.naming import Reference

REPRO = "dvc repro --force"
DATABASE = "rerun.db"


class Failed(Exception):
    """The re-run itself did not work: what was recorded is not reproduced."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What the operator asked for."""

    reference: Reference
    target: str
    mlflow: str
    dvc_remote: str | None
    command: str | None
    python: Path | None
    metrics: tuple[str, ...]
    tolerance: float
    log: Path
    seconds: float
    network: bool
    """The command may use the network."""
    settings: Settings
    surroundings: Mapping[str, str]
    """The operator's environment, where credentials are looked for."""

    @property
    def shown(self) -> str:
        """The command that is run, as a person writes it."""
        return self.command or REPRO


def rerun(plan: Plan, *, consent: Callable[[str], bool], progress: Callable[[str], None]) -> Record:
    """Run a recorded commit again, once somebody has agreed to it.

    Raises:
        UsageError: something is not what it should be, or nobody agreed.
        SourceError: MLflow, the repository or the DVC remote cannot be read.
        Failed: the project's own code failed.
    """
    progress("reading the tracking server")
    tracking = _tracking(plan, progress)
    recorded = reference.find(plan.reference, tracking, plan.settings.commit_tag)
    with open_target(plan.target, whole=True) as snapshot:
        revisions = snapshot.revisions
        commit = _commit(recorded, revisions)
        assert revisions
        sandbox = isolation.find()
        held = sandbox.holds(network=plan.network)
        what = f"`{plan.shown}` at commit {commit[:12]} ({plan.reference}, run {recorded.run.id})"
        if not consent(f"this runs the project's own code with your rights: {what}; {isolation.said(held)}"):
            raise UsageError("nobody agreed to it; nothing was run")
        with Workspace(plan.log, plan.seconds, sandbox) as workspace:
            record = _in(workspace, plan, recorded, revisions, commit, progress)
            return record.model_copy(update={"isolation": held})


def _in(
    workspace: Workspace,
    plan: Plan,
    recorded: Recorded,
    revisions: Revisions,
    commit: str,
    progress: Callable[[str], None],
) -> Record:
    progress(f"cloning commit {commit[:12]}")
    clone = workspace.folder / "project"
    clone.mkdir()
    try:
        project = revisions.check_out(commit, clone)
        files = revisions.tree(commit)
        inputs = data.digests(revisions, commit)
    except Unreadable as error:
        raise SourceError(f"{plan.target}: {error}") from None
    progress("making the environment")
    made = environment.make(workspace, project, plan.python)
    if inputs.data:
        progress("fetching the data")
        origin = data.Origin(revisions, commit, plan.dvc_remote, plan.surroundings)
        data.provide(workspace, clone, project, made, origin)
    pipelines = sorted(file.path for file in files if basename(file.path) == "dvc.yaml")
    metrics.forget(project, pipelines)
    progress(f"running {plan.shown}")
    started = datetime.now(UTC)
    database = workspace.folder / DATABASE
    proxies = NETWORK if plan.network else ()
    around = workspace.variables(*proxies, PATH=made.path(), MLFLOW_TRACKING_URI=f"sqlite:///{database}")
    if not workspace.run(["/bin/sh", "-c", plan.shown], project, around, network=plan.network):
        raise Failed(f"`{plan.shown}` failed at commit {commit[:12]}; {plan.log} says why")
    ended = datetime.now(UTC)
    found = metrics.of_files(project, pipelines) | metrics.of_runs(_runs(database, plan, ended))
    compared = metrics.compare(recorded.run.metrics, found, plan.metrics, plan.tolerance)
    return Record(
        tool=__version__,
        model=plan.reference.model,
        version=recorded.version.version,
        run=recorded.run.id,
        commit=commit,
        command=plan.shown,
        inputs=inputs.model_copy(update={"environment": hashlib.sha256(_said(made)).hexdigest()}),
        python=made.version,
        started=started.isoformat(timespec="seconds"),
        ended=ended.isoformat(timespec="seconds"),
        tolerance=plan.tolerance,
        metrics=compared,
        reproduced=bool(compared) and all(metric.within for metric in compared),
    )


def _said(made: Environment) -> bytes:
    return f"{made.version}\n{made.installed}".encode()


def _tracking(plan: Plan, progress: Callable[[str], None]) -> RawTracking:
    settings = naming.serving(plan.reference, plan.settings)
    try:
        return mlflow.read(
            plan.mlflow, settings, now=datetime.now(UTC), progress=progress, environment=plan.surroundings
        )
    except Unreadable as error:
        raise SourceError(f"MLflow: {error}") from None


def _commit(recorded: Recorded, revisions: Revisions | None) -> str:
    if revisions is None:
        raise UsageError("the target is no git repository; name the one that the model comes from")
    found = revisions.find([recorded.commit]).get(recorded.commit)
    if found is None:
        shallow = "; it is a shallow clone, fetch its whole history" if revisions.shallow else ""
        raise UsageError(f"commit {recorded.commit[:12]} of run {recorded.run.id} is not in the repository{shallow}")
    return found


def _runs(database: Path, plan: Plan, now: datetime) -> Iterable[RawRun]:
    """Return the runs that the re-run logged to its own tracker, if it did."""
    if not database.is_file():
        return ()
    try:
        return mlflow.read(f"sqlite:///{database}", plan.settings, now=now, environment={}).runs
    except (Unreadable, UsageError):
        return ()
