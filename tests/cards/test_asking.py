"""Questions about one model: what is asked, what is not, and that nothing of the file is lost."""

import re
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from maturity.cards import human
from maturity.cards.asking import asked
from maturity.cards.fields import human_fields
from maturity.errors import Unreadable
from maturity.model.card import Card
from tests.cards.making import detail, made

TAGS = {"owner": "Ada \u202e # <ada@example.org>\nsummary: injected", "license": "mit"}
CHURN = made(detail(tags=TAGS))
NET = made(detail("net"))


def plain(content: str) -> Any:
    return yaml.safe_load(content)  # noqa: TID251 -- another reader than ours checks what was written


def section(content: str, name: str) -> dict[str, Any]:
    found: dict[str, Any] = plain(content)["models"][name]
    return found


def test_what_is_known_is_a_comment_and_what_a_person_must_say_is_asked() -> None:
    found = asked("en", "", CHURN)
    assert found.known == ("owner", "license")
    assert set(found.questions) == set(human_fields()) - {"owner", "license"}
    assert section(found.content, "churn") == dict.fromkeys(found.questions)
    assert "    # Licences - known already: model: mit; answer only to add to it\n    # license:\n" in found.content
    assert (
        "# Owner and contact - known already: owner: Ada \\u202e # <ada@example.org>\\nsummary: injected"
        in found.content
    )
    assert "    # What is it for, and who uses its answers? (due from level 1)\n    intended-use:\n" in found.content
    assert found.content.startswith("# What machines cannot know.")
    chinese = asked("zh", "", CHURN).content
    assert "# 许可证——已知：model: mit；仅在需要补充时回答" in chinese
    assert section(chinese, "churn") == section(found.content, "churn")


def test_what_holds_for_all_models_is_not_asked_of_one() -> None:
    before = "summary: For all.\ndesign: TBD\n"
    found = asked("en", before, NET)
    assert found.general == ("summary",)
    assert "summary" not in section(found.content, "net")
    assert "design" in section(found.content, "net")
    assert found.content.startswith(before)


def test_answers_stay_and_a_second_run_changes_nothing() -> None:
    first = asked("en", "owner: Ada\n", CHURN).content
    answered = first.replace("    risks:\n", "    risks: |  # ours\n      Two lines,\n\n      and a remark.\n")
    answered = answered.replace("    # license:\n", "    license: MIT, and the data CC-BY\n")
    for language in ("en", "zh"):
        assert asked(language, answered, CHURN).content == answered
    assert section(answered, "churn")["risks"] == "Two lines,\n\nand a remark.\n"
    both = asked("en", answered, NET).content
    assert both.startswith(answered)
    assert section(both, "churn") == section(answered, "churn")
    assert asked("en", both, CHURN).content == both


BETWEEN = """# ours
models:
    churn:
        # ours, too
        task: ranking   # as agreed

    other: {task: regression}

# after all models
summary: For all.
owner: Ada
"""


@pytest.mark.parametrize("card", [CHURN, NET], ids=["there", "new"])
def test_lines_are_put_between_those_that_are_there(card: Card) -> None:
    found = asked("en", BETWEEN, card)
    lines = iter(found.content.splitlines())
    assert all(line in lines for line in BETWEEN.splitlines())
    told = plain(found.content)
    assert (told["summary"], told["owner"], told["models"]["other"]) == ("For all.", "Ada", {"task": "regression"})
    assert told["models"]["churn"]["task"] == "ranking"
    assert set(told["models"][card.model]) >= {"risks", "oversight"}
    assert re.search(r"^        risks:$" if card.model == "churn" else r"^      risks:$", found.content, re.MULTILINE)
    assert asked("en", found.content, card).content == found.content


def test_what_is_not_known_any_more_is_asked() -> None:
    before = asked("en", "", CHURN).content
    after = asked("en", before, made(detail())).content
    assert "    license:\n" in after
    assert "license" in section(after, "churn")


@pytest.mark.parametrize(
    "content",
    ["{summary: x}\n", "models: {}\n", "models: {churn: {task: x}}\n", "summary: x\n...\n", "a: 1\n---\nb: 2\n"],
)
def test_where_nothing_can_be_put_between_nothing_is(content: str) -> None:
    with pytest.raises(Unreadable, match="write its answers as lines below `models:` and its name"):
        asked("en", content, CHURN)


@pytest.mark.parametrize(
    "name", ["true", "1", "a: b", "-", "x#y", "#", "'", '"', "模型", "a\\b", "tab\there", "\u00e9 x", "&a"]
)
def test_any_name_is_a_name(name: str) -> None:
    card = made(detail(name))
    found = asked("en", "owner: Ada\nmodels:\n  churn: {task: x}\n", card)
    assert set(human.answers(found.content, "", "churn")) == {"owner", "task"}
    answered = found.content.replace("    risks:\n", "    risks: few\n")
    assert human.answers(answered, "", name)["risks"].text == "few"
    assert asked("en", answered, card).content == answered


@given(
    st.dictionaries(st.sampled_from(sorted(human_fields())), st.text(max_size=30), max_size=6),
    st.dictionaries(
        st.sampled_from(["churn", "net", "a b", "x: y"]),
        st.dictionaries(st.sampled_from(sorted(human_fields())), st.text(max_size=30), min_size=1, max_size=4),
        max_size=3,
    ),
    st.integers(min_value=2, max_value=6),
)
def test_any_answers_of_any_models_stay(general: dict[str, str], own: dict[str, Any], indent: int) -> None:
    held = general | ({"models": own} if own else {})
    content = yaml.safe_dump(held, allow_unicode=True, indent=indent, sort_keys=False) if held else ""
    names = ("churn", "net", "a b", "x: y", "")
    before = [{field: one.text for field, one in human.answers(content, "", name).items()} for name in names]
    found = asked("en", content, CHURN)
    after = [{field: one.text for field, one in human.answers(found.content, "", name).items()} for name in names]
    assert after == before
    lines = iter(found.content.splitlines(keepends=True))
    assert all(line in lines for line in content.splitlines(keepends=True))
    assert asked("en", found.content, CHURN).content == found.content
