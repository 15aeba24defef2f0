"""A model is followed from the registry to its data, all of it real; then each link is broken in turn, and named."""

import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from maturity.assess import assess
from maturity.cli import main
from maturity.configuration.layers import given
from maturity.model.assessment import Assessment
from maturity.model.finding import Finding
from maturity.request import Request
from tests.e2e.live_breaks import (
    AFTER_A_QUARTER,
    BREAKS,
    EMPTY,
    NOTHING_TO_ASK,
    RERUN,
    object_corrupted,
    object_deleted,
)
from tests.e2e.live_project import MODEL, PYTHON, Project, build, commit_all, copy, served

pytestmark = pytest.mark.slow

OPEN = {"server-authenticated"}
"""What cannot pass here: the test's own server asks nobody to log in."""
LIVE = {
    *("models-in-registry", "dvc-lock-in-sync", "dvc-data-in-remote", "dvc-history-in-remote", "dvc-objects-intact"),
    *("dvc-orphans-bounded", "versions-record-environment", "rerun-reproduces", "runs-complete", "runs-record-commit"),
    *("runs-record-dataset", "versions-link-runs", "commit-in-repository", "data-retrievable", "dataset-matches"),
    *("audit-trail", "serving-freshness", "versions-described", "no-secrets-in-runs", "versions-have-card"),
    *("versions-have-signature", "rollback-available", "server-authenticated", "promotion-approved"),
}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """Train, register, push, and reproduce once."""
    folder = tmp_path_factory.mktemp("live")
    with served(folder / "server") as tracker:
        trained = build(folder, tracker)
        record = trained.folder / ".maturity" / "reproductions" / "churn.json"
        record.parent.mkdir(parents=True)
        assert reproduce(trained, "--output", str(record)) == 0
        commit_all(trained.folder, "Keep the record of the re-run")
        yield trained


def reproduce(project: Project, *more: str) -> int:
    words = ["reproduce", f"models:/{MODEL}@champion", str(project.folder), "--mlflow", project.tracker.address]
    words += ["--dvc-remote", str(project.remote), "--python", str(PYTHON), "--yes"]
    return main([*words, "--log", str(project.remote.parent / "rerun.log"), *more])


def scan(project: Project, *, days: int = 0, store: str = "") -> Assessment:
    """Scan it as it is, or some days later, or with another store than the server's."""
    sources = {"sources.mlflow": store or project.tracker.address, "sources.dvc-remote": str(project.remote)}
    named = tuple(given(key, value, key) for key, value in sources.items())
    now = datetime.now(UTC) + timedelta(days=days)
    return assess(Request(target=str(project.folder), cache=False, configuration=named), now=now)


def live_findings(assessment: Assessment) -> dict[str, Finding]:
    return {finding.rule: finding for finding in assessment.findings if finding.rule in LIVE}


def failing(assessment: Assessment) -> set[str]:
    return {rule for rule, finding in live_findings(assessment).items() if finding.status != "pass"} - OPEN


def test_every_live_rule_passes(project: Project) -> None:
    assessment = scan(project)
    findings = live_findings(assessment)
    assert findings.keys() == LIVE
    assert {rule for rule, finding in findings.items() if finding.status != "pass"} == OPEN
    assert [(source.kind, source.state) for source in assessment.sources] == [
        ("git", "read"),
        ("mlflow", "read"),
        ("dvc", "read"),
    ]
    (lineage,) = assessment.evidence.lineage
    assert (lineage.model, lineage.version, lineage.aliases) == (MODEL, "2", ("champion",))
    assert [(link.link, link.state) for link in lineage.links] == [
        (name, "proved") for name in ("run", "commit", "reachable", "lock", "objects", "dataset")
    ]
    assert lineage.links[1].detail.en == f"commit {project.commit[:12]}"


@pytest.mark.parametrize("broken", BREAKS)
def test_what_is_broken_is_named_and_nothing_else(broken: str, project: Project, tmp_path: Path) -> None:
    spoiled = copy(project, tmp_path)
    breaks, expected = BREAKS[broken]
    with breaks(spoiled) as place:
        assessment = scan(spoiled)
    findings = live_findings(assessment)
    told = {rule: findings[rule].status for rule in failing(assessment)}
    silent = NOTHING_TO_ASK.get(broken, set())
    assert told == dict.fromkeys(expected, "fail") | dict.fromkeys(silent, "not-applicable")
    places = {
        f"{one.path or one.uri}:{one.line}" if one.line else one.path or one.uri
        for rule in expected - RERUN
        for one in findings[rule].evidence
    }
    assert place in places


def test_a_quarter_in_which_nobody_does_anything(project: Project) -> None:
    findings = live_findings(scan(project, days=100))
    told = {rule: found.status for rule, found in findings.items() if found.status != "pass" and rule not in OPEN}
    assert told == AFTER_A_QUARTER


def test_a_registry_in_which_nothing_is(project: Project, tmp_path: Path) -> None:
    store = tmp_path / "mlflow.db"
    with (
        closing(sqlite3.connect(project.remote.parent / "server" / "mlflow.db")) as served,
        closing(sqlite3.connect(store)) as empty,
    ):
        served.backup(empty)
        for table in ("registered_model_aliases", "model_version_tags", "model_versions", "registered_models"):
            empty.execute(f"DELETE FROM {table}")
        empty.commit()
    findings = live_findings(scan(project, store=f"sqlite:///{store}"))
    assert {rule for rule, found in findings.items() if found.status == "fail"} == {EMPTY, *RERUN}


def test_a_model_that_cannot_be_reproduced(
    project: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = "python -c \"import json; json.dump({'accuracy': 0.1}, open('metrics.json', 'w'))\""
    assert reproduce(project, "--command", other, "--output", str(tmp_path / "record.json")) == 1
    record = json.loads((tmp_path / "record.json").read_text())
    assert (record["reproduced"], record["metrics"][0]["rerun"]) == (False, 0.1)
    assert reproduce(project, "--command", "true", "--output", str(tmp_path / "record.json")) == 1
    record = json.loads((tmp_path / "record.json").read_text())
    assert record["metrics"][0]["rerun"] is None  # what came with the commit is no result
    assert reproduce(project, "--command", "exit 7", "--output", str(tmp_path / "none.json")) == 1
    assert not (tmp_path / "none.json").exists()
    said = capsys.readouterr().err
    assert f"this runs the project's own code with your rights: `exit 7` at commit {project.commit[:12]}" in said
    assert "`exit 7` failed at commit" in said


def test_data_that_the_remote_lost_or_changed_stops_a_rerun(
    project: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for spoil, words in ((object_corrupted, "hashes to "), (object_deleted, "is missing")):
        spoiled = copy(project, tmp_path / words.split()[0])
        with spoil(spoiled) as place:
            assert reproduce(spoiled) == 3
            assert f"data/raw.csv: the object {place} {words}" in capsys.readouterr().err


def test_a_record_that_was_edited_is_not_believed(project: Project, tmp_path: Path) -> None:
    spoiled = copy(project, tmp_path)
    record = spoiled.folder / ".maturity" / "reproductions" / "churn.json"
    record.write_text(record.read_text().replace(project.commit, "0" * 40))
    assert failing(scan(spoiled)) == {"rerun-reproduces"}


def test_a_remote_that_is_gone_leaves_the_rest(project: Project, tmp_path: Path) -> None:
    spoiled = copy(project, tmp_path)
    shutil.rmtree(spoiled.remote)
    report = tmp_path / "report.json"
    words = ["scan", str(spoiled.folder), "--mlflow", project.tracker.address, "--dvc-remote", str(spoiled.remote)]
    assert main([*words, "--format", "json", "--output", str(report)]) == 3
    assessment = Assessment.model_validate_json(report.read_text())
    assert {source.kind: source.state for source in assessment.sources} == {
        "git": "read",
        "mlflow": "read",
        "dvc": "unreadable",
    }
    findings = live_findings(assessment)
    unknown = {rule for rule, finding in findings.items() if finding.status == "unknown"}
    assert unknown == {rule for rule in LIVE if rule.startswith("dvc-")} | {"data-retrievable"}
