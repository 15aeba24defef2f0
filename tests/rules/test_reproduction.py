"""What is exported comes back as it was."""

import json

from hypothesis import given
from hypothesis import strategies as st

from maturity.documents.yaml import load_typed
from maturity.model.explanation import Reproduction
from maturity.model.facts.programs import ActivityFact
from maturity.model.place import Place
from maturity.model.raw import Gap
from maturity.rules.reproduction import written


def made(text: str, line: int) -> Reproduction:
    place = Place(path=text, line=line, text=text)
    fact = ActivityFact(
        at=place, activity="train", technology=text, root="change", program=text, chain=(place, place), tested=True
    )
    return Reproduction(
        tool="1.10", rule="ci-trains", verdict="fail", facts=(fact,), gaps=(Gap(path=None, reason=text),)
    )


def read(text: str) -> Reproduction:
    (document,) = load_typed(text)
    return Reproduction.model_validate_json(json.dumps(document))


@given(st.text() | st.from_regex(r"[-+.]?[0-9]+([.e][-+]?[0-9]*)?", fullmatch=True), st.integers(1, 10**6))
def test_any_text_comes_back(text: str, line: int) -> None:
    assert read(written(made(text, line))) == made(text, line)


def test_texts_that_look_like_something_else_come_back() -> None:
    for text in (
        "1e3",
        "null",
        "true",
        "yes",
        "~",
        "0x10",
        "2024-05-01",
        "- a: b",
        "# x",
        "<<",
        "=",
        "{}",
        "\x85",
        "1\u2028",
        "a\u2029b",
    ):
        assert read(written(made(text, 1))) == made(text, 1)


def test_of_a_lone_surrogate_a_sign_remains() -> None:
    assert read(written(made("a\udcffb", 1))) == made("a?b", 1)
