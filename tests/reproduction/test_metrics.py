"""Metrics are found where pipelines put them, and compared only with what was recorded."""

from pathlib import Path

import pytest

from maturity.model.reproduction import ComparedMetric
from maturity.model.tracking import RawRun
from maturity.reproduction.metrics import compare, forget, of_files, of_runs
from tests.repository import write


def test_files_that_pipelines_declare(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "dvc.yaml": (
                "metrics: [all.yaml]\nstages:\n"
                "  train:\n    cmd: x\n    metrics:\n      - m.json:\n          cache: false\n"
                "  eval:\n    cmd: x\n    wdir: out\n    metrics: [e.toml]\n"
                "  each:\n    foreach: [a]\n    do:\n      cmd: x\n      metrics: [gone.json]\n"
            ),
            "all.yaml": "loss: 0.25\nname: churn\n",
            "m.json": '{"test": {"accuracy": 0.9, "flag": true}, "bad": NaN}',
            "out/e.toml": "auc = 0.8\n",
            "sub/dvc.yaml": "stages:\n  t:\n    cmd: x\n    metrics: [s.json]\n",
            "sub/s.json": "[1, 2",
        },
    )
    (tmp_path / "gone.json").symlink_to("/etc/hostname")
    assert of_files(tmp_path, ["dvc.yaml", "sub/dvc.yaml"]) == {"loss": 0.25, "test.accuracy": 0.9, "auc": 0.8}


def test_what_came_with_the_commit_is_no_result(tmp_path: Path) -> None:
    paths = ["m.json", "../mine.json", "out/m.json", "/etc/hostname"]
    project = tmp_path / "project"
    write(tmp_path, {"mine.json": '{"auc": 1.0}', "elsewhere/m.json": '{"auc": 2.0}', "project/m.json": '{"auc": 3.0}'})
    write(project, {"dvc.yaml": f"metrics: {paths}\n", "sub/dvc.yaml": "a: ["})
    (project / "out").symlink_to(tmp_path / "elsewhere")
    pipelines = ["dvc.yaml", "sub/dvc.yaml"]
    assert of_files(project, pipelines) == {"auc": 3.0}
    forget(project, pipelines)
    assert of_files(project, pipelines) == {}
    assert (tmp_path / "mine.json").exists()
    assert (tmp_path / "elsewhere/m.json").exists()


def test_runs_of_the_re_run() -> None:
    first = RawRun(id="a", started=1, metrics={"loss": 0.5, "auc": 0.7, "odd": float("inf")})
    later = RawRun(id="b", started=2, metrics={"loss": 0.25})
    assert of_runs([later, first]) == {"loss": 0.25, "auc": 0.7}


def metric(name: str, recorded: float, rerun: float | None, *, within: bool) -> ComparedMetric:
    return ComparedMetric(name=name, recorded=recorded, rerun=rerun, within=within)


def test_what_was_recorded_is_compared() -> None:
    recorded = {"accuracy": 0.9, "loss": 0.2, "gone": 1.0, "system/cpu": 3.0, "odd": float("nan")}
    rerun = {"test.accuracy": 0.9004, "loss": 0.3, "more": 1.0}
    assert compare(recorded, rerun, (), 0.001) == (
        metric("accuracy", 0.9, 0.9004, within=True),
        metric("gone", 1.0, None, within=False),
        metric("loss", 0.2, 0.3, within=False),
    )
    assert compare(recorded, rerun, ("accuracy", "never"), 0.001) == (metric("accuracy", 0.9, 0.9004, within=True),)


@pytest.mark.parametrize(
    ("now", "tolerance", "within"),
    [(100.0, 0, True), (100.0001, 0, False), (100.9, 0.01, True), (101.2, 0.01, False)],
)
def test_tolerance(now: float, tolerance: float, within: bool) -> None:
    (compared,) = compare({"m": 100.0}, {"m": now}, (), tolerance)
    assert compared.within is within


def test_a_name_that_ends_twice_is_not_guessed() -> None:
    (compared,) = compare({"accuracy": 0.9}, {"a.accuracy": 0.9, "b.accuracy": 0.1}, (), 0.1)
    assert compared.rerun is None
