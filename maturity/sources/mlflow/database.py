"""A database of MLflow in SQLite, read through a connection that cannot write, create or wait for long."""

import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

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

SCHEMAS = frozenset(
    # MLflow 2.4 to 2.22
    "7f2a7d5fae7d 2d6e25af4d3e acf3f17fdcc7 867495a8f9d4 5b0e9adcef9c 4465047574b1 f5a4f2784254 0584bdc529eb "
    # MLflow 3.0 to 3.17
    "400f98739977 6953534de441 bda7b8c39065 cbc13b556ace 770bee3ae1dd a1b2c3d4e5f6 de4033877273 1a0cddfcaa16 "
    "534353b11cbc 71994744cf8e 3da73c924c2f bf29a5ff90ea 1bd49d398cd23 b7c8d9e0f1a2 5d2d30f0abce c9d4e5f6a7b8 "
    "2c33131f4dae d3e4f5a6b7c8 d0e1f2a3b4c5 c8d9e0f1a2b3 1b5f0d9ad7c1 e1f2a3b4c5d6 76601a5f987d c3d6457b6d8a "
    "a5b4c3d2e1f0 ae8bbe7743c9 7d34483879f0 da6fb0208061 89d3d66ed43f b7e4c1a90f23 a8b9c0d1e2f3 c1d2e3f4a5b6 "
    "c3d9e7f1a2b4 6f8d9c3b2a1e 1971f2d9a75b 17e22815139b b7e2c1a4d9f3 75868b020152 dc11669786a5".split()
)
"""Revisions whose tables mean what is read here."""
_WAIT = 5.0
_CHUNK = 500
_DEFAULT = "default"

Rows = Sequence[tuple[Any, ...]]


class Database:
    """One database file. Its files lie beside it or are not looked at."""

    def __init__(self, path: Path, workspace: str, limits: Limits) -> None:
        self._limits = limits
        self._workspace = workspace or _DEFAULT
        self._files = LocalFiles(path.parent, limits)
        try:
            self._connection = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=_WAIT)
            self._connection.execute("PRAGMA trusted_schema = OFF")
            self._connection.text_factory = lambda content: content.decode("utf-8", "replace")
        except sqlite3.Error:
            raise Unreadable("cannot be opened as a database") from None
        self._places: dict[tuple[str, str], str] = {}

    def about(self) -> About:
        """Say which schema it has; one that is not known is not read."""
        try:
            found = self._rows("SELECT version_num FROM alembic_version")
        except Unreadable:
            raise Unreadable("is no database of MLflow, or cannot be read") from None
        schema = foreign.identifier(found[0][0]) if len(found) == 1 else None
        if schema not in SCHEMAS:
            raise Unreadable(
                f"has a schema that is not known ({schema or 'without a name'}); start `mlflow server` on it and name "
                "its address"
            )
        kept = {str(row[1]) for row in self._rows("PRAGMA table_info(registered_models)")}
        several = "workspace" in kept and len(self._rows("SELECT DISTINCT workspace FROM experiments")) > 1
        return About("database", schema, None, self._workspace if several else "")

    def models(self) -> Listed[RawModel]:
        """Read the registry."""
        tags = self._tags("registered_model_tags", "name")
        aliases: dict[Any, dict[str, str]] = {}
        for name, alias, version in self._of("registered_model_aliases", "name, alias, version"):
            aliases.setdefault(name, {})[foreign.text(alias, 500)] = foreign.text(version)
        versions: dict[Any, list[RawVersion]] = {}
        for name, version in self._versions():
            versions.setdefault(name, []).append(version)
        rows = self._of("registered_models", "name, description")
        models = tuple(
            RawModel(
                name=foreign.text(name, 500),
                description=foreign.text(description),
                tags=tags.get((name,), {}),
                aliases=aliases.get(name, {}),
                versions=tuple(versions.get(name, ())),
            )
            for name, description in rows[: self._limits.models]
        )
        return Listed(models, f"has more than {len(models)} models" if len(rows) > len(models) else None)

    def model(self, name: str) -> Listed[RawModel]:
        """Read the registry, and of it one model: what is here is read fast."""
        return only(self.models(), name)

    def run(self, identity: str) -> RawRun | None:
        """Read one run."""
        found = self._runs("r.run_uuid = ?", (identity,), 1)
        return found[0] if found else None

    def history(self, run: str, metric: str, at_most: int) -> Listed[Recorded]:
        """Read the values of one metric."""
        rows = self._rows(
            "SELECT timestamp, step, CASE WHEN is_nan THEN NULL ELSE value END FROM metrics "
            "WHERE run_uuid = ? AND key = ? ORDER BY timestamp, step, value LIMIT ?",
            (run, metric, at_most + 1),
        )
        found = [
            Recorded(foreign.number(time) or 0.0, int(foreign.number(step) or 0), foreign.number(value))
            for time, step, value in rows[:at_most]
        ]
        return Listed(tuple(found), f"has more than {at_most}" if len(rows) > at_most else None)

    def files(self, model: str, version: RawVersion, *, names_only: bool) -> Files:
        """Look at the files of a version where they lie below the folder of the database."""
        return self._files.look(self._places.get((model, version.version), version.source), names_only=names_only)

    def artifacts(self, run: str, folder: str = "") -> Listed[Artifact]:
        """List artifacts of a run where they lie below the folder of the database."""
        place = self._place(run)
        return Listed(()) if place is None else self._files.artifacts(place, folder)

    def artifact(self, run: str, path: str, limit: int) -> bytes:
        """Read one file among them."""
        return self._files.artifact(self._place(run) or "", path, limit)

    def logged(self, identity: str) -> Logged:
        """Read a logged model."""
        kept = "SELECT model_type FROM logged_models WHERE model_id = ? AND lifecycle_stage = 'active'"
        if not (found := self._rows(kept, (identity,))):
            raise Absent("knows no such thing")
        wanted = f"WHERE model_id = ? LIMIT {self._limits.entries}"
        parameters = self._rows(f"SELECT param_key, param_value FROM logged_model_params {wanted}", (identity,))
        steps = "metric_name, metric_step, metric_timestamp_ms, metric_value"
        metrics = self._rows(f"SELECT {steps} FROM logged_model_metrics {wanted}", (identity,))
        tags = self._rows(f"SELECT tag_key, tag_value FROM logged_model_tags {wanted}", (identity,))
        last = foreign.newest((name, step, time, value) for name, step, time, value in metrics)
        return Logged(_texts(dict(parameters)), last, _texts(dict(tags)), foreign.text(found[0][0], 500))

    def _place(self, run: str) -> str | None:
        found = self._rows("SELECT artifact_uri FROM runs WHERE run_uuid = ?", (run,))
        return foreign.text(found[0][0]) if found else None

    def experiments(self) -> Listed[Experiment]:
        """List the experiments."""
        rows = self._of(
            "experiments",
            "experiment_id, name",
            "lifecycle_stage = 'active' ORDER BY last_update_time DESC, experiment_id",
        )
        return Listed(tuple(Experiment(str(key), foreign.text(name, 500)) for key, name in rows))

    def recent(self, experiment: Experiment, since: float, at_most: int) -> Recent:
        """Read the newest runs of an experiment."""
        wanted = "r.experiment_id = ? AND r.lifecycle_stage = 'active' AND r.start_time > ?"
        runs = self._runs(wanted, (experiment.id, since * 1000), at_most + 1)
        return Recent(tuple(runs[:at_most]), more=len(runs) > at_most)

    def asked(self) -> int:
        """Nobody is asked."""
        return 0

    def close(self) -> None:
        """Close the database."""
        self._connection.close()
        self._files.close()

    def _versions(self) -> Iterable[tuple[Any, RawVersion]]:
        tags = self._tags("model_version_tags", "name, version")
        columns = "name, version, creation_time, last_updated_time, description, user_id, current_stage, source, run_id"
        has_place = {str(row[1]) for row in self._rows("PRAGMA table_info(model_versions)")} & {"storage_location"}
        rows = self._of(
            "model_versions",
            f"{columns}, {'storage_location' if has_place else 'NULL'}",
            "1 ORDER BY name, version DESC",
        )
        if len(rows) > self._limits.versions:
            raise Unreadable(f"has more than {self._limits.versions} versions of models")
        for name, number, created, updated, description, owner, stage, source, run, place in rows:
            if place:
                self._places[name, str(number)] = foreign.text(place)
            yield (
                name,
                RawVersion(
                    version=str(number),
                    run=foreign.text(run) or None,
                    source=foreign.without_login(foreign.text(source)),
                    stage=foreign.text(stage),
                    description=foreign.text(description),
                    owner=foreign.text(owner),
                    created=foreign.moment(created),
                    updated=foreign.moment(updated),
                    tags=tags.get((name, number), {}),
                ),
            )

    def _runs(self, wanted: str, values: tuple[Any, ...], at_most: int) -> list[RawRun]:
        """Read runs with all that belongs to them, in a few queries for all of them."""
        rows = self._rows(
            "SELECT r.run_uuid, e.name, r.name, r.status, r.start_time, r.end_time, r.lifecycle_stage FROM runs r "
            f"LEFT JOIN experiments e USING (experiment_id) WHERE {wanted} ORDER BY r.start_time DESC LIMIT {at_most}",
            values,
        )
        ids = [row[0] for row in rows]
        parameters, tags = self._by_run("params", "value", ids), self._by_run("tags", "value", ids)
        metrics = self._by_run("latest_metrics", "CASE WHEN is_nan THEN NULL ELSE value END", ids)
        datasets = self._datasets(ids)
        return [
            RawRun(
                id=identity,
                experiment=foreign.text(experiment, 500),
                name=foreign.text(name, 500),
                status=foreign.text(status),
                started=foreign.moment(started),
                ended=foreign.moment(ended),
                deleted=stage == "deleted",
                parameters=_texts(parameters.get(identity, {})),
                metrics={
                    foreign.text(key, 500): value
                    for key, found in metrics.get(identity, {}).items()
                    if (value := foreign.number(found)) is not None
                },
                tags=_texts(tags.get(identity, {})),
                datasets=tuple(datasets.get(identity, ())),
            )
            for identity, experiment, name, status, started, ended, stage in rows
            if foreign.identifier(identity)
        ]

    def _by_run(self, table: str, value: str, ids: list[str]) -> dict[str, dict[str, Any]]:
        found: dict[str, dict[str, Any]] = {}
        for chunk in _chunks(ids):
            marks = ",".join("?" * len(chunk))
            query = f"SELECT run_uuid, key, {value} FROM {table} WHERE run_uuid IN ({marks})"
            for identity, key, held in self._rows(query, tuple(chunk)):
                found.setdefault(identity, {})[key] = held
        return found

    def _datasets(self, ids: list[str]) -> dict[str, list[RawDataset]]:
        found: dict[str, list[RawDataset]] = {}
        for chunk in _chunks(ids):
            marks = ",".join("?" * len(chunk))
            query = (
                "SELECT i.destination_id, d.name, d.digest, d.dataset_source, t.value FROM inputs i "
                "JOIN datasets d ON d.dataset_uuid = i.source_id LEFT JOIN input_tags t ON t.input_uuid = i.input_uuid "
                f"AND t.name = '{CONTEXT}' WHERE i.source_type = 'DATASET' AND i.destination_type = 'RUN' "
                f"AND i.destination_id IN ({marks}) ORDER BY d.name, d.digest"
            )
            for identity, name, digest, source, context in self._rows(query, tuple(chunk)):
                found.setdefault(identity, []).append(
                    RawDataset(
                        name=foreign.text(name, 500),
                        digest=foreign.text(digest, 500),
                        source=foreign.without_login(foreign.text(source)),
                        context=foreign.text(context, 500),
                    )
                )
        return found

    def _tags(self, table: str, owner: str) -> dict[tuple[Any, ...], dict[str, str]]:
        found: dict[tuple[Any, ...], dict[str, str]] = {}
        for *of, key, value in self._of(table, f"{owner}, key, value"):
            found.setdefault(tuple(of), {})[foreign.text(key, 500)] = foreign.text(value)
        return found

    def _of(self, table: str, columns: str, rest: str = "1") -> Rows:
        """Read a table, of one workspace where the schema has them."""
        known = {str(row[1]) for row in self._rows(f"PRAGMA table_info({table})")}
        if "workspace" not in known:
            return self._rows(f"SELECT {columns} FROM {table} WHERE {rest}")
        return self._rows(f"SELECT {columns} FROM {table} WHERE workspace = ? AND {rest}", (self._workspace,))

    def _rows(self, query: str, values: tuple[Any, ...] = ()) -> Rows:
        try:
            return self._connection.execute(query, values).fetchall()
        except sqlite3.OperationalError as error:
            locked = "locked" in str(error)
            raise Unreadable("is locked by another program" if locked else "lacks a table that is needed") from None
        except (sqlite3.Error, OverflowError):
            raise Unreadable("is a damaged database") from None


def _chunks(ids: list[str]) -> Iterable[list[str]]:
    return (ids[at : at + _CHUNK] for at in range(0, len(ids), _CHUNK))


def _texts(held: dict[str, Any]) -> dict[str, str]:
    return {foreign.text(key, 500): foreign.text(value) for key, value in held.items()}
