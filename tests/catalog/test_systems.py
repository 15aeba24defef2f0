"""Every system that the project promises, in every role that it may play."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from maturity.assess import examine
from maturity.request import Request
from maturity.rules.validate import read_model
from tests.catalog.recognised import technologies
from tests.catalog.test_technologies import EXAMPLES, SYSTEMS
from tests.repository import MakeRepository, write

BY_ACTIVITY = {
    "ab-testing": {"progressive-delivery": "split-traffic"},
    "airflow": {"pipeline": "run-pipeline"},
    "autogluon": {"training": "train", "sweep": "train"},
    "azure-ml": {
        "pipeline": "run-pipeline",
        "training": "train",
        "registry": "register",
        "serving": "serve",
        "automl": "train",
        "monitoring": "detect-drift",
    },
    "bentoml": {"serving": "serve", "image": "build-image", "registry": "register"},
    "data-lineage": {"lineage": "log-dataset"},
    "data-masking": {"personal-data": "protect-data"},
    "databricks": {"pipeline": "run-pipeline", "registry": "register", "feature-store": "use-features"},
    "docker": {"image": "build-image"},
    "dvc": {"pipeline": "run-pipeline", "tracker": "track"},
    "evidently": {"drift": "detect-drift", "data-tests": "validate-data"},
    "feast": {"feature-store": "use-features"},
    "fiddler": {"monitoring": "store-predictions", "drift": "detect-drift", "explainability": "explain"},
    "flaml": {"training": "train", "sweep": "train"},
    "great-expectations": {"data-tests": "validate-data"},
    "h2o": {"training": "train", "sweep": "train"},
    "hopsworks": {"feature-store": "use-features", "registry": "register", "serving": "deploy"},
    "kedro": {"pipeline": "run-pipeline"},
    "kserve": {"serving": "serve", "progressive-delivery": "split-traffic"},
    "kubeflow-pipelines": {"pipeline": "run-pipeline"},
    "metaflow": {"pipeline": "run-pipeline"},
    "mlflow": {
        "tracker": "track",
        "registry": "register",
        "dataset-record": "log-dataset",
        "serving": "serve",
        "pipeline": "run-pipeline",
        "batch": "score",
    },
    "mlrun": {"pipeline": "run-pipeline", "tracker": "track", "serving": "deploy"},
    "neptune": {"tracker": "track", "registry": "register", "monitoring": "measure-resources"},
    "optuna": {"training": "train", "sweep": "train"},
    "pytorch": {"training": "train"},
    "ray": {"training": "train", "sweep": "train", "serving": "serve"},
    "sagemaker": {
        "pipeline": "run-pipeline",
        "training": "train",
        "registry": "register",
        "serving": "deploy",
        "monitoring": "detect-drift",
        "feature-store": "use-features",
        "progressive-delivery": "split-traffic",
    },
    "scikit-learn": {"training": "train"},
    "tecton": {"feature-store": "use-features"},
    "temporal": {"pipeline": "run-pipeline"},
    "tensorflow-keras": {"training": "train", "schema": "sign-model"},
    "tensorleap": {"explainability": "explain"},
    "tfx": {
        "pipeline": "run-pipeline",
        "data-tests": "validate-data",
        "evaluation-gate": "gate",
        "schema": "sign-model",
    },
    "transformers": {"training": "train", "tracker": "track"},
    "typer": {"parameters": "read-parameters"},
    "vertex-ai": {
        "pipeline": "run-pipeline",
        "training": "train",
        "registry": "register",
        "serving": "deploy",
        "monitoring": "detect-drift",
        "feature-store": "use-features",
    },
    "wandb": {"tracker": "track", "registry": "register", "dataset-record": "log-dataset", "sweep": "train"},
    "zenml": {"pipeline": "run-pipeline", "tracker": "track", "registry": "register"},
}
"""Roles by the activity that shows them; `technologies/` holds an example and a near miss of each."""

NOW = datetime(2026, 1, 2, tzinfo=UTC)


class Case(BaseModel):
    """A role that a fact of another kind shows."""

    model_config = ConfigDict(extra="forbid")

    system: str
    role: str
    fact: dict[str, str | bool]
    positive: dict[str, str]
    near_miss: dict[str, str] = Field(alias="near-miss")


CASES = read_model(Path(__file__).parent / "systems.yaml", TypeAdapter(tuple[Case, ...]))
BY_CASE = [pytest.param(case, id=f"{case.system}-{case.role}") for case in CASES]


def shown(folder: Path, fact: dict[str, str | bool]) -> bool:
    """Tell whether a scan of a folder gives a fact with these values, at a place."""
    collected = examine(Request(target=str(folder), cache=False), now=NOW).collected
    found = (one.model_dump() for one in collected.facts if one.at.path)
    return any(all(one.get(key) == value for key, value in fact.items()) for one in found)


def test_every_role_of_every_system_is_shown() -> None:
    told = {entry.name: set(entry.roles) for entry in technologies().entries if entry.name in SYSTEMS.split()}
    for_each = {system: set(roles) for system, roles in BY_ACTIVITY.items()} | {"git": {"source"}}
    for case in CASES:
        for_each.setdefault(case.system, set()).add(case.role)
    assert for_each == told


def test_every_activity_that_a_system_proves_has_an_example() -> None:
    wanted = {
        (entry.name, proof.activity)
        for entry in technologies().entries
        if entry.name in SYSTEMS.split()
        for proof in entry.proves
    }
    given = {(example.technology, example.activity) for examples in EXAMPLES.values() for example in examples}
    assert wanted <= given
    assert {(system, activity) for system, roles in BY_ACTIVITY.items() for activity in roles.values()} <= given


@pytest.mark.parametrize("case", BY_CASE)
def test_what_plays_a_role_is_seen(case: Case, tmp_path: Path) -> None:
    write(tmp_path, case.positive)
    assert shown(tmp_path, case.fact)


@pytest.mark.parametrize("case", BY_CASE)
def test_what_only_looks_like_a_role_is_not(case: Case, tmp_path: Path) -> None:
    write(tmp_path, case.near_miss)
    assert not shown(tmp_path, case.fact)


def test_git_is_the_source_where_there_is_a_history(make_repository: MakeRepository, tmp_path: Path) -> None:
    (tmp_path / "plain").mkdir()
    write(tmp_path / "plain", {"train.py": "", ".git/config": "[core]"})
    assert committed(make_repository({"train.py": ""}))
    assert not committed(tmp_path / "plain")


def committed(folder: Path) -> bool:
    """Tell whether a scan finds commits."""
    collected = examine(Request(target=str(folder), cache=False), now=NOW).collected
    return any(fact.kind == "commit" for fact in collected.facts)
