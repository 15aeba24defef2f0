"""From a clone to a registered challenger, once; then the same commands have nothing to do. Offline."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
import yaml

PROJECT = Path(__file__).parents[2]
COPIED = (
    "src",
    "conf",
    "contracts",
    "inbox",
    ".dvc/config",
    ".dvc/.gitignore",
    ".dvcignore",
    ".gitignore",
    "dvc.yaml",
    "params.yaml",
    "Makefile",
)

pytestmark = pytest.mark.slow


class Clone:
    """A repository of its own with the project at its root or in a folder of it."""

    def __init__(self, repository: Path, folder: str) -> None:
        self.root = repository / folder
        self.said = ""
        self.environment = {
            **os.environ,
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            "PYTHONPATH": str(self.root / "src"),
            "GIT_CONFIG_GLOBAL": os.devnull,
            **{
                f"GIT_{who}_{what}": "team@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
            },
            # Whatever would go out meets a closed port.
            **dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"), "http://127.0.0.1:9"),
        }
        for name in COPIED:
            target = self.root / name
            target.parent.mkdir(parents=True, exist_ok=True)
            source = PROJECT / name
            if source.is_dir():
                shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(source, target)
        subprocess.run(["git", "init", "--quiet", str(repository)], check=True, env=self.environment)
        self.run("git", "add", "--all")
        self.run("git", "commit", "--quiet", "--message", "Begin")

    def run(self, *words: str, fails: bool = False) -> str:
        done = subprocess.run(words, cwd=self.root, env=self.environment, capture_output=True, text=True, check=False)
        assert (done.returncode != 0) == fails, done.stdout + done.stderr
        return done.stdout + done.stderr

    def churn(self, *words: str, fails: bool = False) -> str:
        return self.run(sys.executable, "-m", "churn.cli.main", *words, fails=fails)

    def change(self, old: str, new: str) -> None:
        file = self.root / "params.yaml"
        text = file.read_text()
        assert old in text
        file.write_text(text.replace(old, new, 1))

    def report(self, name: str) -> Any:
        return json.loads((self.root / "reports" / f"{name}.json").read_text())


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Clone:
    made = Clone(tmp_path_factory.mktemp("clone") / "team", "")
    made.said = made.churn("task", "run", "train", "--profile", "smoke", "--device", "cpu", "--register", "--commit")
    return made


def test_it_works_in_a_folder_of_a_larger_repository(tmp_path: Path) -> None:
    clone = Clone(tmp_path / "company", "ml/churn")
    assert "Running stage 'acquire'" in clone.churn("task", "run", "acquire")
    assert "Running stage" not in clone.churn("task", "run", "acquire")
    assert clone.run("git", "status", "--porcelain").split() == ["??", "ml/churn/dvc.lock"]


def test_the_pipeline_ends_with_a_challenger(clone: Clone) -> None:
    assert "churn version 1" in clone.said
    metrics = clone.report("metrics")
    assert metrics["auc"] >= 0.78
    assert metrics["share_of_oracle"] > 0.93
    assert metrics["auc"] >= metrics["members"]["trees"]["auc"]
    assert metrics["ece"] <= 0.02
    assert clone.report("validation")["faults"] == {}
    assert clone.run("git", "status", "--porcelain", "--", ".") == ""
    assert not list(clone.root.rglob("*.pkl"))


def test_the_second_time_nothing_runs(clone: Clone) -> None:
    started = time.perf_counter()
    said = clone.churn("task", "run", "train", "--profile", "smoke", "--device", "cpu", "--register")
    assert "nothing changed" in said
    assert "Running stage" not in said
    assert time.perf_counter() - started < 15  # 3 s on an idle machine


def test_a_version_leads_back_to_months_of_data(clone: Clone) -> None:
    traced = json.loads(clone.churn("model", "trace", "@challenger"))
    lock = yaml.safe_load(clone.run("git", "show", f"{traced['commit']}:./dvc.lock"))
    outs = {out["path"]: out["md5"] for stage in lock["stages"].values() for out in stage["outs"]}
    assert traced["dirty"] is False
    assert [one["context"] for one in traced["datasets"]] == ["training", "validation", "evaluation"]
    remote = clone.root.parent / ".dvc-remote" / "files" / "md5"
    for one in traced["datasets"]:
        md5 = one["source"]["md5"]
        assert outs[one["source"]["path"]] == md5
        assert (remote / md5[:2] / md5[2:]).is_file()
    train = traced["datasets"][0]["covers"]
    assert (train["first_month"], train["last_month"], train["months"]) == ("2024-07", "2026-01", 19)
    assert 38 < train["label_delay_days"] < 39


def test_the_run_is_recorded_with_parameters_metrics_and_machine(clone: Clone) -> None:
    with sqlite3.connect(clone.root / "mlflow.db") as store:
        metrics = dict(store.execute("SELECT key, value FROM latest_metrics").fetchall())
        params = dict(store.execute("SELECT key, value FROM params").fetchall())
        digests = dict(store.execute("SELECT name, digest FROM datasets").fetchall())
    assert metrics["auc"] == pytest.approx(clone.report("metrics")["auc"])
    assert {
        "mlp.valid_loss",
        "ftt.valid_loss",
        "members.trees.auc",
        "system/cpu_utilization_percentage",
    } <= metrics.keys()
    assert params["smoke.data.customers"] == "2000"
    assert not any(name.startswith("full.") for name in params)
    assert digests.keys() == {"train", "valid", "test"}


def test_the_registered_model_scores_like_the_folder(clone: Clone) -> None:
    program = """
import numpy as np, pyarrow.parquet as pq, mlflow
from pathlib import Path
from churn.core import artifact, spec
from churn.core.encode import encode
mlflow.set_tracking_uri("sqlite:///mlflow.db")
table = pq.read_table("data/features/test.parquet").slice(0, 200)
model = mlflow.pyfunc.load_model("models:/churn@challenger")
assert len(model.metadata.signature.inputs.inputs) == 27
scores = model.predict(table.select(spec.FEATURES).to_pandas())
assert np.abs(scores - artifact.load(Path("models/composite")).predict(encode(table))).max() < 1e-9
"""
    clone.run(sys.executable, "-c", program)


def test_lists_and_cards_are_printed(clone: Clone) -> None:
    assert "@challenger" in clone.churn("model", "list")
    assert "rows for training" in clone.churn("data", "card")
    assert "| composite |" in (clone.root / "reports" / "model_card.md").read_text()
    assert "customers in state/online.db" in clone.churn("data", "online")
    assert "has no version 9" in clone.churn("model", "trace", "9", fails=True)


def test_bad_data_stops_the_pipeline_and_the_model_stays(clone: Clone) -> None:
    before = (clone.root / "models/composite/model.json").read_bytes()
    clone.change('scenario: ""', "scenario: schema_break")
    said = clone.churn("task", "run", "validate", fails=True)
    assert "of the rows are in quarantine; at most 2% are allowed" in said
    assert "Traceback" not in said
    assert (clone.root / "models/composite/model.json").read_bytes() == before
    clone.change("scenario: schema_break", 'scenario: ""')
    clone.churn("task", "run", "validate")


def test_an_unfair_world_fails_the_gate(clone: Clone) -> None:
    clone.change("bias: 0.0", "bias: 0.3")
    said = clone.churn("task", "run", "evaluate", fails=True)
    assert "evaluate: gender: selection rates have a ratio of" in said
    clone.change("bias: 0.3", "bias: 0.0")
