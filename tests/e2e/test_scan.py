"""`maturity scan` on real targets, good and bad."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from maturity.model.assessment import Assessment
from tests.e2e.program import CHECKOUT, maturity, status
from tests.repository import MakeRepository, git, write
from tests.sample.repository import build

TRAINING = {
    "train.py": (
        "from sklearn.linear_model import LogisticRegression\n"
        "\n"
        'if __name__ == "__main__":\n'
        "    LogisticRegression().fit([[0], [1]], [0, 1])\n"
    ),
    "Makefile": "train:\n\tpython train.py\n",
    ".github/workflows/ci.yml": (
        "on: push\n"
        "jobs:\n"
        "  train:\n"
        "    runs-on: ubuntu-latest\n"
        "    steps:\n"
        "      - run: make train\n"
    ),
}  # fmt: skip


def scanned(target: Path) -> dict[str, Any]:
    """Scan and return the JSON assessment."""
    ran = maturity("scan", target, "--format", "json")
    assert (ran.code, ran.err) == (0, "")
    document: dict[str, Any] = json.loads(ran.out)
    return document


def test_a_chain_leads_from_the_trigger_to_the_call(make_repository: MakeRepository) -> None:
    document = scanned(make_repository(TRAINING))
    finding = next(finding for finding in document["findings"] if finding["rule"] == "ci-trains")
    chain = [(place["path"], place["line"]) for place in finding["evidence"][0]["chain"]]
    assert finding["status"] == "pass"
    assert chain[0][0] == ".github/workflows/ci.yml"
    assert (".github/workflows/ci.yml", 6) in chain
    assert ("Makefile", 2) in chain
    assert chain[-1] == ("train.py", 4)


def test_the_json_report_is_an_assessment_and_the_same_every_time(make_repository: MakeRepository) -> None:
    project = make_repository(TRAINING)
    first, second = scanned(project), scanned(project)
    Assessment.model_validate_json(json.dumps(first))
    for document in (first, second):
        del document["started"], document["duration"]
    assert first == second


def test_the_sample_reaches_level_2(tmp_path: Path) -> None:
    ran = maturity("scan", build(tmp_path / "demo"))
    assert (ran.code, ran.err) == (0, "")
    assert "Level 2" in ran.out
    assert "What keeps level 3 away" in ran.out
    assert len(ran.out.splitlines()) <= 45


class TestPoorTargets:
    """A target with little or nothing in it is level 0 with reasons, never an error."""

    def test_a_folder_that_is_no_repository(self, tmp_path: Path) -> None:
        write(tmp_path, TRAINING)
        document = scanned(tmp_path)
        assert (document["level"], status(document, "code-versioned")) == (0, "fail")
        assert status(document, "training-entrypoint") == "pass"

    def test_an_empty_repository(self, make_repository: MakeRepository) -> None:
        document = scanned(make_repository({}))
        assert (document["level"], document["target"]["commit"]) == (0, None)
        assert status(document, "code-versioned") == "fail"
        assert "training-entrypoint" in document["blockers"]

    def test_documents_only(self, make_repository: MakeRepository) -> None:
        document = scanned(make_repository({"README.md": "# We train weekly, test and deploy with MLflow\n"}))
        assert document["level"] == 0
        assert status(document, "experiments-tracked") == "fail"

    def test_files_of_no_bytes(self, make_repository: MakeRepository) -> None:
        empty = dict.fromkeys(
            ("dvc.yaml", "dvc.lock", "train.py", "Dockerfile", "MODEL_CARD.md", "requirements.txt"), ""
        )
        document = scanned(make_repository(empty))
        passed = {finding["rule"] for finding in document["findings"] if finding["status"] == "pass"}
        assert document["level"] == 0
        assert passed <= {"no-secrets-committed", "no-large-blobs-in-git", "no-absolute-paths"}

    def test_broken_yaml_is_a_gap_and_hides_nothing_else(self, make_repository: MakeRepository) -> None:
        project = make_repository(TRAINING | {".github/workflows/broken.yml": "on: [push\njobs: {"})
        document = scanned(project)
        gaps = [gap["path"] for source in document["sources"] for gap in source["gaps"]]
        assert gaps == [".github/workflows/broken.yml"]
        assert status(document, "ci-trains") == "pass"
        assert "Not looked at: 1, .github/workflows/broken.yml: " in maturity("scan", project).out


class TestBadInput:
    """One clear line and exit code 2."""

    def refused(self, *words: str | Path, folder: Path | None = None) -> str:
        ran = maturity("scan", *words, folder=folder)
        assert (ran.code, ran.out) == (2, "")
        assert ran.err.startswith("maturity: ")
        assert ran.err.count("\n") == 1
        return ran.err

    def test_no_such_path(self, tmp_path: Path) -> None:
        assert "nowhere" in self.refused(tmp_path / "nowhere")

    def test_a_file(self, make_repository: MakeRepository) -> None:
        assert "train.py" in self.refused(make_repository(TRAINING) / "train.py")

    @pytest.mark.parametrize("target", ["ext::sh -c id", "--upload-pack=id", "ssh://-oProxyCommand=id/x"])
    def test_a_url_that_would_run_something(self, tmp_path: Path, target: str) -> None:
        self.refused("--", target, folder=tmp_path)

    def test_a_format_that_is_none(self, make_repository: MakeRepository) -> None:
        assert "did you mean 'markdown'?" in self.refused(make_repository(TRAINING), "--format", "markdwon")

    def test_a_folder_of_rules_that_is_none(self, make_repository: MakeRepository, tmp_path: Path) -> None:
        assert "norules" in self.refused(make_repository(TRAINING), "--rules", tmp_path / "norules")


class TestOutput:
    def test_a_report_goes_to_a_file(self, make_repository: MakeRepository, tmp_path: Path) -> None:
        ran = maturity("scan", make_repository(TRAINING), "--format", "markdown", "--output", tmp_path / "report.md")
        assert ran == (0, "", "")
        assert (tmp_path / "report.md").read_text(encoding="utf-8").startswith("## Level 0 · ")

    def test_colour_is_for_terminals_and_for_those_who_ask(self, make_repository: MakeRepository) -> None:
        project = make_repository(TRAINING)
        assert "\x1b[" not in maturity("scan", project).out
        assert "\x1b[" in maturity("scan", project, FORCE_COLOR="1").out
        assert "\x1b[" not in maturity("scan", project, FORCE_COLOR="1", NO_COLOR="1").out

    def test_both_languages_say_the_same_level(self, make_repository: MakeRepository) -> None:
        project = make_repository(TRAINING)
        assert "Level 0 · " in maturity("scan", project).out
        assert "0 级 · " in maturity("scan", project, "--lang", "zh", PYTHONIOENCODING="ascii").out

    def test_names_in_the_repository_cannot_steer_the_terminal(self, make_repository: MakeRepository) -> None:
        evil = {f"\x1b[2Jsecret\u202e{number}.py": content for number, content in enumerate(["key = 1", "("])}
        for form in ("text", "markdown"):
            out = maturity("scan", make_repository(TRAINING | evil, name=form), "--verbose", "--format", form).out
            assert "\x1b" not in out
            assert "\u202e" not in out

    def test_a_closed_pipe_ends_silently(self, make_repository: MakeRepository) -> None:
        reading, writing = os.pipe()
        os.close(reading)
        done = subprocess.run(
            [sys.executable, "-m", "maturity", "scan", str(make_repository(TRAINING))],
            env=os.environ | {"PYTHONPATH": str(CHECKOUT)},
            stdout=writing,
            stderr=subprocess.PIPE,
            check=False,
        )
        os.close(writing)
        assert (done.returncode, done.stderr) == (0, b"")


def test_a_large_file_stays_a_finding_after_it_was_removed(make_repository: MakeRepository) -> None:
    project = make_repository(TRAINING, commits=[{"data/train.csv": "1,2\n" * 1_500_000}, {"data/train.csv": None}])
    document = json.loads(maturity("scan", project, "--format", "json").out)
    finding = next(one for one in document["findings"] if one["rule"] == "no-large-blobs-in-git")
    assert finding["status"] == "fail"
    assert finding["summary"]["en"] == "Only earlier commits hold data/train.csv, a large file."
    (place,) = finding["evidence"]
    assert (place["path"], place["uri"]) == ("data/train.csv", git(project, "rev-parse", "HEAD~1"))


NOTEBOOK = json.dumps(
    {
        "nbformat": 4,
        "nbformat_minor": 5,
        "metadata": {},
        "cells": [
            {
                "cell_type": "code",
                "id": "a",
                "metadata": {},
                "execution_count": 1,
                "outputs": [],
                "source": "from sklearn.svm import SVC\nSVC().fit([[0]], [0])",
            }
        ],
    }
)


def test_a_page_lists_what_a_repository_holds_notebooks_included(make_repository: MakeRepository) -> None:
    ran = maturity("scan", make_repository({**TRAINING, "notebooks/try.ipynb": NOTEBOOK}), "--format", "html")
    assert (ran.code, ran.err) == (0, "")
    assert '<li>train <code class="path">notebooks/try.ipynb</code></li>' in ran.out
