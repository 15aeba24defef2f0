"""Compile the `where` of an ask into tests on facts of one kind."""

from collections.abc import Callable
from typing import Any, NamedTuple

from maturity.model.rule import Condition, Expected, Where
from maturity.rules.fields import Field, kinds
from maturity.rules.pattern import compiled

Test = Callable[[Any], bool]
"""A test on the value of one field."""


class Filter(NamedTuple):
    """The tests of a `where`, field by field."""

    tests: tuple[tuple[str, Test], ...]
    flags: frozenset[str] = frozenset()
    """Of these fields the flags that may be absent: absent, they are neither true nor false."""

    def accepts(self, fact: Any) -> bool:
        """Tell whether a fact is as `where` says."""
        return all(test(getattr(fact, name)) for name, test in self.tests)

    def misses(self, fact: Any) -> list[str]:
        """Return the fields that are not as `where` says."""
        return [name for name, test in self.tests if not test(getattr(fact, name))]

    def undecided(self, fact: Any) -> bool:
        """Tell whether nothing speaks against a fact but flags that could not be told."""
        missed = self.misses(fact)
        return bool(missed) and all(name in self.flags and getattr(fact, name) is None for name in missed)


def compile_where(kind: str, where: Where) -> Filter:
    """Compile a `where` over a kind of fact; its fields have been vetted."""
    fields = kinds()[kind]
    flags = frozenset(name for name in where if fields[name].base == "flag" and fields[name].optional)
    return Filter(tuple((name, _test(expected, fields[name])) for name, expected in where.items()), flags)


def _test(expected: Expected, field: Field) -> Test:
    if isinstance(expected, Condition):
        return _condition(expected, field)
    if isinstance(expected, tuple):
        return _one_of(frozenset(expected), field)
    if field.many:
        return lambda value: expected in value
    return _equals(expected)


def _equals(wanted: Any) -> Test:
    return lambda value: bool(value == wanted)


def _one_of(allowed: frozenset[Any], field: Field) -> Test:
    if field.many:
        return lambda value: not allowed.isdisjoint(value)
    return lambda value: value in allowed


def _condition(condition: Condition, field: Field) -> Test:
    """Join the operators of a condition; of an absent value only `exists: false` is true."""
    if condition.exists is False:
        return lambda value: value is None or value == ()
    tests = tuple(_operators(condition, field))
    return lambda value: value is not None and all(test(value) for test in tests)


def _operators(condition: Condition, field: Field) -> list[Test]:
    numbers = (condition.gt, condition.ge, condition.lt, condition.le)
    tests = _bounds(*numbers) if any(bound is not None for bound in numbers) else []
    if condition.eq is not None:
        tests.append(_equals(condition.eq))
    if condition.isnt is not None:
        tests.append(_differs(condition.isnt, field))
    if condition.has is not None:
        tests.append(_one_of(frozenset((condition.has,)), field))
    if condition.has_any is not None:
        tests.append(_one_of(frozenset(condition.has_any), field))
    if condition.has_all is not None:
        tests.append(frozenset(condition.has_all).issubset)
    if condition.matches is not None:
        tests.append(_matches(condition.matches, field))
    if condition.exists and field.many:
        tests.append(bool)
    return tests


def _bounds(gt: float | None, ge: float | None, lt: float | None, le: float | None) -> list[Test]:
    tests: list[Test] = []
    if gt is not None:
        tests.append(lambda value: bool(value > gt))
    if ge is not None:
        tests.append(lambda value: bool(value >= ge))
    if lt is not None:
        tests.append(lambda value: bool(value < lt))
    if le is not None:
        tests.append(lambda value: bool(value <= le))
    return tests


def _differs(unwanted: Any, field: Field) -> Test:
    if field.many:
        return lambda value: unwanted not in value
    return lambda value: bool(value != unwanted)


def _matches(pattern: str, field: Field) -> Test:
    search = compiled(pattern).search
    if field.many:
        return lambda value: any(search(one) is not None for one in value)
    return lambda value: search(value) is not None
