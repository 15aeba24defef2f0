"""An assessment that a card takes: what it says, whether it is about this version, and what vouches for it."""

import hashlib
import json
from pathlib import Path
from typing import NamedTuple

import pytest

from maturity import cli
from maturity.model.card import Card
from tests.cards import store
from tests.commands.test_attest import key_pair
from tests.repository import build, commit


class World(NamedTuple):
    """A repository, its assessment, and a store whose run was made at the commit that was assessed."""

    project: Path
    commit: str
    assessment: Path
    digest: str
    mlruns: Path


@pytest.fixture
def world(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> World:
    project = build(tmp_path / "project", {"README.md": "churn\n"})
    assessed = commit(project, {"train.py": "print(1)\n"})
    assessment = tmp_path / "assessment.json"
    assert cli.main(["scan", str(project), "--format", "json", "--output", str(assessment)]) == 0
    capfd.readouterr()
    digest = hashlib.sha256(assessment.read_bytes()).hexdigest()
    return World(project, assessed, assessment, digest, store.make(tmp_path, assessed))


def evidence(card: Card) -> dict[str, str]:
    return {str(row[0]): str(row[1]) for row in card.rows("evidence")}


def remarks(card: Card) -> list[str]:
    return [remark.en for remark in card.remarks]


def test_what_the_assessment_says_is_what_the_card_says(world: World, capfd: pytest.CaptureFixture[str]) -> None:
    card = store.card(capfd, world.mlruns, world.project, "--assessment", world.assessment)
    stored = json.loads(world.assessment.read_bytes())
    told = evidence(card)
    assert told["assessment"] == f"sha256:{world.digest}"
    assert (told["level"], told["assessed"]) == (str(stored["level"]), stored["started"])
    assert (told["assessed commit"], told["commit of this version"]) == (world.commit, "yes")
    assert told["rules"] == stored["tool"]["catalog_digest"]
    assert told["genuine"].startswith("not told: give what 'maturity attest' wrote")
    assert ("assessment", f"sha256:{world.digest}") in [
        (one.kind, one.locator) for one in card.entry("evidence").sources
    ]
    assert not [one for one in remarks(card) if "assessment" in one]
    assert store.card(capfd, world.mlruns, world.project).entry("evidence").missing is not None


def test_an_assessment_of_another_commit_is_said_to_be(world: World, capfd: pytest.CaptureFixture[str]) -> None:
    other = commit(world.project, {"train.py": "print(2)\n"})
    (world.mlruns / "1/a1/tags/mlflow.source.git.commit").write_text(other)
    card = store.card(capfd, world.mlruns, world.project, "--assessment", world.assessment)
    assert evidence(card)["assessed commit"] == world.commit
    assert evidence(card)["commit of this version"] == f"no: the run names {other}"
    assert f"the assessment is of this version's commit: no: the run names {other}" in remarks(card)
    (world.mlruns / "1/a1/tags/mlflow.source.git.commit").unlink()
    card = store.card(capfd, world.mlruns, "--assessment", world.assessment)
    assert evidence(card)["commit of this version"] == "not told: the run names none"
    (world.project / "train.py").write_text("print(3)\n")
    assert cli.main(["scan", str(world.project), "--format", "json", "--output", str(world.assessment)]) == 0
    (world.mlruns / "1/a1/tags/mlflow.source.git.commit").write_text(other)
    capfd.readouterr()
    card = store.card(capfd, world.mlruns, "--assessment", world.assessment)
    assert evidence(card)["assessed commit"] == f"{other}, with uncommitted changes"
    assert evidence(card)["commit of this version"] == "yes, with uncommitted changes"


def test_a_promotion_vouches_for_it_by_its_digest(world: World, capfd: pytest.CaptureFixture[str]) -> None:
    tag = world.mlruns / "models/churn/version-1/tags/promotion_assessment"
    tag.parent.mkdir()
    for named, said in ((world.digest, "yes"), ("0" * 64, f"no: it names sha256:{'0' * 64}")):
        tag.write_text(f"sha256:{named}")
        card = store.card(capfd, world.mlruns, "--assessment", world.assessment)
        assert evidence(card)["named by the promotion"] == said
        assert any("named by the promotion" in one for one in remarks(card)) is (said != "yes")


def test_a_statement_vouches_for_it_by_its_signature(
    world: World, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    private, public = key_pair(tmp_path, "ours", "ed25519")
    _, other = key_pair(tmp_path, "other", "ed25519")
    signed = tmp_path / "statement.json"
    assert cli.main(["attest", str(world.assessment), "--key", str(private), "--output", str(signed)]) == 0
    capfd.readouterr()
    given = ("--assessment", world.assessment, "--statement", signed)
    card = store.card(capfd, world.mlruns, *given, "--key", public)
    told = evidence(card)
    checks = ("signed by the given key", "statement about this file, byte for byte", "statement says what it says")
    assert [told[check] for check in checks] == ["yes", "yes", "yes"]
    assert "genuine" not in told
    assert evidence(store.card(capfd, world.mlruns, *given))[checks[0]] == "was not checked: no key was given"
    world.assessment.write_text(world.assessment.read_text() + "\n")
    card = store.card(capfd, world.mlruns, *given, "--key", other)
    assert [evidence(card)[check] for check in checks] == ["no", "no", "yes"]
    assert "the assessment: signed by the given key: no" in remarks(card)


def test_another_assessment_is_another_card(world: World, capfd: pytest.CaptureFixture[str]) -> None:
    without = store.card(capfd, world.mlruns).digest
    first = store.card(capfd, world.mlruns, "--assessment", world.assessment).digest
    assert first == store.card(capfd, world.mlruns, "--assessment", world.assessment).digest
    world.assessment.write_text(world.assessment.read_text() + "\n")
    assert len({without, first, store.card(capfd, world.mlruns, "--assessment", world.assessment).digest}) == 3


def test_it_is_written_in_every_format(world: World, capfd: pytest.CaptureFixture[str]) -> None:
    for form in ("text", "markdown", "html"):
        out = store.told(capfd, world.mlruns, "--assessment", world.assessment, "--format", form)[1]
        assert world.digest in out, form


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{}", "is no assessment"),
        ("[" * 10_000, "is no assessment"),
        (None, "cannot be read: No such file or directory"),
    ],
)
def test_what_is_no_assessment_is_one_line(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], content: str | None, message: str
) -> None:
    file = tmp_path / "assessment.json"
    if content is not None:
        file.write_text(content)
    code, _, err = store.told(capfd, store.make(tmp_path), "--assessment", file)
    assert (code, message in err, len(err.strip().splitlines())) == (2, True, 1), err


def test_a_statement_without_its_assessment_is_refused(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    mlruns = store.make(tmp_path)
    code, _, err = store.told(capfd, mlruns, "--statement", tmp_path / "s.json")
    assert (code, "name it with --assessment FILE" in err) == (2, True)
    code, _, err = store.told(capfd, mlruns, "--assessment", tmp_path / "a.json", "--key", tmp_path / "k.pem")
    assert (code, "--key checks a statement" in err) == (2, True)
    assert cli.main(["card", "data", "data.csv", str(tmp_path), "--assessment", str(tmp_path / "a.json")]) == 2
    assert "card data: an assessment is of models" in capfd.readouterr().err
