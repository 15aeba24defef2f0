"""A small project, really trained, tracked, registered and pushed: a repository, a tracking server, a DVC remote."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import requests

from tests.repository import git, write

PYTHON = Path(sys.executable)
MODEL = "churn"

TRAIN = '''"""Train on the prepared data; with a tracker in the environment, record the run."""

import json
import os
import sys

import pandas as pd
import yaml
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

PATH = "data/prepared.csv"


def main():
    with open("params.yaml") as file:
        params = yaml.safe_load(file)["train"]
    frame = pd.read_csv(PATH)
    features, label = frame[["age", "calls"]], frame["label"]
    train_x, test_x, train_y, test_y = train_test_split(features, label, random_state=params["seed"])
    model = LogisticRegression(C=params["C"], random_state=params["seed"]).fit(train_x, train_y)
    accuracy = float(model.score(test_x, test_y))
    os.makedirs("models", exist_ok=True)
    pd.Series(model.coef_[0]).round(6).to_csv("models/coefficients.csv")
    with open("metrics.json", "w") as file:
        json.dump({"accuracy": accuracy}, file)
    if os.environ.get("MLFLOW_TRACKING_URI"):
        record(model, params, accuracy, frame, train_x)


def record(model, params, accuracy, frame, train_x):
    import mlflow
    import sklearn
    from mlflow.models import infer_signature

    with open("dvc.lock") as file:
        lock = yaml.safe_load(file)
    digest = lock["stages"]["prepare"]["outs"][0]["md5"]
    mlflow.set_experiment("churn")
    with mlflow.start_run():
        mlflow.log_params(params)
        mlflow.log_metric("accuracy", accuracy)
        data = mlflow.data.from_pandas(frame, source=PATH, name="prepared", digest=digest)
        mlflow.log_input(data, context="training")
        if "--register" in sys.argv:
            signature = infer_signature(train_x, model.predict(train_x))
            needs = [f"scikit-learn=={sklearn.__version__}"]
            mlflow.sklearn.log_model(
                model, name="model", signature=signature, registered_model_name="churn", pip_requirements=needs
            )


if __name__ == "__main__":
    main()
'''
PREPARE = '''"""Drop incomplete records."""

import pandas as pd

if __name__ == "__main__":
    pd.read_csv("data/raw.csv").dropna().to_csv("data/prepared.csv", index=False)
'''
PIPELINE = """stages:
  prepare:
    cmd: python src/prepare.py
    deps: [src/prepare.py, data/raw.csv]
    outs: [data/prepared.csv]
  train:
    cmd: python src/train.py
    deps: [src/train.py, data/prepared.csv]
    params: [train.C, train.seed]
    outs: [models]
    metrics:
      - metrics.json:
          cache: false
"""
FILES = {
    "src/train.py": TRAIN,
    "src/prepare.py": PREPARE,
    "dvc.yaml": PIPELINE,
    "params.yaml": "train:\n  C: 1.0\n  seed: 7\n",
    "data/raw.csv": "age,calls,label\n"
    + "".join(f"{20 + n % 50},{n * 7 % 30},{int(n % 50 + n * 13 % 30 > 40)}\n" for n in range(200)),
    "data/.gitignore": "/raw.csv\n/prepared.csv\n",
    ".gitignore": "/models\n",
}
TAGS = {
    "owner": "risk-team",
    "promoted_by": "ci-bot",
    "promoted_at": "2026-01-02T03:04:05+00:00",
    "promotion_reason": "accuracy above the champion's",
    "approved_by": "ada",
    "model_card": "docs/model-card.md",
}


def environment(**more: str) -> dict[str, str]:
    """Return the environment in which the project's own tools run."""
    path = os.pathsep.join((str(PYTHON.parent), os.environ["PATH"]))
    quiet = {
        "DVC_NO_ANALYTICS": "1",
        "MLFLOW_DISABLE_TELEMETRY": "true",
        "DO_NOT_TRACK": "1",
        "MLFLOW_SERVER_ENABLE_JOB_EXECUTION": "false",
    }
    return {"PATH": path, "HOME": os.environ["HOME"], "GIT_CONFIG_NOSYSTEM": "1", **quiet, **more}


def run(folder: Path, *command: str, **more: str) -> None:
    """Run a tool of the project."""
    done = subprocess.run(command, cwd=folder, env=environment(**more), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


class Tracker:
    """The REST interface of a tracking server, as a client of it uses it."""

    def __init__(self, address: str) -> None:
        self.address = address

    def post(self, path: str, **body: Any) -> Any:
        """Ask for a change."""
        return self._call("POST", path, body)

    def patch(self, path: str, **body: Any) -> Any:
        """Change something that is there."""
        return self._call("PATCH", path, body)

    def delete(self, path: str, **body: Any) -> Any:
        """Take something away."""
        return self._call("DELETE", path, body)

    def get(self, path: str, **query: str) -> Any:
        """Ask for something."""
        answer = requests.get(f"{self.address}/api/2.0/mlflow/{path}", params=query, timeout=60)
        assert answer.ok, answer.text
        return answer.json()

    def upload(self, path: str, content: bytes) -> None:
        """Write one artifact through the server."""
        answer = requests.put(f"{self.address}/api/2.0/mlflow-artifacts/artifacts/{path}", data=content, timeout=60)
        assert answer.ok, answer.text

    def file(self, version: str, path: str) -> bytes:
        """Read one file of a registered version."""
        query = {"name": MODEL, "version": version, "path": path}
        return requests.get(f"{self.address}/model-versions/get-artifact", params=query, timeout=60).content

    def promote(self, version: str) -> None:
        """Let a version serve, with everything that should be recorded of it."""
        for key, value in TAGS.items():
            self.post("model-versions/set-tag", name=MODEL, version=version, key=key, value=value)
        self.patch("model-versions/update", name=MODEL, version=version, description="Predicts churn")
        self.post("registered-models/alias", name=MODEL, alias="champion", version=version)

    def _call(self, method: str, path: str, body: dict[str, Any]) -> Any:
        answer = requests.request(method, f"{self.address}/api/2.0/mlflow/{path}", json=body, timeout=60)
        assert answer.ok, answer.text
        return answer.json()


@dataclass(frozen=True)
class Project:
    """Where everything is."""

    folder: Path
    remote: Path
    tracker: Tracker
    commit: str
    """The one that the serving version was trained from."""


@contextmanager
def served(folder: Path) -> Iterator[Tracker]:
    """Run a real tracking server on an empty database; it answers when this yields."""
    folder.mkdir()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        str(PYTHON), "-m", "mlflow", "server", "--host", "127.0.0.1", "--port", str(port), "--workers", "1",
        "--backend-store-uri", f"sqlite:///{folder}/mlflow.db", "--artifacts-destination", str(folder / "artifacts"),
    ]  # fmt: skip
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(
            command, cwd=folder, env=environment(), stdout=log, stderr=log, start_new_session=True
        )
    try:
        _wait(server, f"http://127.0.0.1:{port}/health", folder / "log")
        yield Tracker(f"http://127.0.0.1:{port}")
    finally:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()


def _wait(server: "subprocess.Popen[bytes]", address: str, log: Path) -> None:
    for _ in range(1200):
        assert server.poll() is None, log.read_text()
        try:
            requests.get(address, timeout=1)
        except requests.RequestException:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(log.read_text())


def build(folder: Path, tracker: Tracker, more: Mapping[str, str] = MappingProxyType({})) -> Project:
    """Train, commit, push, and train again under the tracker from the commit; `more` are files beside `FILES`."""
    place, remote = folder / "project", folder / "remote"
    place.mkdir()
    remote.mkdir()
    git(place, "init", "--quiet", "--initial-branch=main", "--template=")
    write(place, {**FILES, **more})
    dvc = str(PYTHON.parent / "dvc")
    run(place, dvc, "init", "--quiet")
    run(place, dvc, "remote", "add", "--default", "store", str(remote))
    run(place, dvc, "add", "--quiet", "data/raw.csv")
    run(place, dvc, "repro", "--quiet")
    run(place, dvc, "push", "--quiet")
    head = commit_all(place, "Train churn")
    git(place, "tag", "v1")
    run(place, str(PYTHON), "src/train.py", "--register", MLFLOW_TRACKING_URI=tracker.address)
    assert git(place, "status", "--porcelain") == ""
    first = tracker.get("model-versions/get", name=MODEL, version="1")["model_version"]
    source = {name: first[name] for name in ("source", "run_id")} | {"model_id": first["source"].rpartition("/")[2]}
    tracker.post("model-versions/create", name=MODEL, **source)
    tracker.promote("2")
    return Project(place, remote, tracker, head)


def commit_all(folder: Path, message: str) -> str:
    """Commit everything that git is not told to ignore, and return the commit."""
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", message)
    return git(folder, "rev-parse", "HEAD")


def copy(project: Project, folder: Path) -> Project:
    """Copy the repository and the remote, so that one of them can be broken; the server is shared."""
    shutil.copytree(project.folder, folder / "project", symlinks=True)
    shutil.copytree(project.remote, folder / "remote")
    return Project(folder / "project", folder / "remote", project.tracker, project.commit)
