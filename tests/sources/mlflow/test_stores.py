"""What MLflow's own client wrote, read from a real server, a database and a file store: the same, as far as it goes."""

import base64
import os
import sqlite3
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from maturity.errors import Unreadable, UsageError
from maturity.evidence.live import tracking
from maturity.model.facts.tracking import ModelVersionFact
from maturity.model.settings import Settings
from maturity.model.tracking import RawModel, RawTracking, RawVersion
from maturity.resources import folder
from maturity.rules.judge import judge
from maturity.rules.load import load_catalog
from maturity.sources.mlflow import Limits, naming, read
from maturity.sources.mlflow.detail import read_version
from tests.sources.mlflow.conftest import Store
from tests.tracking_server import tracking_server

pytestmark = pytest.mark.slow

PATIENT = Limits(seconds=120.0, request_seconds=60.0)
PASSWORD = "r4t-Kq29vLm!"


def look(uri: str, **environment: str) -> RawTracking:
    return read(uri, Settings(), now=datetime.now(UTC), environment=environment, limits=PATIENT)


def statuses(found: RawTracking) -> dict[str, str]:
    observed = tracking.collect(found, Settings())
    rules = [rule for rule in load_catalog(folder("checks")).rules if rule.source == "mlflow"]
    return {one.rule: one.status for one in judge(rules, observed.facts, observed.gaps, frozenset(("mlflow",)))}


def models(found: RawTracking) -> dict[str, RawModel]:
    return {model.name: model for model in found.models}


def version(found: RawTracking, model: str, number: str) -> RawVersion:
    return next(one for one in models(found)[model].versions if one.version == number)


@pytest.fixture(scope="module", params=["server", "database", "file_store"])
def store(request: pytest.FixtureRequest) -> Store:
    """Return each kind of store, filled by the same program."""
    found: Store = request.getfixturevalue(request.param)
    return found


@pytest.fixture(scope="module")
def found(store: Store) -> RawTracking:
    return look(store.uri)


def test_the_registry_is_read(found: RawTracking) -> None:
    assert sorted(models(found)) == ["churn", "credit", "fraud"]
    churn = models(found)["churn"]
    assert churn.aliases == {"champion": "2"}
    assert [one.version for one in churn.serving(Settings().serving_aliases)] == ["2"]
    assert [one.version for one in models(found)["credit"].serving(())] == ["1"]
    second = version(found, "churn", "2")
    assert second.description == "Churn within 30 days."
    assert second.tags["owner"] == "churn-team"
    assert second.created is not None
    assert abs(second.created - time.time()) < 3600


def test_the_files_of_serving_versions_are_read(found: RawTracking) -> None:
    second, lone = version(found, "churn", "2"), version(found, "fraud", "1")
    assert set(second.artifacts or ()) >= {"MLmodel", "requirements.txt", "model.pkl"}
    assert second.signature is not None
    assert (second.signature.inputs, second.signature.outputs) == (True, True)
    assert second.flavors == ("python_function", "sklearn")
    assert second.requirements is not None
    assert "scikit-learn==1.9.1" in second.requirements
    assert lone.signature is not None
    assert lone.signature.inputs is False
    assert "MLmodel" in (version(found, "churn", "1").artifacts or ())


def test_files_that_are_gone_are_gone(found: RawTracking) -> None:
    assert version(found, "credit", "1").artifacts == ()
    assert found.gaps == ()


def test_a_card_that_lies_in_the_run_alone_is_found(found: RawTracking) -> None:
    assert version(found, "credit", "1").run_artifacts == ("model_card.md", "reports")
    assert version(found, "fraud", "1").run_artifacts == ()
    assert version(found, "churn", "2").run_artifacts is None, "a tag names its card: nobody has to look"
    facts = [one for one in tracking.collect(found, Settings()).facts if isinstance(one, ModelVersionFact)]
    assert {one.model: one.card for one in facts if one.serving} == {"churn": True, "credit": True, "fraud": False}


def test_a_card_is_made_of_the_same_whatever_the_store(store: Store) -> None:
    detail = read_version(store.uri, naming.parse("models:/churn@champion"), now=datetime.now(UTC), environment={})
    assert detail.lacks == ()
    assert [(one.path, one.media_type) for one in detail.pictures] == [("plots/roc.png", "image/png")]
    assert base64.b64decode(detail.pictures[0].content).startswith(b"\x89PNG")
    (table,) = detail.tables
    assert (table.path, table.columns) == ("reports/slices.json", ("slice", "auc"))
    assert table.rows == (("young", 0.7), ("old", 0.9))
    assert {one.path for one in detail.files or ()} == {"plots/roc.png", "reports/slices.json"}
    assert detail.logged_id.startswith("m-")
    assert detail.logged == {"depth": "6"}
    assert detail.mlmodel is not None
    assert [column.name for column in detail.mlmodel.inputs] == ["age", "income"]
    credit = read_version(store.uri, naming.parse("models:/credit/1"), now=datetime.now(UTC), environment={})
    assert credit.logged_metrics["fitted"] == 0.75  # that of the last step, in whatever order they came
    assert [(one.path, one.rows) for one in credit.tables] == [("reports/table.csv", (("1", "2"),))]


def test_the_runs_are_read(store: Store, found: RawTracking) -> None:
    runs = {run.id: run for run in found.runs}
    second = runs[store.runs["second"]]
    assert (second.experiment, second.name, second.status, second.deleted) == ("churn", "second", "FINISHED", False)
    assert second.parameters == {"depth": "6"}
    assert second.metrics == {"auc": 0.91, "recall": 0.7, "train/loss": 0.6}
    assert second.tags["mlflow.source.git.commit"] == "3f1c2a9be07d4c55a1f0e6d2b7c8901234567890"
    (dataset,) = second.datasets
    assert (dataset.name, dataset.context, len(dataset.digest)) == ("train", "training", 8)
    assert runs[store.runs["lone"]].deleted is True
    assert found.sample is not None
    assert (found.sample.runs, found.sample.experiments, found.sample.capped) == (4, 2, ())


def test_the_rules_say_what_is_wrong_and_nothing_else(found: RawTracking) -> None:
    told = statuses(found)
    assert {rule for rule, status in told.items() if status == "pass"} == {
        *("models-in-registry", "rollback-available", "serving-freshness", "runs-record-dataset")
    }
    assert told["server-authenticated"] == ("fail" if found.store == "http" else "not-applicable")
    assert "unknown" not in told.values()


def test_a_store_that_is_read_is_left_as_it_was(database: Store, file_store: Store) -> None:
    for uri, place in (
        (database.uri, Path(database.uri.removeprefix("sqlite:///")).parent),
        (file_store.uri, Path(file_store.uri)),
    ):
        before = {path: path.lstat().st_mtime_ns for path in place.rglob("*")}
        look(uri)
        assert {path: path.lstat().st_mtime_ns for path in place.rglob("*")} == before


def test_a_sample_is_capped_by_experiment(server: Store) -> None:
    found = read(server.uri, Settings(runs_per_experiment=2), now=datetime.now(UTC), environment={}, limits=PATIENT)
    assert found.sample is not None
    assert (found.sample.runs, found.sample.per_experiment, found.sample.capped) == (2, 2, ("churn",))
    later = read(server.uri, Settings(), now=datetime(2040, 1, 1, tzinfo=UTC), environment={}, limits=PATIENT)
    assert later.sample is not None
    assert later.sample.runs == 0


def test_a_server_that_asks_for_a_password(tmp_path: Path) -> None:
    options = ("--app-name", "basic-auth")
    guarded = {"MLFLOW_AUTH_ADMIN_PASSWORD": PASSWORD, "MLFLOW_FLASK_SERVER_SECRET_KEY": "for-tests-only-0123456789"}
    with tracking_server(tmp_path / "mlflow.db", tmp_path / "art", *options, environment=guarded) as url:
        found = look(url, MLFLOW_TRACKING_USERNAME="admin", MLFLOW_TRACKING_PASSWORD=PASSWORD)
        assert found.refuses_anonymous is True
        assert statuses(found)["server-authenticated"] == "pass"
        for environment in ({}, {"MLFLOW_TRACKING_USERNAME": "admin", "MLFLOW_TRACKING_PASSWORD": "wrong-" + PASSWORD}):
            with pytest.raises(Unreadable, match=r"refuses the request \(HTTP 401\)") as caught:
                look(url, **environment)
            assert PASSWORD not in str(caught.value)


def test_a_server_with_workspaces(tmp_path: Path) -> None:
    with tracking_server(tmp_path / "mlflow.db", tmp_path / "art", "--enable-workspaces") as url:
        assert look(url).workspace == "default"
        assert look(url, MLFLOW_WORKSPACE="default").workspace == "default"
        with pytest.raises(Unreadable):
            look(url, MLFLOW_WORKSPACE="nowhere")


def test_a_workspace_of_a_server_that_has_none(server: Store) -> None:
    with pytest.raises(Unreadable, match="has no workspaces; unset MLFLOW_WORKSPACE"):
        look(server.uri, MLFLOW_WORKSPACE="team-a")


def test_a_database_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no such database file"):
        look(f"sqlite:///{tmp_path}/absent.db")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ("UPDATE alembic_version SET version_num = 'ffff00001111'", r"has a schema that is not known \(ffff00001111\)"),
        ("DELETE FROM alembic_version", r"has a schema that is not known \(without a name\)"),
        ("DROP TABLE alembic_version", "is no database of MLflow"),
    ],
)
def test_a_database_of_an_unknown_schema_is_not_read(database: Store, tmp_path: Path, change: str, reason: str) -> None:
    copy = tmp_path / "mlflow.db"
    copy.write_bytes(Path(database.uri.removeprefix("sqlite:///")).read_bytes())
    connection = sqlite3.connect(copy)
    connection.execute(change)
    connection.commit()
    connection.close()
    with pytest.raises(Unreadable, match=reason):
        look(f"sqlite:///{copy}")


def test_a_database_that_lost_a_table_is_doubtful(database: Store, tmp_path: Path) -> None:
    copy = tmp_path / "mlflow.db"
    copy.write_bytes(Path(database.uri.removeprefix("sqlite:///")).read_bytes())
    connection = sqlite3.connect(copy)
    connection.execute("DROP TABLE params")
    connection.commit()
    connection.close()
    told = statuses(look(f"sqlite:///{copy}"))
    assert {told[rule] for rule in ("runs-complete", "no-secrets-in-runs", "versions-link-runs")} == {"unknown"}
    assert told["models-in-registry"] == "pass"


@pytest.mark.parametrize("content", [b"", b"not a database, but long enough to look like one" * 40, os.urandom(9_000)])
def test_a_file_that_is_no_database(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "mlflow.db"
    file.write_bytes(content)
    with pytest.raises(Unreadable, match="is no database of MLflow"):
        look(f"sqlite:///{file}")
    assert file.read_bytes() == content
