"""The sample is a real repository that agrees with itself."""

import ast
import hashlib
from pathlib import Path

import pytest
import yaml

from tests.repository import git
from tests.sample.repository import HISTORY, SAMPLE, build


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("work") / "demo")


def test_the_history_is_the_same_on_every_machine(project: Path, tmp_path: Path) -> None:
    again = build(tmp_path / "demo")
    assert git(project, "rev-parse", "HEAD", "v0.1.0") == git(again, "rev-parse", "HEAD", "v0.1.0")
    assert git(project, "log", "--format=%s", "--reverse").splitlines() == [step.message for step in HISTORY]
    assert git(project, "tag").split() == ["v0.1.0", "v0.2.0"]


def test_nothing_is_left_uncommitted(project: Path) -> None:
    assert git(project, "status", "--porcelain") == ""


def test_every_folder_of_the_sample_is_a_step() -> None:
    assert sorted(folder.name for folder in SAMPLE.iterdir()) == [step.folder for step in HISTORY]


def test_the_remote_holds_the_data_that_the_pointer_names(project: Path) -> None:
    (out,) = yaml.safe_load((project / "data/customers.csv.dvc").read_text())["outs"]
    stored = project.parent / "storage/files/md5" / out["md5"][:2] / out["md5"][2:]
    data = stored.read_bytes()
    assert (hashlib.md5(data).hexdigest(), len(data)) == (out["md5"], out["size"])
    assert (project / "data/customers.csv").read_bytes() == data


def test_the_lock_agrees_with_what_is_committed(project: Path) -> None:
    pipeline = yaml.safe_load((project / "dvc.yaml").read_text())["stages"]
    locked = yaml.safe_load((project / "dvc.lock").read_text())["stages"]
    params = yaml.safe_load((project / "params.yaml").read_text())
    assert list(locked) == list(pipeline) == ["prepare", "train", "evaluate"]
    checked = 0
    for name, stage in locked.items():
        assert stage["cmd"] == pipeline[name]["cmd"]
        assert stage["params"]["params.yaml"] == {name: params[name]}
        assert [entry["path"] for entry in stage["deps"]] == pipeline[name]["deps"]
        for entry in stage["deps"] + stage["outs"]:
            file = project / entry["path"]
            if file.is_file():
                assert hashlib.md5(file.read_bytes()).hexdigest() == entry["md5"], entry["path"]
                checked += 1
    assert checked == 5


def test_the_code_of_the_sample_is_python(project: Path) -> None:
    files = sorted(project.rglob("*.py"))
    assert len(files) == 10
    for file in files:
        ast.parse(file.read_text(), feature_version=(3, 11))
