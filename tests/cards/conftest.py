"""A server with versions of every sort, once for all tests of cards, and the command on it."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from maturity import cli
from tests.repository import build, git
from tests.tracking_server import seeded, tracking_server

ANSWERS = """# kept
summary: |
  Ranks customers by the chance that they leave.
owner: Ada Example, churn team
intended-use: The retention team calls those at the top.
out-of-scope: Prices and credit.
limitations:
  - New products are not covered.
  - Customers below 18.
design: TBD
models:
  churn:
    task: classification
"""
FILES = {
    "model-card.yaml": ANSWERS,
    "LICENSE": "MIT License\n\nPermission is hereby granted, free of charge, ...\n",
    "CITATION.cff": "title: Churn\nauthors:\n  - {family-names: Example, given-names: Ada}\n",
    "requirements.txt": "scikit-learn==1.9.1\n",
    ".python-version": "3.11\n",
    "Dockerfile": "FROM python:3.11-slim AS build\nRUN true\n",
    ".github/CODEOWNERS": "* @example/churn\n",
    "dvc.yaml": "stages:\n  train:\n    cmd: python train.py\n    outs: [model.bin]\n",
    "dvc.lock": (
        "schema: '2.0'\nstages:\n  train:\n    cmd: python train.py\n    outs:\n    - path: model.bin\n"
        "      hash: md5\n      md5: 0123456789abcdef0123456789abcdef\n      size: 3\n"
    ),
}
Run = Callable[..., tuple[int, str, str]]


class World(NamedTuple):
    """A server, what is on it, and the repository of its runs."""

    uri: str
    made: dict[str, str]
    project: Path
    commit: str


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("cards")
    project = build(folder / "project", {"README.md": "churn\n"}, [FILES])
    commit, before = git(project, "rev-parse", "HEAD", "HEAD~1").split()
    with tracking_server(folder / "mlflow.db", folder / "artifacts") as uri:
        told = seeded(Path(__file__).parent / "fill.py", folder, uri, commit, before)
        yield World(uri, json.loads(told.strip().splitlines()[-1]), project, commit)


@pytest.fixture
def card(world: World, capfd: pytest.CaptureFixture[str]) -> Run:
    def run(*words: object) -> tuple[int, str, str]:
        code = cli.main(["card", *map(str, words), "--mlflow", world.uri])
        told = capfd.readouterr()
        return code, told.out, told.err

    return run
