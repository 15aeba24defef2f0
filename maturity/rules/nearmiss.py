"""Near misses: facts that have all but one thing that a rule asks for, and the reason why they do not count."""

from typing import Any, NamedTuple

from maturity.counted import counted
from maturity.model.rule import Condition, Expected, Some, Text
from maturity.rules.index import FactIndex
from maturity.rules.phrases import both, deed, noun, predicate, sections, spaced, values
from maturity.rules.places import Address, address, best_first
from maturity.rules.predicates import COUNTS, FLAGS, LABELS, LISTS, PRESENCE
from maturity.rules.vocabulary import IDENTITY, ROOTS, VALUES
from maturity.rules.where import compile_where

MOST = 3


class NearMiss(NamedTuple):
    """A fact that nearly counts."""

    fact: Any
    field: str
    """The one field that is not as asked."""
    reason: Text
    """A clause: `nothing reaches it`."""


def near_misses(ask: Some, index: FactIndex) -> list[NearMiss]:
    """Return the best facts of the kind that miss one condition, at most `MOST`."""
    tests = compile_where(ask.some, ask.where)
    identity = IDENTITY.get(ask.some, ())
    found: dict[Address, tuple[Any, str]] = {}
    for fact in best_first(
        index.candidates(ask.some, {name: ask.where[name] for name in identity if name in ask.where})
    ):
        misses = tests.misses(fact)
        if len(misses) == 1 and misses[0] not in identity:
            found.setdefault(address(fact.at), (fact, misses[0]))
            if len(found) == MOST:
                break
    return [NearMiss(fact, field, shortfall(ask.some, field, fact, ask.where[field])) for fact, field in found.values()]


def shortfall(kind: str, name: str, fact: Any, expected: Expected) -> Text:
    """Say why a fact does not count, as a clause of its own."""
    value, key = getattr(fact, name), (kind, name)
    if name == "root":
        return _origin(value)
    if key in FLAGS:
        return _it(predicate(kind, name, bool(value)))
    if key in PRESENCE and not value:
        return _it(predicate(kind, name, Condition(exists=False)))
    if key in COUNTS:
        return _not_so_many(value, expected, *COUNTS[key])
    if key == ("activity", "beside"):
        absent = deed({"activity": tuple(values(expected))})
        return Text(en=f"nothing beside it {absent.en}", zh=f"同一程序没有{absent.zh}")
    if key in LISTS:
        return _uncovered(key, expected, value)
    if key in VALUES:
        wanted = noun(kind, {name: expected})
        return Text(en=f"it is not {wanted.one}", zh=f"它不是{spaced(wanted.zh)}")
    label = name.replace("_", " ")
    return Text(en=f"its {label} is {value}", zh=f"其{LABELS.get(name, label)}为 {value}")


def _origin(root: str) -> Text:
    if root not in ROOTS:
        return Text(en="nothing reaches it", zh="没有程序会运行到它")
    en, zh = ROOTS[root]
    return Text(en=f"only {en}", zh=f"只{zh}")


def _not_so_many(value: float | None, expected: Expected, en: str, measure: str, zh: str) -> Text:
    """Say how many there are, and whether that is too few or too many."""
    if not value:
        return Text(en=f"it has no {en}", zh=f"它没有{zh}")
    value = int(value) if value == int(value) else value
    has = counted(value, en)
    most = _most(expected)
    if most is not None and value >= most:
        return Text(en=f"it has {has}, more than allowed", zh=f"它有 {value} {measure}{zh}，超出上限")
    return Text(en=f"it has only {has}", zh=f"它只有 {value} {measure}{zh}")


def _most(expected: Expected) -> float | None:
    """Return how many are too many, or the most that there may be."""
    if isinstance(expected, Condition):
        bounds = (expected.lt, expected.le, expected.eq)
        return next((one for one in bounds if isinstance(one, int | float)), None)
    return expected if isinstance(expected, int | float) else None


def _it(said: Text) -> Text:
    return Text(en=f"it {said.en}", zh=f"它{said.zh}")


def _uncovered(key: tuple[str, str], expected: Expected, have: Any) -> Text:
    """Name the members that a list lacks."""
    wanted = [value for value in values(expected) if value not in have]
    en, zh = sections(wanted)
    words = LISTS[key]
    return Text(en=f"it {words.no} {both(en).en}", zh=f"它{words.zh_no}{both(zh).zh}")
