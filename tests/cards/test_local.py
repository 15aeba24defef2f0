"""Artifacts of a store on this machine: those below the folder that was named, small, through no link, no weights."""

import base64
import os
from pathlib import Path

import pytest

from maturity.model.card import Card, Picture
from tests.cards import store
from tests.cards.store import ARTIFACTS
from tests.repository import Content

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
TABLE = "slice,auc\nyoung,0.7\n"


def remarks(card: Card) -> str:
    return "\n".join(one.en for one in card.remarks)


def pictures(card: Card) -> tuple[Picture, ...]:
    value = card.entry("graphics").value
    return value.pictures if value is not None and value.kind == "pictures" else ()


def test_pictures_and_tables_of_a_folder(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    files: dict[str, Content] = {f"{ARTIFACTS}/plots/roc.png": PNG, f"{ARTIFACTS}/reports/slices.csv": TABLE}
    card = store.card(capfd, store.make(tmp_path, files=files))
    assert [(one.name, base64.b64decode(one.content)) for one in pictures(card)] == [("plots/roc.png", PNG)]
    assert card.rows("slices") == (("young", "0.7"),)
    assert "artifact" not in remarks(card)


def test_weights_and_what_only_looks_like_a_table_are_not_read(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    files = {
        f"{ARTIFACTS}/model/weights.csv": "w\nsecret\n",
        f"{ARTIFACTS}/checkpoints/metrics.csv": "w\nsecret\n",
        f"{ARTIFACTS}/booster.json": '{"columns": ["w"], "data": [["secret"]]}',
        f"{ARTIFACTS}/slices.pkl": "secret",
        f"{ARTIFACTS}/plots/roc.png": "secret: no picture",
    }
    card = store.card(capfd, store.make(tmp_path, files=files))
    assert "secret" not in card.model_dump_json()
    assert pictures(card) == ()


def test_links_are_not_followed_and_pipes_not_waited_for(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    mlruns = store.make(tmp_path, files={f"{ARTIFACTS}/slices.csv": TABLE})
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "metrics.csv").write_text("what,value\nsecret,1\n")
    artifacts = mlruns / ARTIFACTS
    (artifacts / "metrics.csv").symlink_to(outside / "metrics.csv")
    (artifacts / "reports").symlink_to(outside)
    os.mkfifo(artifacts / "groups.csv")
    card = store.card(capfd, mlruns)
    assert card.rows("slices") == (("young", "0.7"),)
    assert "secret" not in card.model_dump_json()
    assert "artifact metrics.csv was not read: it is a link" in remarks(card)
    assert "artifact groups.csv was not read: it is not a regular file" in remarks(card)


def test_what_is_too_large_is_left_out(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    large = PNG + bytes(600 << 10)
    long = TABLE + "x,1\n" * 400_000
    files: dict[str, Content] = {f"{ARTIFACTS}/plots/large.png": large, f"{ARTIFACTS}/slices.csv": long}
    card = store.card(capfd, store.make(tmp_path, files=files))
    assert (card.entry("graphics").value, card.entry("slices").value) == (None, None)


@pytest.mark.parametrize(
    ("place", "reason"),
    [
        ("{outside}", "keeps them outside its folder, where nothing is read"),
        ("file:///etc", "keeps them outside its folder, where nothing is read"),
        ("../outside", "keeps them outside its folder, where nothing is read"),
        ("s3://bucket/run", "keeps them at an address that is not read from here (s3)"),
        ("mlflow-artifacts:/1/a1/artifacts", "keeps them at an address that is not read from here (mlflow-artifacts)"),
    ],
)
def test_an_address_that_the_store_names_elsewhere_is_text(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], place: str, reason: str
) -> None:
    mlruns = store.make(tmp_path)
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "slices.csv").write_text(TABLE)
    record = mlruns / "1/a1/meta.yaml"
    kept = [line for line in record.read_text().splitlines() if not line.startswith("artifact_uri")]
    record.write_text("\n".join([*kept, f"artifact_uri: {place.format(outside=outside.as_uri())}"]) + "\n")
    card = store.card(capfd, mlruns)
    assert card.entry("slices").value is None
    assert f"the artifacts of its run were not looked at: it {reason}" in remarks(card)
