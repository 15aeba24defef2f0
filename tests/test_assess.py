"""The whole way from a target to an assessment."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from maturity.assess import assess
from maturity.errors import UsageError
from maturity.model.assessment import Assessment
from maturity.model.finding import Finding
from maturity.request import Request
from tests.repository import MakeRepository, git

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
PROJECT = {
    ".github/workflows/ci.yml": (
        "on: push\njobs:\n  train:\n    runs-on: ubuntu-latest\n    steps:\n      - run: make model\n"
    ),
    "Makefile": "model:\n\tpython -m steps.fit\n",
    "steps/__init__.py": "",
    "steps/fit.py": "from steps.model import build\n\nif __name__ == '__main__':\n    build().learn([[0.0]], [0])\n",
    "steps/model.py": (
        "from sklearn.svm import SVC\n\n\nclass Model:\n"
        "    def __init__(self):\n        self.inner = SVC(random_state=1)\n\n"
        "    def learn(self, x, y):\n        self.inner.fit(x, y)\n\n\ndef build():\n    return Model()\n"
    ),
}


def scan(target: Path, **options: object) -> Assessment:
    return assess(Request(target=str(target), cache=False, **options), now=NOW)  # type: ignore[arg-type]


def finding(assessment: Assessment, rule: str) -> Finding:
    return next(one for one in assessment.findings if one.rule == rule)


def test_ci_training_is_proved_by_a_chain_of_real_places(make_repository: MakeRepository) -> None:
    target = make_repository(PROJECT, commits=[{"README.md": "# x\n"}])
    trains = finding(scan(target), "ci-trains")
    assert trains.status == "pass"
    chain = [str(place) for place in trains.evidence[0].chain]
    assert chain == [
        ".github/workflows/ci.yml:1",
        ".github/workflows/ci.yml:3",
        ".github/workflows/ci.yml:6",
        "Makefile:2",
        "steps/fit.py:4",
        "steps/model.py:9",
    ]
    for place in trains.evidence[0].chain:
        assert place.path is not None
        assert place.line is not None
        assert len((target / place.path).read_text().splitlines()) >= place.line


def test_the_same_input_gives_the_same_bytes(make_repository: MakeRepository) -> None:
    target = make_repository(PROJECT)
    one, other = (scan(target).model_copy(update={"duration": 0.0}).model_dump_json() for _ in range(2))
    assert one == other
    assert json.loads(one)["started"] == "2026-01-02T03:04:05+00:00"


def test_an_assessment_comes_back_from_its_json(make_repository: MakeRepository) -> None:
    assessment = scan(make_repository(PROJECT))
    assert Assessment.model_validate_json(assessment.model_dump_json()) == assessment


def test_what_was_not_given_is_said(make_repository: MakeRepository) -> None:
    assert [(one.kind, one.state) for one in scan(make_repository(PROJECT)).sources] == [
        ("git", "read"),
        ("mlflow", "not-given"),
        ("dvc", "not-given"),
    ]


def test_a_folder_without_git_is_judged_but_not_versioned(tmp_path: Path) -> None:
    for path, content in PROJECT.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(content)
    assessment = scan(tmp_path)
    assert finding(assessment, "code-versioned").status == "fail"
    assert finding(assessment, "ci-trains").status == "pass"
    assert assessment.target.commit is None


def test_one_commit_is_no_history(make_repository: MakeRepository) -> None:
    assert finding(scan(make_repository({"a.py": "x = 1\n"})), "code-versioned").status == "fail"
    two = make_repository({"a.py": "x = 1\n"}, commits=[{"a.py": "x = 2\n"}], name="two")
    assert finding(scan(two), "code-versioned").status == "pass"


def test_a_bare_repository_says_the_same_as_its_work_tree(make_repository: MakeRepository, tmp_path: Path) -> None:
    target = make_repository(PROJECT)
    git(tmp_path, "clone", "--quiet", "--bare", str(target), "bare.git")
    one, other = scan(target), scan(tmp_path / "bare.git")
    assert [(one.rule, one.status) for one in one.findings] == [(one.rule, one.status) for one in other.findings]


def test_rules_of_an_organisation_are_judged_too(make_repository: MakeRepository, tmp_path: Path) -> None:
    source = Path(__file__).parents[1] / "checks/rules/collaboration/code-owners.yaml"
    rules = tmp_path / "rules/collaboration"
    rules.mkdir(parents=True)
    (rules / "has-owners.yaml").write_text(source.read_text().replace("id: code-owners", "id: has-owners"))
    assessment = scan(make_repository({"CODEOWNERS": "* @ada\n"}), rules=tmp_path / "rules")
    assert finding(assessment, "has-owners").status == "pass"


def test_a_target_that_does_not_exist_is_the_users_to_mend(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nowhere"):
        scan(tmp_path / "nowhere")
