"""Hold the asks of a rule against the fields of the facts: kinds, fields, values and operators have to fit."""

from collections.abc import Iterator
from typing import Any, NamedTuple, assert_never

from maturity.model.rule import AllOf, AnyOf, Ask, Condition, Every, Expected, Links, Never, Scalar, Share, Some, Where
from maturity.rules.fields import Field, kinds
from maturity.rules.pattern import compiled
from maturity.rules.validate import suggest

Location = tuple[int | str, ...]

_BASES: dict[str, tuple[type, ...]] = {"text": (str,), "integer": (int,), "number": (int, float), "flag": (bool,)}
_WORDS = {"text": "a text", "integer": "a whole number", "number": "a number", "flag": "true or false"}


class Problem(NamedTuple):
    """Something in an ask that does not fit."""

    location: Location
    words: str


def problems(ask: Ask, at: Location) -> Iterator[Problem]:
    """Yield what does not fit in an ask that stands at a place of its file."""
    match ask:
        case AllOf(all_of=parts) | AnyOf(any_of=parts):
            form = "all_of" if isinstance(ask, AllOf) else "any_of"
            if not parts:
                yield Problem((*at, form), f"{form!r} asks for nothing")
            for position, part in enumerate(parts):
                yield from problems(part, (*at, form, position))
        case Some(some=kind) | Never(none=kind):
            yield from _selection(ask, kind, at)
            if isinstance(ask, Some) and ask.at_least < 1:
                yield Problem((*at, "at_least"), "'at_least' has to be 1 or more")
        case Every(every=kind) | Share(share=kind):
            yield from _selection(ask, kind, at)
            yield from _where(ask.expect, kind, (*at, "expect"))
            if not ask.expect:
                yield Problem((*at, "expect"), "'expect' says nothing")
            if isinstance(ask, Share) and not 0 < ask.at_least <= 1:
                yield Problem((*at, "at_least"), "'at_least' has to be a ratio above 0, up to 1")
        case Links(links=kind):
            yield from _selection(ask, kind, at)
            yield from _links(ask, at)
        case _:
            assert_never(ask)


def _selection(ask: Some | Never | Every | Share | Links, kind: str, at: Location) -> Iterator[Problem]:
    form = next(iter(type(ask).model_fields))
    yield from _kind(kind, (*at, form))
    yield from _where(ask.where, kind, (*at, "where"))


def _kind(kind: str, at: Location) -> Iterator[Problem]:
    if kind not in kinds():
        yield Problem(at, f"there is no kind of fact {kind!r}{suggest(kind, kinds()) or _known(kinds())}")


def _known(names: Any) -> str:
    return f"; known: {', '.join(names)}"


def _links(ask: Links, at: Location) -> Iterator[Problem]:
    yield from _kind(ask.to, (*at, "to"))
    yield from _where(ask.matching, ask.to, (*at, "matching"))
    for name, kind, key in ((ask.key, ask.links, "key"), (ask.partner_key, ask.to, "partner_key")):
        field = kinds().get(kind, {}).get(name)
        if kind in kinds() and field is None:
            yield Problem((*at, key), _no_field(kind, name))
        elif field is not None and (field.many or field.base == "places"):
            yield Problem((*at, key), f"{name!r} is a list and cannot join facts")


def _no_field(kind: str, name: str) -> str:
    known = kinds()[kind]
    return f"a fact of kind {kind!r} has no field {name!r}{suggest(name, known) or _known(known)}"


def _where(where: Where, kind: str, at: Location) -> Iterator[Problem]:
    for name, expected in where.items():
        fields = kinds().get(kind)
        if fields is None:
            return
        if name not in fields:
            yield Problem((*at, name), _no_field(kind, name))
        else:
            yield from _expected(expected, fields[name], name, (*at, name))


def _expected(expected: Expected, field: Field, name: str, at: Location) -> Iterator[Problem]:
    match expected:
        case Condition():
            yield from _condition(expected, field, name, at)
        case tuple():
            if not expected:
                yield Problem(at, f"{name!r} is asked to be one of nothing")
            for value in expected:
                yield from _value(value, field, name, at)
        case _:
            yield from _value(expected, field, name, at)


def _value(value: Scalar, field: Field, name: str, at: Location) -> Iterator[Problem]:
    """A value that the field could hold, or one of its members."""
    if field.base == "places":
        yield Problem(at, f"{name!r} holds places: only 'exists' can be asked of it")
    elif not isinstance(value, _BASES[field.base]) or (isinstance(value, bool) and field.base != "flag"):
        yield Problem(at, f"{name!r} holds {_WORDS[field.base]}, never {value!r}")
    elif field.options and value not in field.options:
        yield Problem(at, f"{name!r} is never {value!r}{suggest(str(value), field.options) or _known(field.options)}")


def _condition(condition: Condition, field: Field, name: str, at: Location) -> Iterator[Problem]:
    asked = condition.model_dump(exclude_none=True, by_alias=True)
    if not asked:
        yield Problem(at, f"the condition on {name!r} is empty")
    for operator, value in asked.items():
        here = (*at, operator)
        if not _fits(operator, field):
            yield Problem(here, f"{operator!r} does not fit {name!r}, which holds {_holds(field)}")
        elif operator == "matches":
            yield from _pattern(value, here)
        elif operator not in ("exists", "gt", "ge", "lt", "le"):
            for one in value if isinstance(value, tuple | list) else (value,):
                yield from _value(one, field, name, here)


def _fits(operator: str, field: Field) -> bool:
    match operator:
        case "exists":
            return field.many or field.optional
        case "gt" | "ge" | "lt" | "le":
            return field.base in ("integer", "number") and not field.many
        case "has" | "has_any" | "has_all":
            return field.many and field.base != "places"
        case "matches":
            return field.base == "text"
        case "eq":
            return not field.many
        case _:
            return field.base != "places"


def _holds(field: Field) -> str:
    if field.base == "places":
        return "places"
    return "a list" if field.many else _WORDS[field.base] + ("" if field.optional else " and is always there")


def _pattern(pattern: str, at: Location) -> Iterator[Problem]:
    try:
        compiled(pattern)
    except ValueError as error:
        yield Problem(at, f"RE2 does not accept this pattern: {error}")
