"""`maturity rules`: lists, explanations and the judging of examples."""

from argparse import Namespace
from pathlib import Path
from typing import Any

import pytest

from maturity.commands import Outcome, Terminal
from maturity.commands.rules import NOT_MET, check, run
from maturity.errors import UsageError
from maturity.model.rule import Example
from tests.rules.making import activity
from tests.rules.test_validate import GOOD


def outcome(action: str, language: str = "en", **options: Any) -> Outcome:
    return run(
        Namespace(action=action, lang=language, rules=None, technologies=None, plugins=None, **options), Terminal()
    )


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    (tmp_path / "automation").mkdir()
    (tmp_path / "automation/my-rule.yaml").write_text(GOOD)
    return tmp_path


def test_the_list_has_a_line_per_rule_in_columns() -> None:
    lines = outcome("list").text.splitlines()
    assert lines[0] == (
        "data-preparation-automated   1  required     automation       A program prepares the training data"
    )
    assert lines[-1] == "113 rules, 44 required"
    assert len(lines) == 115


def test_the_list_can_be_narrowed() -> None:
    lines = outcome("list", principle="continuity", level=3).text.splitlines()
    assert [line.split()[0] for line in lines[:-2]] == [
        "champion-challenger",
        "retraining-on-drift",
        "retraining-trigger",
        "rollback",
        "feedback-loop",
        "progressive-delivery",
        "retraining-by-hand",
        "retraining-cooldown",
        "retraining-evaluated",
    ]
    assert lines[-1] == "9 rules, 4 required"
    assert outcome("list", principle="continuity", level=1).text.splitlines()[-1] == "0 rules, 0 required"


def test_the_list_speaks_chinese() -> None:
    assert "code-versioned               1  必需  versioning       代码在 git 中有历史" in outcome("list", "zh").text


def test_a_rule_is_explained_with_its_examples() -> None:
    text = outcome("show", id="ci-trains").text
    assert text.startswith(
        "ci-trains (level 2, required, automation, days)\nA change of the code runs training in CI\n\nWhy\n  Unit"
    )
    assert "Asks\n  there is a program that trains a model or runs the pipeline on a change of code\n" in text
    assert "Fails: CI runs the linter, training is never reached\n  .github/workflows/ci.yml\n    name: ci\n" in text
    assert "    train:\n        python train.py\n" in text
    assert max(map(len, text.splitlines())) <= 120


def test_what_an_example_pretends_of_a_server_is_shown() -> None:
    text = outcome("show", id="versions-have-signature").text
    assert 'Passes: inputs and outputs\n  MLflow\n    {\n      "uri": "https://mlflow.example.org",\n' in text
    assert '                "outputs": true\n' in text


def test_what_an_example_pretends_of_a_dvc_remote_is_shown() -> None:
    text = outcome("show", id="dvc-lock-in-sync").text
    assert '  DVC\n    {\n      "name": "store",\n      "uri": "s3://example-bucket/churn",\n' in text
    assert '"what": "dependency",\n          "name": "train.py",\n' in text


def test_a_rule_is_explained_in_chinese() -> None:
    text = outcome("show", "zh", id="service-metrics").text
    assert "适用条件\n  存在以模型应答的在线服务，或者存在导出指标的程序" in text
    assert "要求\n  存在以模型应答且导出运行指标的在线服务，或者存在导出指标的程序" in text


@pytest.mark.parametrize(
    ("identifier", "hint"), [("ci-train", "did you mean 'ci-trains'?"), ("xyz", "see: maturity rules list")]
)
def test_an_unknown_rule_is_answered_with_a_suggestion(identifier: str, hint: str) -> None:
    with pytest.raises(UsageError, match=f"there is no rule '{identifier}'; ") as error:
        outcome("show", id=identifier)
    assert str(error.value).endswith(hint)


def test_examples_that_hold_are_counted(rules: Path) -> None:
    def facts_of(example: Example) -> Any:
        return [activity("train", "a.py:1")] if example.files["a.py"] == "1" else [], ()

    assert check(rules, facts_of, "en") == Outcome("2 examples, all as claimed\n")


def test_an_example_that_does_not_hold_is_named(rules: Path) -> None:
    answer = check(rules, lambda example: ([], ()), "en")
    assert answer.code == NOT_MET
    assert answer.text == (
        "my-rule: example 'it is' should pass, got fail: No program that trains a model was found.\n"
    )


def test_a_folder_of_an_organisation_is_tested_by_the_evidence_of_its_examples(rules: Path) -> None:
    rule = rules / "automation/my-rule.yaml"
    trains = "from sklearn.linear_model import LinearRegression\nLinearRegression().fit([[0.0], [1.0]], [0.0, 1.0])\n"
    rule.write_text(GOOD.replace('{a.py: "1"}', "{train.py: " + repr_yaml(trains) + "}"))
    assert outcome("test", folder=rules) == Outcome("2 examples, all as claimed\n")


def repr_yaml(text: str) -> str:
    """Write a text as a double-quoted YAML scalar."""
    return '"' + text.replace("\n", "\\n") + '"'
