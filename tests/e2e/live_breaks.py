"""Ways to break one link of a live project, each taken back afterwards, and the rules that have to say so."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from maturity.model.finding import Status
from tests.e2e.live_project import MODEL, TAGS, Project, commit_all
from tests.repository import git, write

DATA = "data/raw.csv"


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
def served_instead(
    project: Project, home: str, mlmodel: bytes, *, requirements: bool = True, **source: str
) -> Iterator[str]:
    """Another version serves, with files that are uploaded to a place among the artifacts of the server."""
    place = home.removeprefix("mlflow-artifacts:/")
    project.tracker.upload(f"{place}/MLmodel", mlmodel)
    if requirements:
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


@contextmanager
def orphan_added(project: Project) -> Iterator[str]:
    """Somebody pushed a file that no commit names, as large as everything else together."""
    size = sum(file.stat().st_size for file in project.remote.rglob("*") if file.is_file())
    content = bytes(2 * size)
    digest = hashlib.md5(content, usedforsecurity=False).hexdigest()
    place = project.remote / "files" / "md5" / digest[:2] / digest[2:]
    place.parent.mkdir(exist_ok=True)
    place.write_bytes(content)
    yield str(project.remote)


@contextmanager
def tag_missing(key: str, project: Project) -> Iterator[str]:
    project.tracker.delete("model-versions/delete-tag", name=MODEL, version="2", key=key)
    yield f"{MODEL}/2"
    project.tracker.post("model-versions/set-tag", name=MODEL, version="2", key=key, value=TAGS[key])


@contextmanager
def promoted_by_hand(project: Project) -> Iterator[str]:
    """A person promoted the version, and nobody approved it; the pipeline itself needs no approval."""
    by = {"name": MODEL, "version": "2", "key": "promoted_by"}
    project.tracker.post("model-versions/set-tag", **by, value="ada")
    with tag_missing("approved_by", project) as place:
        yield place
    project.tracker.post("model-versions/set-tag", **by, value=TAGS["promoted_by"])


@contextmanager
def first_version_serves(project: Project) -> Iterator[str]:
    """Nothing was there before it, so nothing can be returned to."""
    project.tracker.promote("1")
    yield MODEL
    project.tracker.promote("2")


@contextmanager
def environment_missing(project: Project) -> Iterator[str]:
    """A version serves whose files say nothing of what it was made with."""
    version = project.tracker.get("model-versions/get", name=MODEL, version="2")["model_version"]
    home = project.tracker.get("runs/get", run_id=version["run_id"])["run"]["info"]["artifact_uri"] + "/bare"
    mlmodel = b"\n".join(
        line
        for line in project.tracker.file("2", "MLmodel").split(b"\n")
        if not line.startswith((b"    env", b"      "))
    )
    with served_instead(project, home, mlmodel, requirements=False, source=home, run_id=version["run_id"]) as place:
        yield place


@contextmanager
def run_added(project: Project, *, recorded: bool, commit: bool) -> Iterator[str]:
    """One more run has finished, without what it should record; the run of the version is the other one."""
    now = int(datetime.now(UTC).timestamp() * 1000)
    tags = [{"key": "mlflow.source.git.commit", "value": project.commit}] if commit else []
    made = project.tracker.post("runs/create", experiment_id="1", start_time=now, tags=tags)
    run = made["run"]["info"]["run_id"]
    if recorded:
        project.tracker.post("runs/log-parameter", run_id=run, key="C", value="1.0")
        project.tracker.post("runs/log-metric", run_id=run, key="accuracy", value=0.9, timestamp=now, step=0)
    project.tracker.post("runs/update", run_id=run, status="FINISHED", end_time=now)
    yield run
    project.tracker.post("runs/delete", run_id=run)


@contextmanager
def registered_without_data(project: Project) -> Iterator[str]:
    """A version that does not serve comes from a run that says nothing of its data."""
    with run_added(project, recorded=True, commit=True) as run:
        home = project.tracker.get("runs/get", run_id=run)["run"]["info"]["artifact_uri"]
        made = project.tracker.post("model-versions/create", name=MODEL, source=home, run_id=run)
        yield run
        version = made["model_version"]["version"]
        project.tracker.delete("model-versions/delete", name=MODEL, version=version)


Break = Callable[[Project], AbstractContextManager[str]]
RERUN = {"rerun-reproduces"}
"""The record in the repository is about the version that served."""
BREAKS: dict[str, tuple[Break, set[str]]] = {
    "object_deleted": (object_deleted, {"dvc-data-in-remote", "dvc-history-in-remote", "data-retrievable"}),
    "object_corrupted": (object_corrupted, {"dvc-objects-intact"}),
    "run_deleted": (run_deleted, {"versions-link-runs"}),
    "rewritten": (rewritten, {"commit-in-repository"}),
    "pruned": (pruned, {"commit-in-repository", "data-retrievable", "dataset-matches"}),
    "secret_in_a_parameter": (secret_in_a_parameter, {"no-secrets-in-runs"}),
    "signature_missing": (signature_missing, {"versions-have-signature"} | RERUN),
    "no_run": (no_run, {"versions-link-runs", "commit-in-repository", "data-retrievable"} | RERUN),
    "lock_edited": (lock_edited, {"dvc-lock-in-sync"}),
    "orphan_added": (orphan_added, {"dvc-orphans-bounded"}),
    "no_owner": (partial(tag_missing, "owner"), {"versions-described"}),
    "promoted_by_hand": (promoted_by_hand, {"promotion-approved"}),
    "no_reason": (partial(tag_missing, "promotion_reason"), {"audit-trail"}),
    "no_card": (partial(tag_missing, "model_card"), {"versions-have-card"}),
    "first_version_serves": (first_version_serves, {"rollback-available"} | RERUN),
    "environment_missing": (environment_missing, {"versions-record-environment"} | RERUN),
    "run_without_metrics": (partial(run_added, recorded=False, commit=True), {"runs-complete"}),
    "run_without_commit": (partial(run_added, recorded=True, commit=False), {"runs-record-commit"}),
    "registered_without_data": (registered_without_data, {"runs-record-dataset"}),
}
AFTER_A_QUARTER: dict[str, Status] = {
    "serving-freshness": "fail",
    "rerun-reproduces": "fail",
    "runs-complete": "not-applicable",
    "runs-record-commit": "not-applicable",
}
"""What a hundred days change where nobody does anything."""
EMPTY = "models-in-registry"
"""What fails where nothing was ever registered; what is asked of versions does not apply there."""
BROKEN = {rule for _, rules in BREAKS.values() for rule in rules} | AFTER_A_QUARTER.keys() | {EMPTY}
"""Every rule that a test breaks here."""
NOTHING_TO_ASK: dict[str, set[str]] = {
    "run_deleted": {"runs-complete", "runs-record-commit", "runs-record-dataset"},
    "rewritten": {"dvc-history-in-remote"},
    "pruned": {"dvc-history-in-remote"},
    "no_run": {"dataset-matches"},
}
"""Rules that no longer apply: there is no run that counts, no tag, or no dataset that was recorded."""
