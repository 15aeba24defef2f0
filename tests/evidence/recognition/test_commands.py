"""Argument vectors against the beginnings of commands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.evidence.recognition.commands import CommandIndex, carries, follows, normal


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("A=1 B=2 /usr/bin/dvc repro", "dvc repro"),
        ("python -m pytest -q", "pytest -q"),
        ("python train.py -m x", "python train.py -m x"),
        ("python3 -m", ""),
        ("A=1", ""),
        ("a=b/c=d run", "run"),
        ("gcloud beta run deploy x", "gcloud run deploy x"),
        ("gcloud run deploy beta", "gcloud run deploy beta"),
    ],
)
def test_normal(line: str, expected: str) -> None:
    assert " ".join(normal(line.split())) == expected


@pytest.mark.parametrize(
    ("pattern", "words", "expected"),
    [
        ("apply", "apply -f x", True),
        ("apply", "-n prod apply", True),
        ("apply", "--namespace=prod apply", True),
        ("apply", "prod apply", False),
        ("apply", "-n prod x apply", False),
        ("ml job create", "ml --debug job create", True),
        ("* train", "detect train", True),
        ("* train", "train", False),
        ("", "anything", True),
    ],
)
def test_options_may_stand_between(pattern: str, words: str, expected: bool) -> None:
    assert follows(pattern.split(), words.split()) is expected


def test_an_option_with_a_value_is_carried_unless_it_is_false() -> None:
    assert carries("--push", ["build", "--push"])
    assert carries("--push", ["build", "--push=true"])
    assert not carries("--push", ["build", "--push=false"])
    assert not carries("--push", ["build", "--pusher"])


def test_a_word_can_disprove_a_command() -> None:
    index: CommandIndex[str] = CommandIndex()
    index.add("hub upload", ("--type",), "model")
    assert index.find("hub upload a b".split()) == [(1, "model")]
    assert index.find("hub upload a b --type dataset".split()) == []


@given(st.lists(st.text("-=aA/* ", max_size=4), max_size=8))
def test_any_argument_vector_has_an_answer(words: list[str]) -> None:
    index: CommandIndex[str] = CommandIndex()
    index.add("a * A --a", (), "x")
    assert index.find(words) in ([], [(2, "x")])
