"""Drift of numbers: a card is held against the server to the digits that it says."""

import json
import math
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from maturity.cards import drift
from maturity.cards.build import build
from maturity.cards.drift import Difference
from maturity.cards.written import Written, read
from maturity.model.card import Card
from maturity.model.history import History
from maturity.render.cards import CardFormat, render
from maturity.render.cards.numbers import number
from maturity.render.style import Style
from tests.cards.making import detail, made

CARD = Path("card")
WRITTEN: tuple[CardFormat, ...] = ("markdown", "html", "json")
FEW = settings(max_examples=15, deadline=None)
"""Each example reads a card in a process of its own."""
NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
METRICS = st.dictionaries(st.sampled_from(["auc", "loss", "slice/age", "auc_low", "rows", "co2"]), NUMBERS, max_size=6)


def written(card: Card, form: CardFormat) -> Written:
    return read(str(render(card, form, Style())).encode(), CARD)


def found(now: Card, old: Written) -> tuple[Any, ...]:
    return (*drift.differences(now, old), *drift.altered(now, old))


@pytest.mark.parametrize("form", WRITTEN)
@FEW
@given(METRICS, METRICS)
@example({"auc": 1.5e308}, {"auc": -1.5e308})
def test_a_card_of_any_numbers_is_true_when_it_is_written(form: CardFormat, now: Any, before: Any) -> None:
    card = made(detail(metrics=now, baseline=before))
    assert Card.model_validate_json(str(render(card, "json", Style()))) == card
    assert found(card, written(card, form)) == ()


@FEW
@given(NUMBERS, NUMBERS)
def test_a_text_is_held_to_the_digits_that_it_prints(one: float, other: float) -> None:
    old = written(made(detail(metrics={"auc": one})), "markdown")
    told = drift.differences(made(detail(metrics={"auc": other})), old)
    same = number(one) == number(other)
    assert told == (() if same else (Difference("metric auc", number(one), number(other)),))


@FEW
@given(NUMBERS)
def test_the_next_number_there_is_differs_in_json_alone(value: float) -> None:
    following = math.nextafter(value, math.inf)
    assume(math.isfinite(following) and number(value) == number(following))
    before, now = (made(detail(metrics={"auc": one})) for one in (value, following))
    assert drift.differences(now, written(before, "markdown")) == ()
    (told,) = drift.differences(now, written(before, "json"))
    assert (float(told.printed), float(told.recorded)) == (value, following)


def test_json_holds_what_the_server_said_and_texts_round_it() -> None:
    card = made(detail(metrics={"auc": 0.8200000000000001, "slice/young": 2 / 3}, baseline={"auc": 0.81}))
    held = json.loads(render(card, "json", Style()))
    values = {one["field"]: one["value"] for one in held["entries"]}
    assert values["metrics"]["rows"] == [["auc", 0.8200000000000001]]
    assert values["baseline"]["rows"] == [["auc", 0.81, 0.8200000000000001, 0.8200000000000001 - 0.81]]
    assert {"name": "metric auc", "value": 0.8200000000000001} in held["stated"]
    bom = json.loads(render(card, "cyclonedx", Style()))
    metrics = bom["components"][0]["modelCard"]["quantitativeAnalysis"]["performanceMetrics"]
    assert metrics == [
        {"type": "auc", "value": "0.8200000000000001"},
        {"type": "slice/young", "value": "0.6666666666666666", "slice": "slice/young"},
    ]
    for form in ("markdown", "html", "text"):
        told = str(render(card, form, Style()))
        assert "0.666667" in told
        assert "+0.01" in told
        assert "0.8200000000000001" not in told


def test_noise_below_what_is_printed_is_no_change_of_a_version() -> None:
    told = detail(metrics={"auc": 0.8200000000000001, "loss": 0.3})
    before = detail(metrics={"auc": 0.82, "loss": 0.4})
    card = build(
        told.model_copy(
            update={"previous": before.version.model_copy(update={"version": "1"}), "previous_run": before.run}
        ),
        None,
        {},
    )
    assert card.rows("changes") == (("version", "1", "2"), ("loss", 0.4, 0.3))


def test_a_history_that_was_changed_in_json_is_found() -> None:
    history = History(metric="loss", points=((0, 0.9), (1, 0.5)), recorded=2)
    card = made(detail(metrics={"loss": 0.5}, histories=(history,)))
    text = str(render(card, "json", Style()))
    old = read(text.replace("0.9", "0.8").encode(), CARD)
    assert [one.title for one in drift.altered(card, old)] == ["metrics"]
    assert drift.differences(card, old) == ()


def test_a_card_of_json_that_counts_more_than_it_holds_is_found() -> None:
    card = made(detail(metrics={"auc": 0.82}))
    held = json.loads(render(card, "json", Style()))
    held["completeness"][0] |= {"filled": held["completeness"][0]["due"], "missing": []}
    text = json.dumps(held, indent=2)
    (told,) = drift.altered(card, read(text.encode(), CARD))
    assert (told.title, told.number) == ("completeness", text[: text.index('"completeness"')].count("\n") + 1)


def test_a_card_of_json_whose_numbers_are_texts_is_held_to_their_digits() -> None:
    card = made(detail(metrics={"auc": 0.8200000000000001}))
    held = {"model": "churn", "version": "2", "stated": [{"name": "metric auc", "value": "0.82"}]}
    old = read(json.dumps(held).encode(), CARD)
    told = drift.differences(card, old)
    assert told == (Difference("run", "-", "r2"),)
