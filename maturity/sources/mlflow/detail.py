"""Read one version of a model as deep as a card needs it, in a child process that has limits."""

import json
from collections.abc import Mapping
from datetime import datetime

from maturity.errors import Unreadable, UsageError
from maturity.model.tracking import RawModel, RawRun, RawVersion
from maturity.model.version import RawFileHash, RawMlmodel, RawPicture, RawTable, RawVersionDetail
from maturity.sources.mlflow import histories
from maturity.sources.mlflow.limits import Limits
from maturity.sources.mlflow.naming import Reference, version_of
from maturity.sources.mlflow.source import DEFAULT, Progress, looked
from maturity.sources.mlflow.store import Logged, TrackingStore

BASELINE = ("baseline_run", "baseline.run_id", "mlflow.baselineRunId")
"""Tags that name the run that this one is compared with."""


def read_version(
    uri: str,
    reference: Reference,
    *,
    now: datetime,
    progress: Progress = lambda _: None,
    environment: Mapping[str, str],
    limits: Limits = DEFAULT,
) -> RawVersionDetail:
    """Read what the registry, the run and the files of one version say. Weights are never asked for.

    Raises:
        UsageError: this is no address, or the registry has no such version.
        Unreadable: the server cannot be read; the message is the reason, without credentials.
    """

    def look(store: TrackingStore, shown: str, tell: Progress) -> str:
        tell("looking for the model in the registry")
        listed = store.model(reference.model)
        if not listed.items and not listed.lacks:
            listed = store.models()  # to say which ones there are
        try:
            model, version = version_of(reference, listed.items)
        except UsageError:
            if listed.lacks:
                raise Unreadable(f"the registry was not all read: it {listed.lacks}") from None
            models = [one.model_copy(update={"description": "", "tags": {}}) for one in listed.items]
            return json.dumps({"models": [one.model_dump(mode="json") for one in models]})
        tell(f"reading {model.name}/{version.version}")
        return _Reading(store, limits).detail(shown, now.timestamp(), model, version).model_dump_json()

    answer = looked(uri, look, progress=progress, environment=environment, limits=limits)
    told = json.loads(answer)
    if "models" in told:  # there is no such version: what there is says so
        version_of(reference, [RawModel.model_validate_json(json.dumps(one)) for one in told["models"]])
    return RawVersionDetail.model_validate_json(answer)


class _Reading:
    """One reading, and what it could not read."""

    def __init__(self, store: TrackingStore, limits: Limits) -> None:
        self._store, self._limits = store, limits
        self._lacks: list[str] = []

    def detail(self, shown: str, now: float, model: RawModel, version: RawVersion) -> RawVersionDetail:
        """Read everything about a version."""
        earlier = [one for one in model.versions if one.number < version.number]
        previous = max(earlier, key=lambda one: one.number, default=None)
        run = self._run(version.run, "its run")
        named = next((run.tags[tag] for tag in BASELINE if tag in run.tags), "") if run else ""
        seen = self._files(model, version)
        identity, logged = self._logged(version)
        files, pictures, tables = self._artifacts(run)
        recorded = histories.read(self._store, run, self._limits, self._lacks)
        return RawVersionDetail(
            uri=shown,
            store=self._store.about().kind,
            read_at=now,
            model=model.name,
            model_description=model.description,
            model_tags=model.tags,
            aliases=model.aliases_of(version),
            version=version.model_copy(update=seen[0]),
            previous=previous,
            previous_run=self._run(previous.run, "the run of the version before") if previous else None,
            run=run,
            baseline=self._run(named, "the run of the baseline") if named else None,
            mlmodel=seen[1],
            logged=logged.parameters,
            logged_metrics=logged.metrics,
            logged_tags=logged.tags,
            logged_kind=logged.kind,
            logged_id=identity,
            files=files,
            pictures=pictures,
            tables=tables,
            histories=recorded,
            lacks=tuple(self._lacks),
        )

    def _run(self, identity: str | None, what: str) -> RawRun | None:
        if not identity:
            return None
        try:
            run = self._store.run(identity)
        except Unreadable as error:
            self._lacks.append(f"{what} was not read: it {error}")
            return None
        if run is None:
            self._lacks.append(f"{what} {identity} does not exist any more")
        return run

    def _files(self, model: RawModel, version: RawVersion) -> tuple[dict[str, object], RawMlmodel | None]:
        from maturity.sources.mlflow import mlmodel

        try:
            files = self._store.files(model.name, version, names_only=False)
        except Unreadable as error:
            self._lacks.append(f"its files were not looked at: it {error}")
            return {}, None
        if files.lacks:
            self._lacks.append(f"its files were not all looked at: {files.lacks}")
        told: dict[str, object] = {
            "artifacts": files.names,
            "flavors": files.flavors,
            "requirements": files.requirements,
        }
        try:
            return told, mlmodel.whole(files.mlmodel) if files.mlmodel else None
        except Unreadable as error:
            self._lacks.append(f"its MLmodel file was not read: {error}")
            return told, None

    def _logged(self, version: RawVersion) -> tuple[str, Logged]:
        from maturity.sources.mlflow import runfiles

        identity = runfiles.logged_id(version.source)
        if identity:
            try:
                return identity, self._store.logged(identity)
            except Unreadable as error:
                self._lacks.append(f"the logged model was not read: it {error}")
        return identity, Logged({}, {}, {})

    def _artifacts(
        self, run: RawRun | None
    ) -> tuple[tuple[RawFileHash, ...] | None, tuple[RawPicture, ...], tuple[RawTable, ...]]:
        from maturity.sources.mlflow import runfiles

        if run is None:
            return None, (), ()
        try:
            files = runfiles.listing(self._store, run.id, self._lacks)
            return files, *runfiles.shown(self._store, run, files, self._limits, self._lacks)
        except Unreadable as error:
            self._lacks.append(f"the artifacts of its run were not looked at: it {error}")
            return None, (), ()
