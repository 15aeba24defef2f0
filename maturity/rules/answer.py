"""Put an ask to the facts. The answer keeps what it rests on, so that a sentence can be made of it."""

from collections.abc import Iterable
from typing import Any, Literal, NamedTuple, assert_never

from maturity.model.raw import Gap
from maturity.model.rule import AllOf, AnyOf, Ask, Every, Links, Never, Share, Some, Where
from maturity.rules.index import FactIndex
from maturity.rules.where import compile_where

Told = Literal["pass", "fail", "unknown", "not-applicable"]

Leaf = Some | Never | Every | Share | Links


class Answer(NamedTuple):
    """What the facts say to an ask."""

    told: Told
    ask: Ask
    facts: tuple[Any, ...] = ()
    """What proves it, or what violates it."""
    selected: int = 0
    """How many facts were asked about."""
    good: int = 0
    """How many of them are as expected."""
    gap: Gap | None = None
    """Why it could not be told."""
    parts: tuple["Answer", ...] = ()
    """Of a composed ask: the parts that decided it."""


def answer(ask: Ask, index: FactIndex) -> Answer:
    """Answer one ask."""
    match ask:
        case Some():
            return _some(ask, index)
        case Never():
            return _never(ask, index)
        case Every() | Share():
            return _most(ask, index)
        case Links():
            return _links(ask, index)
        case AllOf(all_of=parts):
            return _compose(ask, parts, index, order=("fail", "unknown", "pass", "not-applicable"))
        case AnyOf(any_of=parts):
            return _compose(ask, parts, index, order=("pass", "unknown", "fail", "not-applicable"))
        case _:
            assert_never(ask)


def _select(kind: str, where: Any, index: FactIndex) -> list[Any]:
    accepts = compile_where(kind, where).accepts
    return [fact for fact in index.candidates(kind, where) if accepts(fact)]


def _some(ask: Some, index: FactIndex) -> Answer:
    found = _select(ask.some, ask.where, index)
    if len(found) >= ask.at_least:
        return Answer("pass", ask, tuple(found), len(found), len(found))
    return _doubt(ask, index, ask.some, ask.where) or Answer("fail", ask, tuple(found), len(found), len(found))


def _never(ask: Never, index: FactIndex) -> Answer:
    found = _select(ask.none, ask.where, index)
    if found:
        return Answer("fail", ask, tuple(found), len(found))
    return _doubt(ask, index, ask.none, ask.where) or Answer("pass", ask)


def _most(ask: Every | Share, index: FactIndex) -> Answer:
    """Judge a whole: a counter-example decides `every` whatever is hidden; a share of a part decides nothing."""
    kind = ask.every if isinstance(ask, Every) else ask.share
    selected = _select(kind, ask.where, index)
    expected = compile_where(kind, ask.expect)
    good = [fact for fact in selected if expected.accepts(fact)]
    bad = [fact for fact in selected if not expected.accepts(fact)]
    if expected.flags:
        bad = [fact for fact in bad if not expected.undecided(fact)]
    doubt = _doubt(ask, index, kind, ask.where)
    if doubt is None and len(good) + len(bad) < len(selected):
        doubt = Answer("unknown", ask, gap=index.gap(kind, ask.where, ask.expect))
    if doubt is not None and not (bad and isinstance(ask, Every)):
        return doubt
    if not selected:
        return Answer("not-applicable", ask)
    enough = not bad if isinstance(ask, Every) else len(good) >= ask.at_least * len(selected)
    return Answer("pass" if enough else "fail", ask, tuple(good if enough else bad), len(selected), len(good))


def _links(ask: Links, index: FactIndex) -> Answer:
    selected = _select(ask.links, ask.where, index)
    partners = {getattr(fact, ask.partner_key) for fact in _select(ask.to, ask.matching, index)} - {None}
    alone = [fact for fact in selected if getattr(fact, ask.key) not in partners]
    doubt = _doubt(ask, index, ask.to, ask.matching) if alone else _doubt(ask, index, ask.links, ask.where)
    if doubt is not None:
        return doubt
    if not selected:
        return Answer("not-applicable", ask)
    good = len(selected) - len(alone)
    return Answer("fail" if alone else "pass", ask, tuple(alone or selected), len(selected), good)


def _doubt(ask: Leaf, index: FactIndex, kind: str, where: Where) -> Answer | None:
    """Return `unknown` when something of this kind may have been missed."""
    gap = index.gap(kind, where)
    return Answer("unknown", ask, gap=gap) if gap is not None else None


def _compose(ask: AllOf | AnyOf, parts: Iterable[Ask], index: FactIndex, order: tuple[Told, ...]) -> Answer:
    """Let the first outcome in `order` that any part has decide; those parts are kept."""
    answers = [answer(part, index) for part in parts]
    told = next(one for one in order if any(part.told == one for part in answers))
    deciding = tuple(part for part in answers if part.told == told)
    facts = tuple(dict.fromkeys(fact for part in deciding for fact in part.facts))
    gap = next((part.gap for part in deciding if part.gap is not None), None)
    return Answer(told, ask, facts, gap=gap, parts=deciding)
