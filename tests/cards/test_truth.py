"""Every field that a machine fills, of every sort of version, against what the server answers to somebody else."""

import base64
import json
from datetime import UTC, datetime
from typing import Any

import pytest
import requests
import yaml

from maturity.cards.fields import catalog
from maturity.model.card import Card
from tests.cards.conftest import Run, World

pytestmark = pytest.mark.slow

API = "/api/2.0/mlflow"
Facts = dict[str, Any]
"""By field: the lines, or the rows without what others than the server say."""


class Oracle:
    """What the server says of one version, asked without any code of ours."""

    def __init__(self, world: World, model: str, version: str) -> None:
        self.uri = world.uri
        self.model = self.json("registered-models/get", name=model)["registered_model"]
        self.version = self.json("model-versions/get", name=model, version=version)["model_version"]
        run, source = self.version.get("run_id"), self.version["source"]
        self.run = self.json("runs/get", run_id=run)["run"] if run else {}
        logged = source.removeprefix("models:/") if source.startswith("models:/m-") else ""
        self.logged = self.json(f"logged-models/{logged}")["model"] if logged else {}
        mlmodel = self.file("MLmodel")
        self.mlmodel: Any = yaml.safe_load(mlmodel) if mlmodel else {}  # noqa: TID251 - not by our reader

    def json(self, path: str, /, **question: str) -> Any:
        answer = requests.get(f"{self.uri}{API}/{path}", params=question, timeout=30)
        assert answer.ok, answer.text
        return answer.json()

    def file(self, path: str) -> bytes:
        question = {"name": self.model["name"], "version": self.version["version"], "path": path}
        answer = requests.get(f"{self.uri}/model-versions/get-artifact", params=question, timeout=30)
        return answer.content if answer.ok else b""

    def artifact(self, path: str) -> bytes:
        question = {"run_uuid": self.version["run_id"], "path": path}
        return requests.get(f"{self.uri}/get-artifact", params=question, timeout=30).content

    def facts(self) -> Facts:
        """Return what a card has to say, field by field; what the server does not know is left out."""
        version, data, info = self.version, self.run.get("data", {}), self.run.get("info", {})
        tags = pairs(data.get("tags"))
        origin = pairs(self.logged.get("info", {}).get("tags")) | tags
        aliases = [one["alias"] for one in self.model.get("aliases", []) if one["version"] == version["version"]]
        flavors = self.mlmodel.get("flavors", {})
        requirements = [line for line in self.file("requirements.txt").decode().splitlines() if line]
        metrics = {one["key"]: one["value"] for one in data.get("metrics", [])}
        steps = sorted(self.logged.get("data", {}).get("metrics", []), key=lambda one: one.get("step", 0))
        metrics = {one["key"]: one["value"] for one in steps} | metrics
        own = pairs(version.get("tags"))
        found: Facts = {
            "name": (self.model["name"],),
            "version": (version["version"], *(f"@{alias}" for alias in aliases)),
            "identifiers": {
                "version": f"models:/{self.model['name']}/{version['version']}",
                "run": version.get("run_id", ""),
                "source": version["source"],
                "model uuid": self.mlmodel.get("model_uuid") or "",
                "logged model": self.logged.get("info", {}).get("model_id", ""),
            },
            "digest": tuple(own[name] for name in ("model.sha256",) if name in own),
            "created": {"created": moment(version["creation_timestamp"])},
            "source": {
                "repository": origin.get("mlflow.source.git.repoURL", ""),
                "commit": origin.get("mlflow.source.git.commit", ""),
                "program": origin.get("mlflow.source.name", ""),
            },
            "compute": {"started": moment(info.get("start_time")), "ended": moment(info.get("end_time"))},
            "parameters": pairs(self.logged.get("data", {}).get("params")) | pairs(data.get("params")),
            "metrics": {key: value for key, value in metrics.items() if "/" not in key},
            "slices": {key: value for key, value in metrics.items() if key.startswith("slice/")},
            "thresholds": {key: value for key, value in pairs(data.get("params")).items() if key == "threshold"},
            "training-data": self.datasets("training"),
            "evidence": {key: value for key, value in own.items() if key.startswith("maturity.")},
            "architecture": {
                f"{flavor}.{key}": str(value)
                for flavor, settings in flavors.items()
                for key, value in settings.items()
                if key in ("pytorch_version", "sklearn_version", "loader_module")
            }
            | {"kind": self.logged.get("info", {}).get("model_type", "")},
            "environment": {
                "Python": flavors.get("python_function", {}).get("python_version", ""),
                "MLflow": self.mlmodel.get("mlflow_version") or "",
                "requirement": requirements[-1] if requirements else "",
            },
            "interface": self.interface(),
            "graphics": self.pictures() if self.run else {},
        }
        once = found["identifiers"]
        if once["logged model"]:  # an id stands once
            once |= {"source": "", "model uuid": ""}
        said = {field: cleaned(value) for field, value in found.items()}
        return {field: value for field, value in said.items() if value}

    def datasets(self, context: str) -> dict[str, str]:
        found = {}
        for one in self.run.get("inputs", {}).get("dataset_inputs", []):
            if pairs(one["tags"]).get("mlflow.data.context") == context:
                found[one["dataset"]["name"]] = one["dataset"]["digest"]
        return found

    def interface(self) -> set[tuple[str, str, str]]:
        signature = self.mlmodel.get("signature") or {}
        halves = (("input", signature.get("inputs")), ("output", signature.get("outputs")))
        return {
            (half, one.get("name") or "-", one["type"] if one["type"] != "tensor" else tensor(one["tensor-spec"]))
            for half, columns in halves
            for one in json.loads(columns or "[]")
        }

    def pictures(self) -> dict[str, bytes]:
        listed = self.json("artifacts/list", run_id=self.version["run_id"], path="plots").get("files", [])
        return {one["path"]: self.artifact(one["path"]) for one in listed if one["path"].endswith(".png")}


def pairs(listed: Any) -> dict[str, str]:
    return {one["key"]: one["value"] for one in listed or []}


def moment(milliseconds: int | None) -> str:
    told = datetime.fromtimestamp(milliseconds / 1000, UTC) if milliseconds else None
    return told.strftime("%Y-%m-%d %H:%M:%S UTC") if told else ""


def tensor(spec: Any) -> str:
    return f"{spec['dtype']}{spec['shape']}"


def cleaned(value: Any) -> Any:
    return {key: one for key, one in value.items() if one != ""} if isinstance(value, dict) else value


def told(card: Card, field: str, like: Any) -> Any:
    """Return what a card says of a field in the form that the server's answer has, and only of what that names."""
    value: Any = card.entry(field).value
    if value is None:
        return None
    if value.kind == "pictures":
        return {one.name: base64.b64decode(one.content) for one in value.pictures}
    if isinstance(like, tuple):
        return value.lines
    if isinstance(like, set):
        return {(half, name, kind) for half, name, kind, _ in value.rows}
    rows = {row[0]: row[1] for row in value.rows}
    if field in ("metrics", "slices"):
        return {key: pytest.approx(float(one), rel=1e-5) for key, one in rows.items()}
    whole = field in ("parameters", "thresholds", "evidence")
    return rows if whole else {key: one for key, one in rows.items() if key in like}


@pytest.mark.parametrize(
    "named",
    [
        ("churn", "2"),
        ("churn", "1"),
        ("net", "1"),
        ("alone", "1"),
        ("hostile", "1"),
        ("quoted", "1"),
        ("assistant", "1"),
        ("judged", "1"),
    ],
    ids="/".join,
)
def test_what_exists_is_filled_and_is_what_the_server_says(card: Run, world: World, named: tuple[str, str]) -> None:
    model, version = world.made.get(named[0], named[0]), named[1]
    code, out, err = card(f"models:/{model}/{version}", world.project, "--format", "json")
    assert code == 0, err
    made, facts = Card.model_validate_json(out), Oracle(world, model, version).facts()
    for field, expected in facts.items():
        assert told(made, field, expected) == expected, field
    of_machine = {field.id for field in catalog().fields if field.kind == "automatic"}
    beside = {"pipeline", "environment", "training-data"} if made.rows("source") else set()  # the repository says it
    beside |= {"baseline", "data-quality", "rollback"}  # below, each where it is
    invented = {one.field for one in made.entries if one.value and one.field in of_machine} - facts.keys() - beside
    assert invented == set()
    assert all(one.sources and all(place.locator for place in one.sources) for one in made.entries if one.value)


def test_what_only_some_versions_have(card: Run, world: World) -> None:
    cards = {
        name: Card.model_validate_json(card(f"models:/{name}/{version}", world.project, "--format", "json")[1])
        for name, version in (("churn", "2"), ("net", "1"), ("assistant", "1"), ("judged", "1"))
    }
    assert cards["churn"].lines("rollback") == ("models:/churn/1",)
    assert cards["net"].rows("data-quality") == (("age is given", "yes"),)
    assert ("kind", "agent") in cards["assistant"].rows("architecture")
    # What no run made names its commit all the same, and the repository is read there.
    assert ("commit", world.commit) in cards["assistant"].rows("source")
    assert cards["assistant"].rows("pipeline") == (("train", "python train.py"),)
    assert [one.kind for one in cards["assistant"].entry("source").sources] == ["logged-model"]
    assert "logged-model" in [one.kind for one in cards["judged"].entry("metrics").sources]


@pytest.mark.parametrize("form", ["text", "markdown", "html", "cyclonedx", "json"])
def test_a_name_that_no_filter_can_say(card: Run, world: World, form: str) -> None:
    code, out, err = card(f"models:/{world.made['quoted']}/1", world.project, "--format", form)
    assert (code, err) == (0, ""), err
    assert "example-7b" in out or form == "cyclonedx"
