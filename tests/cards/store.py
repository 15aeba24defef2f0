"""A file store with one version, written by hand: a card of it takes no server."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from maturity import cli
from maturity.model.card import Card
from tests.repository import Content, write

RUN = "a1"
ARTIFACTS = f"1/{RUN}/artifacts"


def make(folder: Path, commit: str = "", files: Mapping[str, Content] | None = None) -> Path:
    """Write a store whose model `churn` has one version, from a run at a commit; `files` are added below the store."""
    store = folder / "mlruns"
    run = f"run_id: {RUN}\nstatus: 3\nstart_time: 1799990000000\nend_time: 1799990060000\nlifecycle_stage: active\n"
    place = (store / ARTIFACTS).as_uri()
    held: dict[str, Content] = {
        "1/meta.yaml": "name: churn\nexperiment_id: '1'\nlifecycle_stage: active\n",
        f"1/{RUN}/meta.yaml": f"{run}artifact_uri: {place}\n",
        f"1/{RUN}/metrics/auc": "1 0.9 0\n",
        f"1/{RUN}/tags/mlflow.source.git.commit": commit or None,
        f"{ARTIFACTS}/model/MLmodel": "flavors:\n  sklearn: {}\n",
        "models/churn/meta.yaml": "name: churn\n",
        "models/churn/aliases/champion": "1",
        "models/churn/version-1/meta.yaml": f"version: 1\nname: churn\nrun_id: {RUN}\nsource: {place}/model\n",
    }
    write(store, {path: content for path, content in (held | dict(files or {})).items() if content is not None})
    return store


def card(capfd: pytest.CaptureFixture[str], store: Path, *words: object) -> Card:
    """Return the card of that version, as JSON tells it."""
    code, out, err = told(capfd, store, *words, "--format", "json")
    assert code == 0, err
    return Card.model_validate_json(out)


def told(capfd: pytest.CaptureFixture[str], store: Path, *words: object) -> tuple[int, str, str]:
    """Return what the command for that version ends with and prints."""
    code = cli.main(["card", "models:/churn@champion", *map(str, words), "--mlflow", str(store)])
    shown = capfd.readouterr()
    return code, shown.out, shown.err
