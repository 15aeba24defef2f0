"""A file store (`mlruns`): folders and small YAML files, read as those of a repository are."""

import time
from collections.abc import Iterator
from pathlib import Path

from maturity.documents import yaml
from maturity.documents.tree import Table, table
from maturity.errors import Unreadable
from maturity.model.tracking import RawDataset, RawModel, RawRun, RawVersion
from maturity.sources.mlflow import foreign
from maturity.sources.mlflow.limits import Limits
from maturity.sources.mlflow.localfiles import LocalFiles
from maturity.sources.mlflow.records import CONTEXT
from maturity.sources.mlflow.store import (
    About,
    Absent,
    Artifact,
    Experiment,
    Files,
    Listed,
    Logged,
    Recent,
    Recorded,
    only,
)
from maturity.sources.names import encode

META, MODELS = "meta.yaml", "models"
_STATUS = {"1": "RUNNING", "2": "SCHEDULED", "3": "FINISHED", "4": "FAILED", "5": "KILLED"}
_VERSION = "version-"
_NOT_RUNS = frozenset((META, "tags", "datasets", "models", "traces", "assessments"))


class FileStore:
    """One folder with experiments, runs and models."""

    def __init__(self, path: Path, limits: Limits, deadline: float) -> None:
        self._limits = limits
        self._deadline = deadline
        self._files = LocalFiles(path, limits)
        self._places: dict[str, str] = {}
        """Where the artifacts of a run lie, as its record says."""
        self._kept: dict[tuple[str, str], str] = {}
        """Where the files of a version lie, where that is told beside its source."""
        self._homes: dict[str, str] = {}
        """In which experiment a run lies that was read."""
        self._listed: tuple[Experiment, ...] = ()

    def about(self) -> About:
        """Say that this is a file store; one has an experiment or a model."""
        if not self.experiments().items and not self._names(MODELS):
            raise Unreadable("holds no experiment and no model: this is no file store of MLflow")
        return About("files")

    def models(self) -> Listed[RawModel]:
        """Read the folders of the models."""
        names = self._names(MODELS)
        found, lacks = [], None
        for name in names[: self._limits.models]:
            try:
                found.append(self._model(f"{MODELS}/{name}"))
            except Unreadable as error:
                lacks = f"holds a model whose record {error}"
        if len(names) > self._limits.models:
            lacks = f"has more than {self._limits.models} models"
        return Listed(tuple(found), lacks)

    def model(self, name: str) -> Listed[RawModel]:
        """Read the registry, and of it one model: what is here is read fast."""
        return only(self.models(), name)

    def run(self, identity: str) -> RawRun | None:
        """Read one run, wherever it lies."""
        if foreign.identifier(identity) is None:
            return None
        for experiment in self._listed or self.experiments().items:
            try:
                return self._run(experiment, identity)
            except Absent:
                continue
        return None

    def history(self, run: str, metric: str, at_most: int) -> Listed[Recorded]:
        """Read the file of one metric."""
        if run not in self._homes:
            raise Absent("knows no such run")
        content = self._files.content(encode(f"{self._homes[run]}/{run}/metrics/{metric}"))
        found = _recorded(content.decode("utf-8", "replace"))
        return Listed(found[:at_most], f"has more than {at_most}" if len(found) > at_most else None)

    def files(self, model: str, version: RawVersion, *, names_only: bool) -> Files:
        """Look at the files of a version where they lie below the folder of the store."""
        return self._files.look(self._kept.get((model, version.version), version.source), names_only=names_only)

    def artifacts(self, run: str, folder: str = "") -> Listed[Artifact]:
        """List artifacts of a run where they lie below the folder of the store."""
        place = self._place(run)
        return Listed(()) if place is None else self._files.artifacts(place, folder)

    def artifact(self, run: str, path: str, limit: int) -> bytes:
        """Read one file among them."""
        return self._files.artifact(self._place(run) or "", path, limit)

    def logged(self, identity: str) -> Logged:
        """Read a logged model, wherever it lies."""
        for experiment in self._listed or self.experiments().items:
            folder = f"{experiment.id}/models/{identity}"
            meta = self._meta(folder) if META in self._names(folder) else None
            if meta is not None and meta.get("lifecycle_stage") != "deleted":
                parameters, tags = self._values(f"{folder}/params"), self._values(f"{folder}/tags")
                kind = foreign.text(meta.get("model_type"), 500)
                return Logged(parameters, self._metrics(f"{folder}/metrics"), tags, kind)
        raise Absent("knows no such thing")

    def _place(self, run: str) -> str | None:
        if run not in self._places:
            self.run(run)
        return self._places.get(run)

    def experiments(self) -> Listed[Experiment]:
        """List the folders that are experiments."""
        found, lacks = [], None
        for name in self._names(""):
            if name == MODELS or name.startswith(".") or foreign.identifier(name) is None:
                continue
            try:
                meta = self._meta(name)
            except Absent:
                continue
            except Unreadable as error:
                lacks = f"holds an experiment whose record {error}"
                continue
            if meta.get("lifecycle_stage") != "deleted":
                found.append(Experiment(name, foreign.text(meta.get("name"), 500) or name))
        self._listed = tuple(found)
        return Listed(self._listed, lacks)

    def recent(self, experiment: Experiment, since: float, at_most: int) -> Recent:
        """Open the records of all runs of an experiment to find the newest."""
        starts: list[tuple[float, str]] = []
        lacks = None
        names = [name for name in self._names(experiment.id) if name not in _NOT_RUNS and foreign.identifier(name)]
        for name in names[: self._limits.scanned_runs]:
            try:
                meta = self._meta(f"{experiment.id}/{name}")
            except Absent:
                continue
            except Unreadable as error:
                lacks = f"holds a run whose record {error}"
                continue
            started = foreign.moment(meta.get("start_time")) or 0.0
            if meta.get("lifecycle_stage") != "deleted" and started > since:
                starts.append((started, name))
        if len(names) > self._limits.scanned_runs:
            lacks = f"has more than {self._limits.scanned_runs} runs in one experiment"
        runs = []
        for _, name in sorted(starts, reverse=True)[:at_most]:
            try:
                runs.append(self._run(experiment, name))
            except Unreadable as error:
                lacks = f"holds a run of which a file {error}"
        return Recent(tuple(runs), more=len(starts) > at_most, lacks=lacks)

    def asked(self) -> int:
        """Nobody is asked."""
        return 0

    def close(self) -> None:
        """Close the folder."""
        self._files.close()

    def _model(self, folder: str) -> RawModel:
        meta = self._meta(folder)
        names = self._names(folder)
        return RawModel(
            name=foreign.text(meta.get("name"), 500),
            description=foreign.text(meta.get("description")),
            tags=self._values(f"{folder}/tags"),
            aliases=self._values(f"{folder}/aliases"),
            versions=tuple(self._version(f"{folder}/{name}") for name in names if name.startswith(_VERSION)),
        )

    def _version(self, folder: str) -> RawVersion:
        meta = self._meta(folder)
        number = foreign.text(meta.get("version"))
        if place := foreign.text(meta.get("storage_location")):
            self._kept[foreign.text(meta.get("name"), 500), number] = place
        return RawVersion(
            version=number,
            run=foreign.text(meta.get("run_id")) or None,
            source=foreign.without_login(foreign.text(meta.get("source"))),
            stage=foreign.text(meta.get("current_stage")),
            description=foreign.text(meta.get("description")),
            owner=foreign.text(meta.get("user_id")),
            created=foreign.moment(meta.get("creation_timestamp")),
            updated=foreign.moment(meta.get("last_updated_timestamp")),
            tags=self._values(f"{folder}/tags"),
        )

    def _run(self, experiment: Experiment, identity: str) -> RawRun:
        folder = f"{experiment.id}/{identity}"
        meta = self._meta(folder)
        tags = self._values(f"{folder}/tags")
        status = foreign.text(meta.get("status"))
        self._places[identity] = foreign.text(meta.get("artifact_uri")) or f"{folder}/artifacts"
        self._homes[identity] = experiment.id
        return RawRun(
            id=identity,
            experiment=experiment.name,
            name=foreign.text(meta.get("run_name"), 500) or tags.get("mlflow.runName", ""),
            status=_STATUS.get(status, status),
            started=foreign.moment(meta.get("start_time")),
            ended=foreign.moment(meta.get("end_time")),
            deleted=meta.get("lifecycle_stage") == "deleted",
            parameters=self._values(f"{folder}/params"),
            metrics=self._metrics(f"{folder}/metrics"),
            tags=tags,
            datasets=tuple(self._datasets(experiment.id, f"{folder}/inputs")),
        )

    def _metrics(self, folder: str) -> dict[str, float]:
        """Return the value of the last step of each metric."""
        held = self._values(folder, longest=self._limits.file_bytes).items()
        return foreign.newest((name, one.step, one.time, one.value) for name, text in held for one in _recorded(text))

    def _datasets(self, experiment: str, folder: str) -> Iterator[RawDataset]:
        for name in self._names(folder):
            entry = self._meta(f"{folder}/{name}")
            source = foreign.identifier(entry.get("source_id"))
            if entry.get("source_type") != "DATASET" or source is None:
                continue
            held = self._meta(f"{experiment}/datasets/{source}")
            yield RawDataset(
                name=foreign.text(held.get("name"), 500),
                digest=foreign.text(held.get("digest"), 500),
                source=foreign.without_login(foreign.text(held.get("source"))),
                context=foreign.text(table(entry.get("tags")).get(CONTEXT), 500),
            )

    def _meta(self, folder: str) -> Table:
        """Return the record of a folder; Absent when it has none."""
        if META not in self._names(folder):
            raise Absent("has no record")
        held = yaml.load(self._files.content(encode(f"{folder}/{META}")).decode("utf-8", "replace"))
        if not isinstance(held, Table):
            raise Unreadable("is no mapping")
        return held

    def _values(self, folder: str, longest: int = foreign.LONGEST) -> dict[str, str]:
        """Return small files by their paths below a folder; a name may hold slashes."""
        found: dict[str, str] = {}
        waiting = [""]
        while waiting:
            inner = waiting.pop()
            for name in self._names(f"{folder}/{inner}".rstrip("/")):
                path = f"{inner}{name}"
                if self._files.is_folder(encode(f"{folder}/{path}")):
                    waiting.append(f"{path}/")
                else:
                    content = self._files.content(encode(f"{folder}/{path}"))
                    found[foreign.text(path, 500)] = foreign.text(content.decode("utf-8", "replace"), longest)
        return found

    def _names(self, folder: str) -> tuple[str, ...]:
        """Return the names in a folder; none when there is no such folder."""
        if time.monotonic() > self._deadline:
            raise Unreadable("took longer than is allowed; the rest was not looked at")
        try:
            return self._files.names(encode(folder))
        except Absent:
            return ()


def _recorded(content: str) -> tuple[Recorded, ...]:
    """Return the values of a metric: its file has a line `time value step` for each, and may repeat one.

    Lines are not in the order of their steps: where a model is logged, values are written again below the later ones.
    """
    lines = (line.split() for line in dict.fromkeys(content.splitlines()))
    return tuple(
        Recorded(foreign.number(time) or 0.0, int(foreign.number("".join(step[:1])) or 0), foreign.number(value))
        for time, value, *step in (line for line in lines if len(line) > 1)
    )
