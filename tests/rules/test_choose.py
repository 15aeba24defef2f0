"""Choosing among findings and putting them in order."""

import pytest

from maturity.model.finding import Evidence, Finding
from maturity.rules.choose import Choice, Order, choose, following
from tests.rules.making import finding

FINDINGS = (
    finding("b-fails", "fail", 2, effort="weeks"),
    finding("a-passes", "pass", 1, principle="versioning"),
    finding("c-unread", "unknown", 2, required=False, effort="days"),
    finding("d-fails", "fail", 1, effort="hours").model_copy(
        update={"evidence": (Evidence(kind="file", path="src/Train.py", line=3, text="fit()"),)}
    ),
)


def chosen(choice: Choice, order: Order = "rule") -> list[str]:
    sources = {"a-passes": "dvc", "b-fails": "repo"}
    return [
        one.rule
        for one in choose(FINDINGS, choice, sources=sources, changed=frozenset({"c-unread"}), order=order)  # type: ignore[arg-type]
    ]


@pytest.mark.parametrize(
    ("choice", "rules"),
    [
        (Choice(), ["a-passes", "b-fails", "c-unread", "d-fails"]),
        (Choice(principle="versioning"), ["a-passes"]),
        (Choice(level=2), ["b-fails", "c-unread"]),
        (Choice(status="fail", level=1), ["d-fails"]),
        (Choice(required=False), ["c-unread"]),
        (Choice(source="dvc"), ["a-passes"]),
        (Choice(changed=True), ["c-unread"]),
        (Choice(words="TRAIN.py fit"), ["d-fails"]),
        (Choice(words="fails 某"), ["b-fails", "d-fails"]),
        (Choice(words="nothing like that"), []),
    ],
)
def test_every_part_of_a_choice_has_to_hold(choice: Choice, rules: list[str]) -> None:
    assert chosen(choice) == rules


@pytest.mark.parametrize(
    ("order", "rules"),
    [
        ("level", ["d-fails", "a-passes", "b-fails", "c-unread"]),
        ("outcome", ["d-fails", "b-fails", "c-unread", "a-passes"]),
        ("effort", ["d-fails", "a-passes", "c-unread", "b-fails"]),
    ],
)
def test_orders(order: Order, rules: list[str]) -> None:
    assert chosen(Choice(), order) == rules


def test_a_part_goes_through_its_values_and_ends_with_none() -> None:
    levels, choice = [], Choice()
    for _ in range(4):
        choice = following(choice, "level")
        levels.append(choice.level)
    assert levels == [1, 2, 3, None]
    assert following(Choice(), "status").status == "fail"
    assert following(following(Choice(), "required"), "required").required is False
    assert following(following(Choice(), "changed"), "changed").changed is False
    assert following(Choice(principle="governance"), "principle").principle is None
    assert following(Choice(source="repo"), "source").source == "dvc"


def test_an_effort_that_is_not_known_stands_last() -> None:
    stored: tuple[Finding, ...] = (finding("z", "fail", effort="ages"), finding("y", "fail", effort="weeks"))
    assert [one.rule for one in choose(stored, Choice(), sources={}, order="effort")] == ["y", "z"]
