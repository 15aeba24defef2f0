"""A small, complete ML repository of level 2, with a history and a DVC remote. Nothing of it is ever run."""

import hashlib
import os
import subprocess
from pathlib import Path
from typing import NamedTuple

from tests.sample.customers import customers_csv

SAMPLE = Path(__file__).parent / "steps"
SUFFIX = ".sample"
"""Keeps the files from being taken for code, CI or ignore rules of this project."""


class Step(NamedTuple):
    """One commit of the history: a folder of the sample, laid over what is there."""

    folder: str
    message: str
    date: str
    tag: str = ""


HISTORY = (
    Step("1-project", "Start the project", "2026-03-02T09:00:00+00:00"),
    Step("2-data", "Put the customers under version control", "2026-03-03T10:30:00+00:00"),
    Step("3-pipeline", "Declare the pipeline: prepare, train, evaluate", "2026-03-09T16:20:00+00:00", "v0.1.0"),
    Step("4-checks", "Test code, data and model, and train on every push", "2026-03-17T11:45:00+00:00"),
    Step("5-service", "Serve the model, and deploy it after the gate", "2026-04-01T14:10:00+00:00", "v0.2.0"),
)

_SETTINGS = (
    "core.hooksPath=/dev/null",
    "core.autocrlf=false",
    "commit.gpgSign=false",
    "tag.gpgSign=false",
    "gc.auto=0",
)


def build(folder: Path) -> Path:
    """Make `churn`, a repository, and `storage`, its DVC remote, in a folder; return the repository."""
    project, data = folder / "churn", customers_csv()
    project.mkdir(parents=True)
    _git(project, "init", "--quiet", "--initial-branch=main", "--template=")
    for step in HISTORY:
        _commit(project, step)
    project.joinpath("data", "customers.csv").write_bytes(data)
    digest = hashlib.md5(data, usedforsecurity=False).hexdigest()
    stored = folder / "storage" / "files" / "md5" / digest[:2] / digest[2:]
    stored.parent.mkdir(parents=True)
    stored.write_bytes(data)
    return project


def _commit(project: Path, step: Step) -> None:
    source = SAMPLE / step.folder
    for file in sorted(source.rglob(f"*{SUFFIX}")):
        target = project / str(file.relative_to(source)).removesuffix(SUFFIX)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(file.read_bytes())
    _git(project, "add", "--all")
    _git(project, "commit", "--quiet", "--message", step.message, date=step.date)
    if step.tag:
        _git(project, "tag", step.tag)


def _git(project: Path, *words: str, date: str = HISTORY[0].date) -> None:
    """Run git with an author and a date of the sample, and none of the user's configuration."""
    environment = {
        "PATH": os.environ.get("PATH", os.defpath),
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CEILING_DIRECTORIES": str(project.absolute().parent),
        "GIT_AUTHOR_NAME": "Ada",
        "GIT_AUTHOR_EMAIL": "ada@example.org",
        "GIT_AUTHOR_DATE": date,
        "GIT_COMMITTER_NAME": "Ada",
        "GIT_COMMITTER_EMAIL": "ada@example.org",
        "GIT_COMMITTER_DATE": date,
    }
    settings = [word for setting in _SETTINGS for word in ("-c", setting)]
    subprocess.run(
        ["git", *settings, *words], cwd=project, env=environment, check=True, capture_output=True, timeout=60
    )
