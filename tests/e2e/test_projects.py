"""A repository of several projects: named, assessed one by one, and one at a time."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from maturity.assess import assess, examine
from maturity.errors import UsageError
from maturity.model.collected import Collected
from maturity.render import render
from maturity.render.style import Style
from maturity.request import Request
from tests.e2e.program import Ran, maturity, status
from tests.repository import MakeRepository, git

NOW = datetime(2026, 1, 2, tzinfo=UTC)
TRAIN = """import pandas as pd
from sklearn.linear_model import LinearRegression

if __name__ == "__main__":
    frame = pd.read_csv("data.csv")
    LinearRegression().fit(frame[["a"]], frame["b"])
"""
ON_PUSH = "on: push\njobs:\n  work:\n    runs-on: ubuntu-latest\n    steps:\n      - run: {command}\n"
PROJECTS = {
    "LICENSE": "MIT License\n",
    ".github/workflows/forecast.yml": ON_PUSH.format(command="cd services/forecast && python train.py"),
    ".github/workflows/churn.yml": ON_PUSH.format(command="make -C services/churn check"),
    "services/forecast/train.py": TRAIN,
    "services/forecast/requirements.txt": "scikit-learn==1.5.0\n",
    "services/churn/pyproject.toml": '[project]\nname = "churn"\ndependencies = ["scikit-learn"]\n',
    "services/churn/Makefile": "check:\n\truff check .\n",
    "services/churn/src/churn/fit.py": TRAIN,
    "services/churn/.github/workflows/ci.yml": ON_PUSH.format(command="python src/churn/fit.py"),
    "services/web/requirements.txt": "flask\n",
    "services/web/app.py": "from flask import Flask\n\napp = Flask(__name__)\n",
    "examples/first/requirements.txt": "scikit-learn\n",
    "examples/first/train.py": TRAIN,
}


def scanned(target: Path | str, project: str = "") -> dict[str, Any]:
    document: dict[str, Any] = json.loads(
        render("json", assess(Request(target=str(target), project=project, cache=False), now=NOW), Style())
    )
    return document


def verdicts(document: dict[str, Any]) -> dict[str, str]:
    return {finding["rule"]: finding["status"] for finding in document["findings"]}


@pytest.fixture
def monorepo(make_repository: MakeRepository) -> Path:
    return make_repository(PROJECTS, commits=[{"notes.md": "# Notes\n"}], name="shop")


class TestNaming:
    """What trains under a manifest of its own is a project; a part, an example or a component is none."""

    def test_a_scan_names_the_projects_and_what_told_it(self, monorepo: Path) -> None:
        seen = scanned(monorepo)["evidence"]["repo"]["projects"]
        told = [(one["path"], one["name"], one["at"]["path"], one["proof"]["path"]) for one in seen]
        assert told == [
            ("services/churn", "churn", "services/churn/pyproject.toml", "services/churn/src/churn/fit.py"),
            ("services/forecast", "forecast", "services/forecast/requirements.txt", "services/forecast/train.py"),
        ]
        assert [one["proof"]["line"] for one in seen] == [6, 6]

    @pytest.mark.parametrize(
        ("language", "expected"),
        [
            ("en", "2 projects seen: services/churn, services/forecast; assess one: --project services/churn"),
            ("zh", "发现 2 个项目：services/churn，services/forecast；单独评估其一：--project services/churn"),
        ],
    )
    def test_the_report_names_them(self, language: str, expected: str, monorepo: Path) -> None:
        for form in ("text", "markdown"):
            assert expected in maturity("scan", monorepo, "--lang", language, "--format", form).out

    @pytest.mark.parametrize(
        "files",
        [
            {"train.py": TRAIN, "requirements.txt": "scikit-learn\n"},
            {"train.py": TRAIN, "requirements.txt": "x\n", "serving/requirements.txt": "flask\n", "serving/app.py": ""},
            {"src/train.py": TRAIN, "setup.cfg": "[a]\n", "tests/train.py": TRAIN, "tests/requirements.txt": "x\n"},
            {"a/requirements.txt": "x\n", "a/one/train.py": TRAIN, "a/one/requirements.txt": "x\n"},
            {"a/train.py": TRAIN, "b/train.py": TRAIN, "requirements.txt": "scikit-learn\n"},
            {"a/train.py": TRAIN, "a/requirements.txt": "x\n", "b/train.py": TRAIN, "b/requirements.txt": ""},
        ],
    )  # fmt: skip
    def test_one_project_is_no_monorepo(self, files: dict[str, str], make_repository: MakeRepository) -> None:
        target = make_repository(files)
        assessment = assess(Request(target=str(target), cache=False), now=NOW)
        assert assessment.evidence.repo
        assert assessment.evidence.repo.projects == ()
        assert "projects seen" not in render("text", assessment, Style())


class TestOne:
    """A project is judged by its own files and by what the repository keeps for all."""

    def test_automation_at_the_top_counts_for_the_project_that_it_runs(self, monorepo: Path) -> None:
        forecast = scanned(monorepo, "services/forecast")
        trains = next(finding for finding in forecast["findings"] if finding["rule"] == "ci-trains")
        assert (trains["status"], trains["evidence"][0]["path"]) == ("pass", "services/forecast/train.py")
        assert trains["evidence"][0]["chain"][0]["path"] == ".github/workflows/forecast.yml"
        assert (status(forecast, "license"), status(forecast, "dependencies-locked")) == ("pass", "pass")
        assert forecast["target"]["project"] == "services/forecast"
        assert forecast["target"]["name"] == "shop/services/forecast"

    def test_what_another_project_has_does_not_count(self, monorepo: Path) -> None:
        churn = scanned(monorepo, "services/churn")
        assert {status(churn, "ci-trains"), status(churn, "dependencies-locked")} == {"fail"}
        assert (status(churn, "training-entrypoint"), status(churn, "ci-on-change")) == ("pass", "pass")
        named = json.dumps(churn["findings"]) + json.dumps(churn["evidence"])
        assert "services/forecast" not in named
        assert "forecast.yml" not in named

    def test_a_workflow_in_the_folder_of_a_project_never_runs(self, monorepo: Path) -> None:
        named = json.dumps(scanned(monorepo, "services/churn")["evidence"]["repo"]["triggers"])
        assert "services/churn/.github" not in named
        assert ".github/workflows/churn.yml" in named

    def test_every_kind_of_target_tells_the_same(self, monorepo: Path, tmp_path: Path) -> None:
        bare = tmp_path / "shop.git"
        git(tmp_path, "clone", "-q", "--bare", str(monorepo), str(bare))
        written = "./services/forecast/"
        expected = verdicts(scanned(monorepo, "services/forecast"))
        assert verdicts(scanned(bare, written)) == expected
        assert verdicts(scanned(f"file://{bare}", written)) == expected

    def test_a_target_may_itself_be_a_folder_of_a_work_tree(self, monorepo: Path) -> None:
        document = scanned(monorepo / "services", "churn")
        assert document["target"]["project"] == "churn"
        assert status(document, "training-entrypoint") == "pass"

    def test_uncommitted_changes_of_the_project_are_judged(self, monorepo: Path) -> None:
        (monorepo / "services/forecast/train.py").write_text("print('nothing')\n", encoding="utf-8")
        assert status(scanned(monorepo, "services/forecast"), "training-entrypoint") == "fail"

    def test_explain_takes_a_project_too(self, monorepo: Path) -> None:
        assert "✓ pass" in maturity("explain", "ci-trains", monorepo, "--project", "services/forecast").out
        assert "✗ fail" in maturity("explain", "ci-trains", monorepo, "--project", "services/churn").out

    def test_what_was_remembered_of_one_part_is_not_taken_for_another(self, monorepo: Path) -> None:
        def read() -> list[Collected]:
            return [
                examine(Request(target=str(monorepo), project=part), now=NOW).collected
                for part in ("", "services/forecast", "services/churn")
            ]

        first = read()
        assert read() == first
        assert first[0] != first[1] != first[2]

    @pytest.mark.parametrize(
        ("folder", "said"),
        [
            ("../other", "leaves the target"),
            ("/etc", "leaves the target"),
            ("services/../..", "leaves the target"),
            ("services/missing", "no such folder in the target"),
            ("service", "no such folder in the target"),
            ("LICENSE", "is a file"),
            ("link", "is a link"),
            ("link/x", "no such folder in the target"),
            ("sub", "is a submodule"),
            ("a\nb", "no such folder in the target"),
        ],
    )
    def test_a_wrong_folder_is_refused_in_one_line(self, folder: str, said: str, monorepo: Path) -> None:
        (monorepo / "link").symlink_to("services/churn")
        head = git(monorepo, "rev-parse", "HEAD")
        git(monorepo, "update-index", "--add", "--cacheinfo", f"160000,{head},sub")
        git(monorepo, "add", "link")
        git(monorepo, "commit", "-qm", "odd entries")
        (monorepo / "sub").mkdir()
        with pytest.raises(UsageError, match=said):
            scanned(monorepo, folder)
        if folder in ("../other", "a\nb"):
            ran = maturity("scan", monorepo, "--project", folder)
            assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)


class TestEach:
    """Every project by itself, side by side."""

    def test_the_table(self, monorepo: Path) -> None:
        ran = maturity("scan", monorepo, "--each-project")
        lines = ran.out.splitlines()
        assert (ran.code, lines[0]) == (0, "Projects of shop: 2")
        assert [line.split()[:2] for line in lines[2:]] == [["services/churn", "0"], ["services/forecast", "0"]]
        assert max(map(len, lines)) <= 100

    def test_json_is_a_list_of_whole_assessments(self, monorepo: Path) -> None:
        each = json.loads(maturity("scan", monorepo, "--each-project", "--format", "json", "--no-cache").out)
        assert [one["target"]["project"] for one in each] == ["services/churn", "services/forecast"]
        for one in each:
            alone = scanned(monorepo, one["target"]["project"])
            assert verdicts(one) == verdicts(alone)

    def test_markdown_in_both_languages(self, monorepo: Path) -> None:
        english = maturity("scan", monorepo, "--each-project", "--format", "markdown").out
        chinese = maturity("scan", monorepo, "--each-project", "--format", "markdown", "--lang", "zh").out
        assert english.startswith("## Projects of shop: 2\n\n| project | Level | score | |")
        assert chinese.startswith("## shop 的项目：2 个\n\n| 项目 | 级别 | 得分 | |")
        assert "| `services/forecast` | 0 |" in english

    def test_a_target_of_one_project_is_a_list_of_one(self, make_repository: MakeRepository) -> None:
        target = make_repository({"train.py": TRAIN})
        each = json.loads(maturity("scan", target, "--each-project", "--format", "json").out)
        assert [(one["target"]["name"], one["target"]["project"]) for one in each] == [("project", "")]

    def test_it_goes_with_no_single_project(self, monorepo: Path) -> None:
        ran: Ran = maturity("scan", monorepo, "--each-project", "--project", "services/churn")
        assert (ran.code, ran.err.count("\n")) == (2, 1)
