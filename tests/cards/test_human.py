"""What people write: questions, answers, what is kept, and what is refused."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from maturity import cli
from maturity.cards import human
from maturity.cards.fields import catalog, human_fields
from maturity.errors import UsageError


def test_the_catalog_has_the_fields_of_the_specification() -> None:
    fields = catalog().fields
    kinds = [field.kind for field in fields]
    assert (kinds.count("automatic"), kinds.count("mixed"), kinds.count("human")) == (21, 18, 12)
    assert len({field.id for field in fields}) == len(fields)
    assert {field.section for field in fields} == {section.id for section in catalog().sections}
    assert all(bool(field.ask) == (field.kind != "automatic") for field in fields)


def test_questions_are_written_once_and_answers_stay(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["card", "init", str(tmp_path)]) == 0
    file = tmp_path / "model-card.yaml"
    first = file.read_text()
    assert human.answers(first, "model-card.yaml", "churn") == {}
    assert first.count("?") >= len(human_fields())
    answered = first.replace("summary:", "summary: |  # ours\n  Two lines,\n  and a remark.")
    answered = answered.replace("limitations:", "limitations:\n- one\n- two")
    file.write_text(answered + "models:\n  other:\n    task: ranking\n")
    assert cli.main(["card", "init", str(tmp_path)]) == 0
    again = file.read_text()
    told = human.answers(again, "model-card.yaml", "other")
    assert told["summary"].text == "Two lines,\nand a remark."
    assert told["limitations"].text == "- one\n- two"
    assert told["task"].text == "ranking"
    assert "# ours" in again
    assert "task" not in human.answers(again, "model-card.yaml", "churn")
    assert cli.main(["card", "init", str(tmp_path)]) == 0
    assert file.read_text() == again
    assert cli.main(["card", "init", str(tmp_path), "--lang", "zh"]) == 0
    chinese = human.answers(file.read_text(), "model-card.yaml", "other")
    assert {field: one.text for field, one in chinese.items()} == {field: one.text for field, one in told.items()}
    file.write_text(again)
    assert "and your answers" in capsys.readouterr().out


@pytest.mark.parametrize("answer", ["None", "none known", "N/A: no groups are recorded"])
def test_that_there_is_none_is_an_answer(answer: str) -> None:
    assert human.answers(f"limitations: '{answer}'\n", "model-card.yaml", "churn")["limitations"].text == answer


@pytest.mark.parametrize("answer", ["TBD", "[More Information Needed]", "'...'", "''", "n/a", "待定", "???"])
def test_what_holds_a_place_is_no_answer(answer: str) -> None:
    assert human.answers(f"summary: {answer}\n", "model-card.yaml", "churn") == {}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("sumary: x\n", r"model-card.yaml:1: 'sumary' is no field that a person fills; did you mean 'summary'\?"),
        ("summary: x\nmetrics: 1\n", "model-card.yaml:2: 'metrics' is no field that a person fills"),
        ("- x\n", "model-card.yaml:1: has to be a mapping from fields to answers"),
        ("models: x\n", "model-card.yaml:1: 'models' has to map names to their answers"),
        ("models:\n  churn:\n    taks: x\n", "model-card.yaml:3: 'taks' is no field that a person fills; did you mean"),
        ("summary: [\n", "model-card.yaml: "),
    ],
)
def test_a_mistake_is_named_with_its_line(content: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        human.answers(content, "model-card.yaml", "churn")


@pytest.mark.parametrize(
    "content",
    [
        '"intended-use": ranks customers\n',
        "owner : Ada\n",
        'summary: "two lines\nthat go on here"\n',
        "summary: x\n# a comment of ours\nowner: Ada\n",
        "# only a comment",
        "summary: |\n  text without an end of line",
        "summary: &it x\nmodels:\n  churn: {summary: *it}\n",
    ],
)
def test_what_is_there_stays_byte_for_byte(tmp_path: Path, content: str) -> None:
    file = tmp_path / "model-card.yaml"
    file.write_text(content)
    before = human.answers(content, "model-card.yaml", "churn")
    assert cli.main(["card", "init", str(tmp_path)]) == 0
    again = file.read_text()
    assert again.startswith(content)
    assert {key: one.text for key, one in human.answers(again, "model-card.yaml", "churn").items()} == {
        key: one.text for key, one in before.items()
    }
    assert all(again.count(f"\n{field}:") <= 1 for field in human_fields())
    assert human.questions("en", again) == again


@pytest.mark.parametrize("content", ["{summary: x}\n", "summary: x\n...\n", "summary: x\n---\nowner: y\n"])
def test_where_nothing_can_follow_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str
) -> None:
    file = tmp_path / "model-card.yaml"
    file.write_text(content)
    assert cli.main(["card", "init", str(tmp_path)]) == 2
    assert "nothing can be added below" in capsys.readouterr().err
    assert file.read_text() == content


@given(
    st.dictionaries(
        st.sampled_from(sorted(human_fields())),
        st.one_of(st.text(max_size=40), st.lists(st.text(max_size=20), max_size=3), st.integers()),
    )
)
def test_any_answers_stay_what_they_are(given_answers: dict[str, Any]) -> None:
    content = yaml.safe_dump(given_answers, allow_unicode=True) if given_answers else ""
    read = {key: one.text for key, one in human.answers(content, "model-card.yaml", "churn").items()}
    again = human.questions("en", content)
    assert {key: one.text for key, one in human.answers(again, "model-card.yaml", "churn").items()} == read


def test_a_file_that_is_wrong_is_not_touched(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "model-card.yaml"
    file.write_text("sumary: mine\n")
    assert cli.main(["card", "init", str(tmp_path)]) == 2
    assert "did you mean" in capsys.readouterr().err
    assert file.read_text() == "sumary: mine\n"
