"""What a rule may ask of each kind of fact: the fields of the fact classes, and what they can hold."""

import types
from functools import cache
from typing import Any, Literal, NamedTuple, Union, get_args, get_origin

from maturity.model.fact import Fact

_COMMON = frozenset({"kind", "at", "related"})


class Field(NamedTuple):
    """One field of a kind of fact."""

    base: Literal["text", "integer", "number", "flag", "places"]
    many: bool = False
    """A list: a scalar asks for membership."""
    optional: bool = False
    """May be absent; then every condition other than `exists: false` fails."""
    options: tuple[str, ...] = ()
    """The only values, where they are a closed set."""


@cache
def kinds() -> dict[str, dict[str, Field]]:
    """Return the fields of every kind that a rule can ask about."""
    union = get_args(get_args(Fact)[0])
    return {str(fact.model_fields["kind"].default): _fields(fact) for fact in union}


def _fields(fact: Any) -> dict[str, Field]:
    return {name: _field(info.annotation) for name, info in fact.model_fields.items() if name not in _COMMON}


def _field(annotation: Any) -> Field:
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin in (Union, types.UnionType):
        inner = next(one for one in arguments if one is not type(None))
        return _field(inner)._replace(optional=True)
    if origin is tuple:
        return _field(arguments[0])._replace(many=True)
    if origin is Literal:
        return Field("text", options=tuple(str(one) for one in arguments))
    if annotation is bool:
        return Field("flag")
    if annotation is int:
        return Field("integer")
    if annotation is float:
        return Field("number")
    return Field("text") if annotation is str else Field("places")
