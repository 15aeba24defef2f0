"""Modules and skims as bytes for the cache and for pipes: positional JSON, checked on the way back."""

import hashlib
import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic_core import from_json

from maturity.evidence.python.module import (
    Argument,
    Call,
    Choice,
    Class,
    Function,
    Gate,
    Import,
    Module,
    Outcome,
    Parameter,
    Secret,
    Skim,
)

T = TypeVar("T")


@cache
def extractor_version(tokens: frozenset[str]) -> str:
    """Return what names this way of reading files: it changes with the source of this package and with the tokens."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    digest.update("\0".join(sorted(tokens)).encode("utf-8", "replace"))
    return digest.hexdigest()[:16]


def encode(module: Module | None, skim: Skim) -> bytes:
    """Return what was read of one file as bytes."""
    return json.dumps(
        [_skim_out(skim), None if module is None else _module_out(module)], separators=(",", ":")
    ).encode()


def decode(payload: bytes) -> tuple[Module | None, Skim]:
    """Return what `encode` wrote.

    Raises:
        ValueError: the bytes are something else.
    """
    try:
        skim, module = from_json(payload)
        return None if module is None else _module_in(module), _skim_in(skim)
    except (TypeError, KeyError, IndexError, AttributeError, RecursionError) as error:
        raise ValueError(f"no digest of a file: {error}") from None


def _module_out(one: Module) -> list[Any]:
    return [
        [_function_out(each) for each in one.functions],
        [[c.name, c.line, c.bases, _calls_out(c.decorators), _parameters_out(c.fields)] for c in one.classes],
        [[i.bound, i.target, i.line, i.used] for i in one.imports],
        one.constants,
        one.instances,
        one.problem,
        one.in_order,
        {path: _module_out(each) for path, each in one.written.items()},
    ]


def _function_out(one: Function) -> list[Any]:
    return [
        one.name,
        one.line,
        _calls_out(one.calls),
        _calls_out(one.decorators),
        _parameters_out(one.parameters),
        [[g.line, g.text, g.effect, g.champion, g.decision] for g in one.gates],
        one.asserts,
        one.separates,
        one.expects,
        one.stub,
        one.references,
        one.returns,
        one.deals,
        [[c.name, c.values, c.negated, c.first, c.last] for c in one.choices],
        one.asks,
        one.overrules,
        [[o.line, o.asked, o.several, o.written, o.by] for o in one.outcomes],
    ]


def _calls_out(calls: tuple[Call, ...]) -> list[Any]:
    return [[c.name, c.line, c.arguments, c.keywords, c.guarded] for c in calls]


def _parameters_out(parameters: tuple[Parameter, ...]) -> list[Any]:
    return [[p.name, p.annotation, p.default] for p in parameters]


def _skim_out(one: Skim) -> list[Any]:
    secrets = [[s.line, s.secret, s.shown, s.live] for s in one.secrets]
    return [sorted(one.tokens), one.imports, one.test_functions, one.main_guard, secrets, one.binary]


def _module_in(row: Any) -> Module:
    functions, classes, imports, constants, instances, problem, in_order, written = row
    return Module(
        functions=_many(functions, _function_in),
        classes=_many(classes, _class_in),
        imports=_many(imports, _import_in),
        constants=_arguments(constants),
        instances={_text(name): _text(made) for name, made in instances.items()},
        problem=_text(problem),
        in_order=_flag(in_order),
        written={_text(path): _module_in(each) for path, each in written.items()},
    )


def _function_in(row: Any) -> Function:
    name, line, calls, decorators, parameters, gates, asserts, separates, expects, stub, *rest = row
    references, returns, deals, choices, asks, overrules, outcomes = rest
    return Function(
        _text(name),
        _number(line),
        _many(calls, _call_in),
        _many(decorators, _call_in),
        _many(parameters, _parameter_in),
        _many(gates, _gate_in),
        _many(asserts, _number),
        _number(separates),
        _number(expects),
        _flag(stub),
        _many(references, _text),
        _text(returns),
        _number(deals),
        _many(choices, _choice_in),
        _many(asks, _text),
        _many(overrules, _text),
        _many(outcomes, _outcome_in),
    )


def _class_in(row: Any) -> Class:
    name, line, bases, decorators, fields = row
    return Class(
        _text(name), _number(line), _many(bases, _text), _many(decorators, _call_in), _many(fields, _parameter_in)
    )


def _import_in(row: Any) -> Import:
    bound, target, line, used = row
    return Import(_text(bound), _text(target), _number(line), _flag(used))


def _call_in(row: Any) -> Call:
    name, line, arguments, keywords, guarded = row
    if name.__class__ is not str or line.__class__ is not int or guarded.__class__ is not bool:
        raise TypeError("a call")
    for one in arguments:
        if one.__class__ in (list, dict):
            raise TypeError("an argument")
    return Call(name, line, tuple(arguments), _arguments(keywords) if keywords else {}, guarded)


def _parameter_in(row: Any) -> Parameter:
    name, annotation, default = row
    return Parameter(_text(name), _text(annotation), _argument(default))


def _gate_in(row: Any) -> Gate:
    line, text, effect, champion, decision = row
    return Gate(_number(line), _text(text), _text(effect), _flag(champion), _text(decision))


def _choice_in(row: Any) -> Choice:
    name, values, negated, first, last = row
    return Choice(_text(name), _many(values, _text), _flag(negated), _number(first), _number(last))


def _outcome_in(row: Any) -> Outcome:
    line, asked, several, written, by = row
    return Outcome(_number(line), _text(asked), _flag(several), _number(written), _text(by))


def _secret_in(row: Any) -> Secret:
    line, secret, shown, live = row
    return Secret(_number(line), _text(secret), _text(shown), _flag(live))


def _skim_in(row: Any) -> Skim:
    tokens, imports, tests, guard, secrets, binary = row
    return Skim(
        frozenset(_many(tokens, _text)),
        _many(imports, _text),
        _number(tests),
        _flag(guard),
        _many(secrets, _secret_in),
        _flag(binary),
    )


def _many(rows: Any, read: Callable[[Any], T]) -> tuple[T, ...]:
    if rows.__class__ is not list:
        raise TypeError("a list")
    return tuple([read(row) for row in rows])


def _arguments(value: Any) -> dict[str, Argument]:
    if value.__class__ is not dict:
        raise TypeError("a mapping")
    for one in value.values():
        if one.__class__ in (list, dict):
            raise TypeError("an argument")
    return dict(value)


def _argument(value: Any) -> Argument:
    if value.__class__ in (list, dict):
        raise TypeError("an argument")
    found: Argument = value
    return found


def _text(value: Any) -> str:
    if value.__class__ is not str:
        raise TypeError("a text")
    found: str = value
    return found


def _number(value: Any) -> int:
    if value.__class__ is not int:
        raise TypeError("a number")
    found: int = value
    return found


def _flag(value: Any) -> bool:
    if value.__class__ is not bool:
        raise TypeError("a truth value")
    found: bool = value
    return found
