"""A model is followed from the registry to its data, all of it real; then each link is broken in turn, and named."""

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from maturity.assess import assess
from maturity.cli import main
from maturity.configuration.layers import given
from maturity.model.assessment import Assessment
from maturity.model.finding import Finding
from maturity.request import Request
from tests.e2e.live_project import MODEL, PYTHON, Project, build, commit_all, copy, served
from tests.repository import git, write

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("live")]

OPEN = {"server-authenticated"}
"""What cannot pass here: the test's own server asks nobody to log in."""
LIVE = {
    *("models-in-registry", "dvc-lock-in-sync", "dvc-data-in-remote", "dvc-history-in-remote", "dvc-objects-intact"),
    *("dvc-orphans-bounded", "versions-record-environment", "rerun-reproduces", "runs-complete", "runs-record-commit"),
    *("runs-record-dataset", "versions-link-runs", "commit-in-repository", "data-retrievable", "dataset-matches"),
    *("audit-trail", "serving-freshness", "versions-described", "no-secrets-in-runs", "versions-have-card"),
    *("versions-have-signature", "rollback-available", "server-authenticated", "promotion-approved"),
}
DATA = "data/raw.csv"


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


def scan(project: Project) -> Assessment:
    sources = {"sources.mlflow": project.tracker.address, "sources.dvc-remote": str(project.remote)}
    named = tuple(given(key, value, key) for key, value in sources.items())
    return assess(Request(target=str(project.folder), cache=False, configuration=named), now=datetime.now(UTC))


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


def object_of(project: Project, output: str) -> Path:
    """Return where the object of an output lies in the remote."""
    pointer = (project.folder / f"{output}.dvc").read_text()
    digest = next(line.split()[-1] for line in pointer.splitlines() if "md5:" in line)
    return project.remote / "files" / "md5" / digest[:2] / digest[2:]


@contextmanager
def object_deleted(project: Project) -> Iterator[str]:
    place = object_of(project, DATA)
    place.unlink()
    yield place.relative_to(project.remote).as_posix()


@contextmanager
def object_corrupted(project: Project) -> Iterator[str]:
    place = object_of(project, DATA)
    content = place.read_bytes()
    place.chmod(0o644)
    place.write_bytes(content[:-2] + b"9\n")
    yield place.relative_to(project.remote).as_posix()


@contextmanager
def run_deleted(project: Project) -> Iterator[str]:
    run = project.tracker.get("model-versions/get", name=MODEL, version="2")["model_version"]["run_id"]
    project.tracker.post("runs/delete", run_id=run)
    yield f"{MODEL}/2"
    project.tracker.post("runs/restore", run_id=run)


@contextmanager
def rewritten(project: Project) -> Iterator[str]:
    """The branch is rewritten from its first commit on, and the tag goes with it; git still has the old objects."""
    git(project.folder, "tag", "--delete", "v1")
    git(project.folder, "checkout", "--quiet", "--orphan", "again")
    commit_all(project.folder, "Start again")
    git(project.folder, "branch", "--force", "main")
    git(project.folder, "checkout", "--quiet", "main")
    git(project.folder, "branch", "--delete", "--force", "again")
    yield f"{MODEL}/2"


@contextmanager
def pruned(project: Project) -> Iterator[str]:
    """The same, and git has cleaned up."""
    with rewritten(project) as place:
        git(project.folder, "reflog", "expire", "--expire=now", "--all")
        git(project.folder, "gc", "--quiet", "--prune=now")
        yield place


@contextmanager
def secret_in_a_parameter(project: Project) -> Iterator[str]:
    made = project.tracker.post("runs/create", experiment_id="0", start_time=int(datetime.now(UTC).timestamp() * 1000))
    run = made["run"]["info"]["run_id"]
    token = "ghp_" + "x7Qm2Lp9Rt4Zv8Kd1Ns6Wb3Yc5Hf0Ju" + "A2eG"
    project.tracker.post("runs/log-parameter", run_id=run, key="token", value=token)
    yield run
    project.tracker.post("runs/delete", run_id=run)


@contextmanager
def served_instead(project: Project, home: str, mlmodel: bytes, **source: str) -> Iterator[str]:
    """Another version serves, with files that are uploaded to a place among the artifacts of the server."""
    place = home.removeprefix("mlflow-artifacts:/")
    project.tracker.upload(f"{place}/MLmodel", mlmodel)
    project.tracker.upload(f"{place}/requirements.txt", project.tracker.file("2", "requirements.txt"))
    made = project.tracker.post("model-versions/create", name=MODEL, **source)
    version = made["model_version"]["version"]
    project.tracker.promote(version)
    yield f"{MODEL}/{version}"
    project.tracker.promote("2")
    project.tracker.delete("model-versions/delete", name=MODEL, version=version)


@contextmanager
def signature_missing(project: Project) -> Iterator[str]:
    lines = project.tracker.file("2", "MLmodel").decode().splitlines(keepends=True)
    start = next(number for number, line in enumerate(lines) if line.startswith("signature:"))
    end = next(number for number, line in enumerate(lines) if number > start and not line.startswith(" "))
    run = project.tracker.get("model-versions/get", name=MODEL, version="2")["model_version"]["run_id"]
    home = project.tracker.get("runs/get", run_id=run)["run"]["info"]["artifact_uri"] + "/unsigned"
    mlmodel = "".join(lines[:start] + lines[end:]).encode()
    with served_instead(project, home, mlmodel, source=home, run_id=run) as place:
        yield place


@contextmanager
def no_run(project: Project) -> Iterator[str]:
    """Somebody logged a model outside of any run and lets it serve."""
    info = project.tracker.post("logged-models", experiment_id="1", name="loose")["model"]["info"]
    mlmodel, model = project.tracker.file("2", "MLmodel"), info["model_id"]
    with served_instead(project, info["artifact_uri"], mlmodel, source=f"models:/{model}", model_id=model) as place:
        yield place


@contextmanager
def lock_edited(project: Project) -> Iterator[str]:
    lock = (project.folder / "dvc.lock").read_text().splitlines(keepends=True)
    at = next(number for number, line in enumerate(lock) if "path: src/train.py" in line)
    lock[at + 2] = lock[at + 2].replace(lock[at + 2].split()[-1], "0" * 32)
    write(project.folder, {"dvc.lock": "".join(lock)})
    commit_all(project.folder, "Edit the lock")
    yield f"dvc.lock:{at + 1}"


Break = Callable[[Project], AbstractContextManager[str]]
RERUN = {"rerun-reproduces"}
"""The record in the repository is about the version that served."""
BREAKS: dict[Break, set[str]] = {
    object_deleted: {"dvc-data-in-remote", "dvc-history-in-remote", "data-retrievable"},
    object_corrupted: {"dvc-objects-intact"},
    run_deleted: {"versions-link-runs"},
    rewritten: {"commit-in-repository"},
    pruned: {"commit-in-repository", "data-retrievable", "dataset-matches"},
    secret_in_a_parameter: {"no-secrets-in-runs"},
    signature_missing: {"versions-have-signature"} | RERUN,
    no_run: {"versions-link-runs", "commit-in-repository", "data-retrievable"} | RERUN,
    lock_edited: {"dvc-lock-in-sync"},
}
NOTHING_TO_ASK: dict[Break, set[str]] = {
    run_deleted: {"runs-complete", "runs-record-commit", "runs-record-dataset"},
    rewritten: {"dvc-history-in-remote"},
    pruned: {"dvc-history-in-remote"},
    no_run: {"dataset-matches"},
}
"""Rules that no longer apply: there is no run that counts, no tag, or no dataset that was recorded."""


@pytest.mark.parametrize("broken", BREAKS, ids=lambda broken: broken.__name__)
def test_what_is_broken_is_named_and_nothing_else(broken: Break, project: Project, tmp_path: Path) -> None:
    spoiled = copy(project, tmp_path)
    with broken(spoiled) as place:
        assessment = scan(spoiled)
    findings = live_findings(assessment)
    told = {rule: findings[rule].status for rule in failing(assessment)}
    silent = NOTHING_TO_ASK.get(broken, set())
    assert told == dict.fromkeys(BREAKS[broken], "fail") | dict.fromkeys(silent, "not-applicable")
    places = {
        f"{one.path or one.uri}:{one.line}" if one.line else one.path or one.uri
        for rule in BREAKS[broken] - RERUN
        for one in findings[rule].evidence
    }
    assert place in places


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
