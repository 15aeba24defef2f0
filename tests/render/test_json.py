"""JSON is valid whatever a repository holds."""

import json

from maturity.model.assessment import Target
from maturity.render.json import render
from maturity.render.style import Style
from tests.render.example import EXAMPLE


def test_no_text_is_a_command_to_a_ci_system_and_none_is_lost() -> None:
    name = "a\\##vso[task.complete result=Failed]b"
    target = EXAMPLE.target.model_copy(update={"name": name})
    text = render(EXAMPLE.model_copy(update={"target": target}), Style())
    assert "##vso[" not in text
    assert json.loads(text)["target"]["name"] == name


def test_lone_surrogates_and_numbers_that_are_none_are_replaced() -> None:
    target = Target(name="a\udcff级", path="/a\udcff", commit=None, dirty=False)
    text = render(EXAMPLE.model_copy(update={"target": target, "score": float("nan")}), Style())
    document = json.loads(text.encode("utf-8"))
    assert document["target"] == {"name": "a?级", "path": "/a?", "commit": None, "dirty": False, "project": ""}
    assert document["score"] is None
