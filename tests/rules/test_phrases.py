"""Every kind, field and activity has words, in both languages."""

from typing import get_args

from maturity.model.activity import Activity, Root
from maturity.model.facts.lineage import ReproductionFact
from maturity.model.rule import Condition
from maturity.rules.fields import kinds
from maturity.rules.nearmiss import shortfall
from maturity.rules.phrases import noun, predicate
from maturity.rules.predicates import COUNTS, FLAGS, LISTS, PRESENCE
from maturity.rules.vocabulary import ACTIVITIES, DETAIL, IDENTITY, KINDS, NAMING, ROOTS, VALUES
from tests.rules.making import a_test, activity, place, service


def test_every_kind_activity_and_origin_has_a_word() -> None:
    assert set(KINDS) == set(kinds())
    assert set(ACTIVITIES) == set(get_args(Activity))
    assert set(ROOTS) == set(get_args(Root)) - {"none"}


def test_words_speak_of_fields_that_exist() -> None:
    named = {*FLAGS, *COUNTS, *LISTS, *PRESENCE, *VALUES}
    named |= {(kind, field) for kind, field in DETAIL.items()}
    named |= {(kind, field) for table in (IDENTITY, NAMING) for kind, fields in table.items() for field in fields}
    assert {(kind, field) for kind, field in named if field not in kinds()[kind]} == set()


def test_every_flag_and_number_has_words() -> None:
    fields = {(kind, name): field for kind, known in kinds().items() for name, field in known.items()}
    assert {key for key, field in fields.items() if field.base == "flag"} == set(FLAGS)
    assert {key for key, field in fields.items() if field.base in ("integer", "number")} == set(COUNTS)
    for key, words in VALUES.items():
        assert set(words) == set(fields[key].options)


def test_a_field_without_words_of_its_own_is_named() -> None:
    said = predicate("service", "framework", "bentoml")
    assert (said.en, said.zh) == ("has the framework bentoml", "框架为 bentoml")
    reason = shortfall("service", "framework", service("a.py:1"), "bentoml")
    assert (reason.en, reason.zh) == ("its framework is fastapi", "其框架为 fastapi")


def test_too_many_and_too_few_are_told_apart() -> None:
    fact = ReproductionFact(
        at=place("a.py:1"),
        model="m",
        version="1",
        within_tolerance=True,
        genuine=True,
        age_days=370.0,
        serving=True,
    )
    old = shortfall("reproduction", "age_days", fact, Condition(le=90))
    assert (old.en, old.zh) == ("it has 370 days of age, more than allowed", "它有 370 天时长，超出上限")
    assert shortfall("reproduction", "age_days", fact, Condition(lt=370)).en == old.en
    assert shortfall("reproduction", "age_days", fact, Condition(ge=400)).en == "it has only 370 days of age"
    assert shortfall("test", "asserts", a_test("t.py:1", asserts=3), 0).en == "it has 3 assertions, more than allowed"
    assert shortfall("test", "asserts", a_test("t.py:1", asserts=1), Condition(ge=2)).en == "it has only 1 assertion"
    assert shortfall("test", "asserts", a_test("t.py:1", asserts=0), Condition(ge=2)).en == "it has no assertions"


def test_what_does_not_stand_beside_is_named() -> None:
    fact = activity("track", "a.py:1", beside=("track",))
    assert shortfall("activity", "beside", fact, "train").en == "nothing beside it trains a model"


def test_tools_are_named_with_their_article() -> None:
    assert noun("tool-config", {"tool": "eslint"}).one == "an eslint configuration"
    assert noun("tool-config", {"tool": "ruff"}).one == "a ruff configuration"
