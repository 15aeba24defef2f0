"""`maturity explain`: what a user reads about one rule and one real repository."""

import json
from argparse import Namespace
from pathlib import Path
from typing import Any

import pytest

from maturity import cli
from maturity.commands import Outcome, Terminal
from maturity.commands.explain import run
from maturity.errors import UsageError
from tests.repository import MakeRepository

CI = ".github/workflows/ci.yml"
FIT = {"steps/fit.py": "from sklearn.svm import SVC\n\nif __name__ == '__main__':\n    SVC().fit([[0.0]], [0])\n"}
TRAINING = {
    **FIT,
    CI: ("on: push\njobs:\n  train:\n    runs-on: ubuntu-latest\n    steps:\n      - run: python steps/fit.py\n"),
    "old.py": "from sklearn.svm import SVC\n\n\ndef old():\n    SVC().fit([[0.0]], [0])\n",
}

QUESTION = """\
Asks whether
  there is a program that trains a model or runs the pipeline on a change of code
"""
NEAR = """\
  Turned down: 1
    steps/fit.py:3 trains a model at steps/fit.py:4 (scikit-learn), but only from the command line.
      steps/fit.py:3 if __name__ == "__main__" -> steps/fit.py:4 sklearn.svm.SVC.fit()
"""
LAST = "\nIs this wrong? maturity explain ci-trains --export FILE writes what to report.\n"


def outcome(target: Path, rule: str = "ci-trains", *, colour: bool = False, **options: Any) -> Outcome:
    given = {
        "lang": "en",
        "format": "text",
        "export": None,
        "rules": None,
        "technologies": None,
        "no_cache": True,
        "project": "",
        **options,
    }
    return run(Namespace(id=rule, target=str(target), **given), Terminal(colour))


def told(target: Path, rule: str = "ci-trains", **options: Any) -> str:
    """Return an explanation without the line that holds the commit."""
    first, second, rest = outcome(target, rule, **options).text.split("\n", 2)
    assert second.startswith("level 2, required · project @ ")
    return f"{first}\n{rest}"


def test_a_pass_shows_what_proves_it_and_what_does_not_count(make_repository: MakeRepository) -> None:
    assert told(make_repository(TRAINING)) == (
        "ci-trains · A change of the code runs training in CI\n\n"
        "✓ pass\n"
        "  On a change of code, .github/workflows/ci.yml:1 trains a model at steps/fit.py:4 (scikit-learn).\n\n"
        + QUESTION
        + "\n"
        "  Considered: facts of kind activity: 3; of the sort that is asked for: 3\n"
        "  Decided by: 1\n"
        "    On a change of code, .github/workflows/ci.yml:1 trains a model at steps/fit.py:4 (scikit-learn).\n"
        "      .github/workflows/ci.yml:1 on: push -> .github/workflows/ci.yml:3 train:\n"
        "        -> .github/workflows/ci.yml:6 - run: python steps/fit.py\n"
        "        -> steps/fit.py:4 sklearn.svm.SVC.fit()\n"
        "  Turned down: 1\n"
        "    old.py:5 trains a model (scikit-learn), but nothing reaches it.\n"
        "      sklearn.svm.SVC.fit()\n" + LAST
    )


def test_a_failure_names_the_condition_that_a_near_miss_does_not_meet(make_repository: MakeRepository) -> None:
    assert told(make_repository(FIT)) == (
        "ci-trains · A change of the code runs training in CI\n\n"
        "✗ fail\n"
        "  No program that trains a model or runs the pipeline on a change of code was found. steps/fit.py:3\n"
        "  trains a model at steps/fit.py:4 (scikit-learn), but only from the command line.\n\n" + QUESTION + "\n"
        "  Considered: facts of kind activity: 1; of the sort that is asked for: 1\n"
        "  Decided by: no such fact was found\n" + NEAR + LAST
    )


def test_what_could_not_be_looked_at_is_named(make_repository: MakeRepository) -> None:
    assert told(make_repository(FIT | {CI: "on: [push\njobs: {"})) == (
        "ci-trains · A change of the code runs training in CI\n\n"
        "? unknown\n"
        "  Could not look everywhere: .github/workflows/ci.yml: did not find expected ',' or ']', line 2.\n\n"
        + QUESTION
        + "\n"
        "  Considered: facts of kind activity: 1; of the sort that is asked for: 1\n"
        "  Decided by: nothing; more would have to be seen\n" + NEAR + "  Not looked at, may hide more: 1\n"
        "    .github/workflows/ci.yml: did not find expected ',' or ']', line 2\n" + LAST
    )


def test_every_part_of_a_question_is_answered_by_itself(make_repository: MakeRepository) -> None:
    text = told(make_repository({"README.md": "# x\n"}), "model-card")
    assert (
        "Asks whether\n  there is a model card, or there is a program that writes a model card\n\n"
        "✗ there is a model card\n"
        "  Considered: facts of kind document: 1; of the sort that is asked for: 0\n"
        "  Decided by: no such fact was found\n\n"
        "✗ there is a program that writes a model card\n"
        "  Considered: facts of kind activity: 0; of the sort that is asked for: 0\n"
    ) in text


def test_it_speaks_chinese(make_repository: MakeRepository) -> None:
    text = outcome(make_repository(FIT), lang="zh").text
    assert "✗ 未通过\n" in text
    assert (
        "  未采信：1\n"
        "    steps/fit.py:3 在 steps/fit.py:4 训练模型（scikit-learn），但只从命令行。\n"
        "      steps/fit.py:3 if"
    ) in text


def test_colour_changes_nothing_else_and_only_comes_when_wanted(make_repository: MakeRepository) -> None:
    target = make_repository(FIT)
    plain, painted = outcome(target).text, outcome(target, colour=True).text
    assert "\x1b[31m✗ fail\x1b[0m" in painted
    assert "\x1b" not in plain


def test_json_holds_the_same_and_can_be_read_by_programs(make_repository: MakeRepository) -> None:
    document = json.loads(outcome(make_repository(TRAINING), format="json").text)
    (part,) = document["parts"]
    assert (document["rule"], document["status"], part["status"]) == ("ci-trains", "pass", "pass")
    assert (part["kind"], part["considered"], part["alike"]) == ("activity", 3, 3)
    assert [place["path"] for place in part["decided"][0]["evidence"]["chain"]] == [CI, CI, CI, "steps/fit.py"]
    assert part["turned_down"][0]["reasons"] == [{"en": "nothing reaches it", "zh": "没有程序会运行到它"}]


def test_an_unknown_rule_is_answered_with_a_suggestion_before_the_target_is_read() -> None:
    with pytest.raises(UsageError, match=r"there is no rule 'ci-train'; did you mean 'ci-trains'\?"):
        outcome(Path("nowhere"), "ci-train")


class TestExport:
    def test_it_holds_the_facts_involved_and_nothing_else(
        self, make_repository: MakeRepository, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        target = make_repository(FIT | {"other.py": "import random\nrandom.seed(3)\n"})
        export = tmp_path / "report.yaml"
        assert cli.main(["explain", "ci-trains", str(target), "--export", str(export)]) == 0
        assert capsys.readouterr().out.startswith("ci-trains · ")
        assert export.read_text().split("\n", 1)[1] == (
            "rule: ci-trains\n"
            "verdict: fail\n"
            "facts:\n"
            "- kind: activity\n"
            "  at:\n"
            "    path: steps/fit.py\n"
            "    line: 4\n"
            "    text: sklearn.svm.SVC.fit()\n"
            "  activity: train\n"
            "  technology: scikit-learn\n"
            "  root: entry\n"
            "  program: steps/fit.py\n"
            "  chain:\n"
            "  - path: steps/fit.py\n"
            "    line: 3\n"
            '    text: if __name__ == "__main__"\n'
            "  - path: steps/fit.py\n"
            "    line: 4\n"
            "    text: sklearn.svm.SVC.fit()\n"
            "  beside:\n"
            "  - train\n"
        )

    def test_credentials_stay_out(self, make_repository: MakeRepository) -> None:
        key = "AKIA" + "Q3EGTZXKD5WJ7MPL"
        target = make_repository({"a.py": f'key = "{key}"\n'})
        exported = outcome(target, "no-secrets-committed", export=Path("x")).files[0][1]
        assert "kind: secret" in exported
        assert key[4:] not in exported

    def test_an_impossible_place_is_refused_before_the_work(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert cli.main(["explain", "ci-train", "--export", str(tmp_path)]) == 2
        assert "cannot be written" in capsys.readouterr().err
