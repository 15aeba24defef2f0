"""Cards of data: what DVC recorded, what the cache holds, and what people wrote."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from maturity import cli
from maturity.model.card import Card
from tests.sources.dvc.projects import Project, dvc, make, snapshot

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return make(tmp_path_factory.mktemp("data"))


@pytest.fixture
def project(made: Project, tmp_path: Path) -> Project:
    return made.copy(tmp_path)


def told(capfd: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    code = cli.main(["card", "data", *map(str, words)])
    shown = capfd.readouterr()
    return code, shown.out, shown.err


def rows(card: Card, field: str) -> list[tuple[Any, ...]]:
    value = card.entry(field).value
    assert value is not None
    assert value.kind == "table"
    return list(value.rows)


def test_a_table(project: Project, capfd: pytest.CaptureFixture[str]) -> None:
    answers = "summary: Two columns of numbers.\ndata:\n  data/table.csv:\n    license: CC0-1.0\n"
    (project.folder / "data-card.yaml").write_text(answers)
    commit = snapshot(project.folder, "card")
    code, out, err = told(capfd, "data/table.csv", project.folder, "--format", "json")
    assert code == 0, err
    card = Card.model_validate_json(out)
    recorded = (project.folder / "data" / "table.csv.dvc").read_text()
    digest = next(row[1] for row in rows(card, "digest") if row[0] == "md5")
    assert digest in recorded
    assert rows(card, "schema") == [("a", "integer"), ("b", "integer")]
    assert rows(card, "profile") == [("a", "0", "2"), ("b", "0", "2")]
    assert [row[0] for row in rows(card, "history")] == ["v1"]
    assert rows(card, "history")[0][1] != digest  # the tag has other data than HEAD
    assert ("commit", commit) in rows(card, "source")
    licence, summary = card.entry("license").answer, card.entry("summary").answer
    assert licence is not None
    assert (licence.text, licence.locator, licence.commit) == ("CC0-1.0", "data-card.yaml:4", commit)
    assert summary is not None
    assert "personal-data" in card.completeness[0].missing


def test_a_table_of_parquet(
    project: Project, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write = (
        "import pyarrow as pa; from pyarrow import parquet\n"
        "parquet.write_table(pa.table({'age': [20, None], 'city': ['Bern', 'Basel']}), 'people.parquet')"
    )
    subprocess.run([sys.executable, "-c", write], cwd=project.folder / "data", check=True)
    dvc(project.folder, ["add", "data/people.parquet"])
    snapshot(project.folder, "people")
    code, out, err = told(capfd, "data/people.parquet", project.folder, "--format", "json")
    assert code == 0, err
    card = Card.model_validate_json(out)
    assert rows(card, "schema") == [("age", "int64"), ("city", "String")]
    assert rows(card, "profile") == [("age", "1", "-"), ("city", "0", "-")]
    assert card.lines("files")[0] == "2 rows, 2 columns in 1 row groups, as the footer says"
    assert "Bern" not in out, "what is in the data is not in its card"
    assert card.remarks == ()
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    card = Card.model_validate_json(told(capfd, "data/people.parquet", project.folder, "--format", "json")[1])
    assert card.entry("schema").value is None
    assert card.lines("files") == ("people.parquet",)
    assert "pip install 'maturity[parquet]'" in card.remarks[0].en


def test_a_folder_lists_its_files(project: Project, capfd: pytest.CaptureFixture[str]) -> None:
    code, out, _ = told(capfd, "data/images", project.folder, "--format", "markdown", "--lang", "zh")
    assert code == 0
    assert "# 数据卡" in out
    assert "3 files" in out
    assert "0/1.png" in out


def test_a_content_that_is_not_what_its_name_says_is_not_told(
    project: Project, capfd: pytest.CaptureFixture[str]
) -> None:
    for path in (project.folder / ".dvc" / "cache").rglob("*"):
        if path.is_file():
            path.chmod(0o644)
            path.write_bytes(b"x,y\n1,2\n")
    card = json.loads(told(capfd, "data/table.csv", project.folder, "--format", "json")[1])
    assert [one["value"] for one in card["entries"] if one["field"] in ("schema", "profile", "files")] == [None] * 3
    assert "holds something else under its name" in card["remarks"][0]["en"]


def test_what_the_cache_has_not_is_read_from_the_remote_that_is_named(
    project: Project, capfd: pytest.CaptureFixture[str]
) -> None:
    shutil.rmtree(project.folder / ".dvc" / "cache")

    def card(output: str, *words: object) -> Card:
        code, out, err = told(capfd, output, project.folder, "--format", "json", *words)
        assert code == 0, err
        return Card.model_validate_json(out)

    alone = card("data/table.csv")
    assert alone.entry("schema").value is None
    assert "its content was not looked at: in .dvc/cache it" in alone.remarks[0].en
    for remote in ("store", project.store):
        named = card("data/table.csv", "--dvc-remote", remote)
        assert rows(named, "schema") == [("a", "integer"), ("b", "integer")]
        assert named.remarks == ()
    assert "3 files" in card("data/images", "--dvc-remote", "store").lines("files")
    elsewhere = card("data/table.csv", "--dvc-remote", "s3://bucket/data")
    assert "nothing is fetched for a card from a remote that is no folder" in elsewhere.remarks[0].en
    code, _, err = told(capfd, "data/table.csv", project.folder, "--dvc-remote", "stroe")
    assert (code, "did you mean 'store'?" in err) == (2, True)


@pytest.mark.parametrize(
    ("output", "form", "message"),
    [
        ("data/none.csv", "text", "DVC tracks no such output at HEAD; it tracks data/images, data/table.csv"),
        ("data/table.csv", "cyclonedx", "--format cyclonedx: is for models; their document lists their data"),
    ],
)
def test_what_cannot_be_made_is_one_line(
    project: Project, capfd: pytest.CaptureFixture[str], output: str, form: str, message: str
) -> None:
    code, _, err = told(capfd, output, project.folder, "--format", form)
    assert (code, message in err, len(err.strip().splitlines())) == (2, True, 1)


def test_questions_about_data(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["card", "init", str(tmp_path), "--data"]) == 0
    content = (tmp_path / "data-card.yaml").read_text()
    assert "retention:" in content
    assert "oversight:" not in content
