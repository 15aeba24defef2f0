"""Every kind, field and activity has words, in both languages."""

from typing import get_args

from maturity.model.activity import Activity, Root
from maturity.rules.fields import kinds
from maturity.rules.nearmiss import shortfall
from maturity.rules.phrases import predicate
from maturity.rules.predicates import COUNTS, FLAGS, LISTS, PRESENCE
from maturity.rules.vocabulary import ACTIVITIES, DETAIL, IDENTITY, KINDS, NAMING, ROOTS, VALUES
from tests.rules.making import activity, service


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


def test_what_does_not_stand_beside_is_named() -> None:
    fact = activity("track", "a.py:1", beside=("track",))
    assert shortfall("activity", "beside", fact, "train").en == "nothing beside it trains a model"
