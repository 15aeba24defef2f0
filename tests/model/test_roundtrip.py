"""Whatever a model holds, its JSON holds; whatever does not belong there is refused."""

from collections.abc import Sequence
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import pytest
from annotated_types import Ge, Le
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from maturity.model.assessment import Assessment
from maturity.model.fact import Fact
from maturity.model.facts.programs import ActivityFact, ServiceFact
from maturity.model.place import Place
from maturity.model.rule import Rule
from maturity.model.value import Value
from maturity.resources import folder
from maturity.rules.load import load_catalog

FACTS: TypeAdapter[Any] = TypeAdapter(Fact)
KINDS = get_args(get_args(Fact)[0])

PLAIN: dict[Any, st.SearchStrategy[Any]] = {
    str: st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
    int: st.integers(-(10**12), 10**12),
    float: st.floats(allow_nan=False, allow_infinity=False),
    bool: st.booleans(),
    type(None): st.none(),
}


def anything(annotation: Any) -> st.SearchStrategy[Any]:
    """Return any value that an annotation of a model allows."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return within(arguments[0], [bound for one in arguments[1:] for bound in getattr(one, "metadata", [one])])
    if origin is Literal:
        return st.sampled_from(arguments)
    if origin is tuple:
        return st.lists(anything(arguments[0]), max_size=2).map(tuple)
    if origin in (Union, UnionType):
        return st.one_of(*map(anything, arguments))
    if isinstance(annotation, type) and issubclass(annotation, Value):
        return model(annotation)
    return PLAIN[annotation]


def within(annotation: Any, bounds: Sequence[Any]) -> st.SearchStrategy[Any]:
    """Return any value of an annotation that lies between the bounds of its field."""
    least: Any = next((bound.ge for bound in bounds if isinstance(bound, Ge)), None)
    most: Any = next((bound.le for bound in bounds if isinstance(bound, Le)), None)
    if annotation in (int, float) and (least, most) != (None, None):
        numbers = st.integers if annotation is int else st.floats
        return numbers(min_value=least, max_value=most)
    return anything(annotation)


def model(form: type[Value]) -> st.SearchStrategy[Any]:
    """Return any value of a model."""
    fields = {name: within(info.annotation, info.metadata) for name, info in form.model_fields.items()}
    return st.fixed_dictionaries(fields).map(lambda values: form(**values))


@given(anything(Assessment))
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
def test_an_assessment_survives_its_json(assessment: Assessment) -> None:
    text = assessment.model_dump_json()
    assert Assessment.model_validate_json(text) == assessment
    assert Assessment.model_validate_json(text).model_dump_json() == text


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: str(kind.__name__))
def test_every_kind_of_fact_survives_its_json(kind: type[Value]) -> None:
    @given(model(kind))
    @settings(max_examples=10)
    def survives(fact: Value) -> None:
        assert FACTS.validate_json(fact.model_dump_json()) == fact

    survives()


def test_kinds_are_told_apart_by_their_names() -> None:
    names = [kind.model_fields["kind"].default for kind in KINDS]
    assert len(names) == len(set(names))
    assert [get_args(kind.model_fields["kind"].annotation) for kind in KINDS] == [(name,) for name in names]


@pytest.mark.parametrize("rule", load_catalog(folder("checks")).rules, ids=lambda rule: str(rule.id))
def test_a_rule_survives_its_json(rule: Rule) -> None:
    text = rule.model_dump_json(by_alias=True, exclude_none=True)
    assert Rule.model_validate_json(text) == rule


def test_values_are_frozen_closed_and_strict() -> None:
    place = Place(path="a.py", line=1)
    with pytest.raises(ValidationError, match="frozen"):
        place.__setattr__("line", 2)
    with pytest.raises(ValidationError, match="Extra inputs are not permitted"):
        Place.model_validate({"path": "a.py", "column": 3})
    with pytest.raises(ValidationError, match="valid integer"):
        Place.model_validate({"path": "a.py", "line": "1"})


@pytest.mark.parametrize(
    ("place", "shown"),
    [
        (Place(path="a.py", line=3), "a.py:3"),
        (Place(path="a.py"), "a.py"),
        (Place(uri="models/churn/3"), "models/churn/3"),
        (Place(), ""),
    ],
)
def test_a_place_reads_as_one_opens_it(place: Place, shown: str) -> None:
    assert str(place) == shown


def test_activities_and_services_carry_what_rules_ask() -> None:
    assert {"activity", "root", "chain", "beside", "blocking", "tested"} <= set(ActivityFact.model_fields)
    assert {"contract", "health", "metrics", "stores_predictions", "model"} <= set(ServiceFact.model_fields)
