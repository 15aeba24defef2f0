"""A file store that others wrote: links, tags of YAML, odd records and names are gaps, never more."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from maturity.errors import Unreadable
from maturity.model.settings import Settings
from maturity.model.tracking import RawTracking
from maturity.sources.mlflow import read
from tests.repository import write

META = "name: churn\nexperiment_id: '1'\nlifecycle_stage: active\n"
RUN = "run_id: {}\nstatus: 3\nstart_time: 1799990000000\nend_time: 1799990060000\nlifecycle_stage: active\n"
VERSION = "version: 1\nname: churn\nrun_id: a1\nsource: {}\n"


@pytest.fixture
def store(tmp_path: Path) -> Path:
    folder = tmp_path / "mlruns"
    files: dict[str, str | bytes | None] = {
        "1/meta.yaml": META,
        "1/a1/meta.yaml": RUN.format("a1"),
        "1/a1/params/depth": "6",
        "1/a1/params/nested/rate": "0.1",
        "1/a1/metrics/auc": "1 0.5 0\n2 0.9 1\n",
        "1/a1/tags/mlflow.source.git.commit": "a" * 40,
        "1/a1/artifacts/model/MLmodel": "signature:\n  inputs: '[1]'\n  outputs: '[1]'\n",
        "1/a1/artifacts/model/requirements.txt": "numpy\n",
        "models/churn/meta.yaml": "name: churn\naliases:\n  champion: 1\n",
        "models/churn/aliases/champion": "1",
        "models/churn/version-1/meta.yaml": VERSION.format((folder / "1/a1/artifacts/model").as_uri()),
    }
    write(folder, files)
    return folder


def look(folder: Path) -> RawTracking:
    return read(str(folder), Settings(), now=datetime.fromtimestamp(1_800_000_000, UTC), environment={})


def test_a_store_without_mlflow(store: Path) -> None:
    found = look(store)
    (run,) = found.runs
    assert (run.parameters, run.metrics) == ({"depth": "6", "nested/rate": "0.1"}, {"auc": 0.9})
    (version,) = found.models[0].versions
    assert version.artifacts == ("MLmodel", "requirements.txt")
    assert (version.signature is not None, version.requirements, found.gaps) == (True, ("numpy",), ())


@pytest.mark.parametrize("place", ["file:///etc", "/etc", "../../..", "s3://bucket/model", "http://host/model"])
def test_files_outside_the_store_are_not_looked_at(store: Path, place: str) -> None:
    (store / "models/churn/version-1/meta.yaml").write_text(VERSION.format(place))
    found = look(store)
    assert found.models[0].versions[0].artifacts is None
    assert [gap.reason for gap in found.gaps] == [
        "churn/1: its files were not all looked at: they lie outside the folder of the store, which is not read"
    ]


def test_links_are_not_followed(store: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "MLmodel").write_text("signature: {inputs: '[7]', outputs: '[7]'}")
    model = store / "1/a1/artifacts/model"
    (model / "MLmodel").unlink()
    (model / "MLmodel").symlink_to(secret / "MLmodel")
    (store / "1/a1/params/key").symlink_to(secret / "MLmodel")
    found = look(store)
    assert found.models[0].versions[0].signature is None
    reasons = " ".join(gap.reason for gap in found.gaps)
    assert "MLmodel: it is a link" in reasons
    assert "holds a run of which a file is a link" in reasons
    assert "7" not in reasons


def test_a_linked_folder_of_files_is_a_gap(store: Path, tmp_path: Path) -> None:
    model = store / "1/a1/artifacts/model"
    model.rename(tmp_path / "elsewhere")
    model.symlink_to(tmp_path / "elsewhere")
    found = look(store)
    assert found.models[0].versions[0].artifacts is None
    assert "their folder" in found.gaps[0].reason


def test_a_card_of_a_run_is_found_below_the_store_and_nowhere_else(store: Path, tmp_path: Path) -> None:
    place = RUN.format("a1") + "artifact_uri: {}\n"
    write(
        store,
        {"1/a1/meta.yaml": place.format((store / "1/a1/artifacts").as_uri()), "1/a1/artifacts/model_card.md": "#"},
    )
    assert look(store).models[0].versions[0].run_artifacts == ("model", "model_card.md")
    write(tmp_path, {"elsewhere/model_card.md": "#"})
    for uri in ((tmp_path / "elsewhere").as_uri(), "../elsewhere", "s3://bucket/run"):
        (store / "1/a1/meta.yaml").write_text(place.format(uri))
        found = look(store)
        assert found.models[0].versions[0].run_artifacts is None
        (gap,) = found.gaps
        assert gap.reason.startswith("churn/1: the artifacts of its run were not all listed: it keeps them ")
    (store / "1/a1/linked").symlink_to(tmp_path / "elsewhere")
    (store / "1/a1/meta.yaml").write_text(place.format((store / "1/a1/linked").as_uri()))
    (gap,) = look(store).gaps
    assert "not all listed: it lies behind a link" in gap.reason
    (store / "1/a1/meta.yaml").write_text(place.format((store / "1/a1/none").as_uri()))
    assert look(store).models[0].versions[0].run_artifacts == ()


@pytest.mark.parametrize(
    "content", ["!!python/object/apply:os.system ['touch x']", "[" * 60_000, "- a\n", "\0", "a: &a [*a]"]
)
def test_an_odd_record_hides_its_run_and_no_other(store: Path, content: str) -> None:
    write(store, {"1/b2/meta.yaml": content})
    found = look(store)
    assert [run.id for run in found.runs] == ["a1"]
    assert all(set(gap.hides) == {"run", "run-secret", "experiment"} for gap in found.gaps)


def test_a_pipe_is_not_waited_for(store: Path) -> None:
    os.mkfifo(store / "1/a1/tags/pipe")
    found = look(store)
    assert found.runs == ()
    assert any("holds a run of which a file is not a regular file" in gap.reason for gap in found.gaps)


def test_an_empty_folder_is_no_store(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="this is no file store of MLflow"):
        look(tmp_path)
