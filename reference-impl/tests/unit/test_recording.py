from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from churn.integrations import dvc_lineage, git, mlflow_run, training
from churn.integrations.settings import Settings

LOCK = """\
schema: '2.0'
stages:
  split:
    cmd: python -m churn.pipelines.split
    outs:
    - path: data/features/train.parquet
      hash: md5
      md5: 0123456789abcdef0123456789abcdef
      size: 12
  train:
    cmd: python -m churn.pipelines.train
    outs:
    - path: models/mlp
      hash: md5
      md5: 00112233445566778899aabbccddeeff.dir
      size: 34
      nfiles: 2
"""


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "dvc.lock").write_text(LOCK)
    return Settings(
        env="dev",
        mlflow_uri="sqlite:///mlflow.db",
        experiment="e",
        model_name="m",
        dvc_remote="local",
        state=Path("state"),
    )


def test_outputs_of_a_lock(settings: Settings) -> None:
    found = dvc_lineage.outputs()
    assert found["data/features/train.parquet"].md5 == "0123456789abcdef0123456789abcdef"
    assert found["models/mlp"] == dvc_lineage.Tracked("models/mlp", "00112233445566778899aabbccddeeff.dir", 34, "train")
    assert dvc_lineage.outputs(Path("absent.lock")) == {}


def test_only_the_profile_in_use_is_recorded() -> None:
    content = {"profile": "smoke", "smoke": {"data": {"months": 2}}, "full": {"data": {"months": 9}}, "seed": 1}
    assert mlflow_run.flat(content, skip="smoke") == {"profile": "smoke", "smoke.data.months": 2, "seed": 1}


def test_numbers_of_a_report() -> None:
    assert mlflow_run.numbers({"auc": 0.8, "n": 3, "kind": "mlp", "good": True, "members": {"mlp": {"auc": 0.7}}}) == {
        "auc": 0.8, "n": 3.0, "members.mlp.auc": 0.7,
    }  # fmt: skip


class Work:
    """What `training.run` calls, counted. The tools themselves are tested in tests/e2e."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.recorded, self.dirty, self.current = 0, False, True
        monkeypatch.setattr(mlflow_run, "record", self.record)
        monkeypatch.setattr(dvc_lineage, "repro", lambda **_: None)
        monkeypatch.setattr(dvc_lineage, "current", lambda: self.current)
        monkeypatch.setattr(git, "dirty", lambda: self.dirty)

    def record(self, settings: Settings, work: Any, *, profile: str) -> str:
        work()
        Path("mlflow.db").touch()
        self.recorded += 1
        return f"run{self.recorded}"


def go(settings: Settings) -> tuple[str, bool]:
    made, new = training.run(settings, "smoke", variables={}, commit=False)
    return made.run_id, new


def test_what_did_not_change_is_recorded_once(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    work = Work(monkeypatch)
    assert [go(settings), go(settings)] == [("run1", True), ("run1", False)]
    work.current = False
    assert go(settings) == ("run2", True)


def test_another_lock_is_recorded_again(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    Work(monkeypatch)
    go(settings)
    Path("dvc.lock").write_text(LOCK.replace("size: 12", "size: 13"))
    assert go(settings) == ("run2", True)


def test_a_run_with_changes_is_recorded_again_once_they_are_committed(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = Work(monkeypatch)
    work.dirty = True
    assert [go(settings), go(settings)] == [("run1", True), ("run1", False)]
    work.dirty = False
    assert [go(settings), go(settings)] == [("run2", True), ("run2", False)]


def test_a_store_that_is_gone_or_another_has_no_run(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    Work(monkeypatch)
    go(settings)
    Path("mlflow.db").unlink()
    assert training.last(settings) is None
    Path("mlflow.db").touch()
    assert training.last(settings) is not None
    assert training.last(settings.model_copy(update={"mlflow_uri": "https://elsewhere.example.org"})) is None


def test_a_registered_version_is_remembered(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    Work(monkeypatch)
    made, _ = training.run(settings, "smoke", variables={}, commit=False)
    known = replace(made, version="4")
    assert training.registered(settings, known) is known
