"""Explain a verdict: put every plain question of a rule to the facts, and say of each fact why it did or did not count.

A question that decided nothing is explained as well: a reader who doubts a verdict may miss his proof there.
"""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from maturity.model.explanation import Explanation, Part, Reproduction, Stated
from maturity.model.finding import Finding
from maturity.model.raw import Gap
from maturity.model.rule import AllOf, AnyOf, Ask, Every, Links, Rule, Share, Where
from maturity.rules.answer import Answer, Leaf, answer
from maturity.rules.index import FactIndex
from maturity.rules.judge import judge
from maturity.rules.nearmiss import shortfall
from maturity.rules.places import Address, address, best_first, evidence
from maturity.rules.question import question
from maturity.rules.statement import statement
from maturity.rules.vocabulary import IDENTITY
from maturity.rules.where import compile_where

SHOWN = 10
"""Facts of one part that are stated; more convince nobody."""

KEPT = 20
"""Facts of one part that go into a reproduction."""


class Explained(NamedTuple):
    """A verdict explained for a person, and what reaches it again."""

    explanation: Explanation
    reproduction: Reproduction


class _Miss(NamedTuple):
    fact: Any
    fields: list[str]
    """What is not as asked."""


class _Looked(NamedTuple):
    """What came of one plain question."""

    leaf: Leaf
    condition: bool
    told: Answer
    alike: int
    misses: list[_Miss]
    gaps: tuple[Gap, ...]


class Origin(NamedTuple):
    """What was examined, by which version."""

    tool: str
    target: str
    commit: str | None


def explain(
    rule: Rule, facts: Iterable[Any], gaps: Iterable[Gap], origin: Origin, given: frozenset[str] = frozenset(("repo",))
) -> Explained:
    """Explain what a rule says of the facts and gaps of the sources that were given."""
    known, unread = tuple(facts), tuple(gaps)
    (finding,) = judge((rule,), known, unread, given)
    index = FactIndex(known, unread)
    looked = [_look(leaf, index, condition=condition) for leaf, condition in _questions(rule)]
    return Explained(_explanation(rule, finding, looked, index, origin), _reproduction(finding, looked, index, origin))


def _questions(rule: Rule) -> Iterator[tuple[Leaf, bool]]:
    """Yield the plain questions of a rule, first those on whether it applies."""
    if rule.applies is not None:
        yield from ((leaf, True) for leaf in _leaves(rule.applies))
    yield from ((leaf, False) for leaf in _leaves(rule.ask))


def _leaves(ask: Ask) -> Iterator[Leaf]:
    match ask:
        case AllOf(all_of=parts) | AnyOf(any_of=parts):
            for part in parts:
                yield from _leaves(part)
        case _:
            yield ask


def _look(leaf: Leaf, index: FactIndex, *, condition: bool) -> _Looked:
    told, kind = answer(leaf, index), _kind(leaf)
    alike, misses = _turned_down(kind, leaf.where, index, {address(fact.at) for fact in told.facts})
    return _Looked(
        leaf, condition, told, alike, misses, tuple(index.gaps(kind, leaf.where, getattr(leaf, "expect", ())))
    )


def _turned_down(kind: str, where: Where, index: FactIndex, decided: set[Address]) -> tuple[int, list[_Miss]]:
    """Count the facts of the sort that is asked for; keep the best that is not as asked at each place, nearest first.

    A place that decided is not turned down, whatever else leads to it.
    """
    tests, identity = compile_where(kind, where), {*IDENTITY.get(kind, ())}
    alike, misses = 0, []
    for fact in best_first(index.of(kind)):
        fields = tests.misses(fact)
        if identity.isdisjoint(fields):
            alike += 1
            if fields:
                misses.append(_Miss(fact, fields))
    found: dict[Address, _Miss] = {}
    for miss in sorted(misses, key=lambda one: len(one.fields)):
        if address(miss.fact.at) not in decided:
            found.setdefault(address(miss.fact.at), miss)
    return alike, list(found.values())


def _explanation(rule: Rule, finding: Finding, looked: list[_Looked], index: FactIndex, origin: Origin) -> Explanation:
    return Explanation(
        tool=origin.tool,
        target=origin.target,
        commit=origin.commit,
        rule=rule.id,
        level=rule.level,
        required=rule.required,
        title=rule.title,
        status=finding.status,
        summary=finding.summary,
        asks=question(rule.ask),
        applies=question(rule.applies) if rule.applies is not None else None,
        parts=tuple(_part(one, index) for one in looked),
    )


def _part(one: _Looked, index: FactIndex) -> Part:
    kind = _kind(one.leaf)
    decided = {address(fact.at): fact for fact in reversed(best_first(one.told.facts))}
    best = best_first(decided.values())
    return Part(
        asks=question(one.leaf),
        condition=one.condition,
        status=one.told.told,
        kind=kind,
        considered=len(index.of(kind)),
        alike=one.alike,
        decided=tuple(_stated(fact, kind, one.leaf) for fact in best[:SHOWN]),
        undisplayed=max(0, len(best) - SHOWN),
        turned_down=tuple(_missed(miss, kind, one.leaf.where) for miss in one.misses[:SHOWN]),
        passed_over=max(0, len(one.misses) - SHOWN),
        gaps=one.gaps,
    )


def _stated(fact: Any, kind: str, leaf: Leaf) -> Stated:
    """State a fact that decided, with what it lacks of what every such fact has to be."""
    expect: Where = leaf.expect if isinstance(leaf, Every | Share) else {}
    lacks = compile_where(kind, expect).misses(fact)
    return Stated(
        said=statement(fact),
        evidence=evidence((fact,))[0],
        reasons=tuple(shortfall(kind, name, fact, expect[name]) for name in lacks),
    )


def _missed(miss: _Miss, kind: str, where: Where) -> Stated:
    return Stated(
        said=statement(miss.fact, origin="root" not in miss.fields),
        evidence=evidence((miss.fact,))[0],
        reasons=tuple(shortfall(kind, name, miss.fact, where[name]) for name in miss.fields),
    )


def _reproduction(finding: Finding, looked: list[_Looked], index: FactIndex, origin: Origin) -> Reproduction:
    facts = dict.fromkeys(fact for one in looked for fact in _involved(one, index))
    gaps = dict.fromkeys(gap for one in looked for gap in one.gaps[:KEPT])
    return Reproduction(
        tool=origin.tool, rule=finding.rule, verdict=finding.status, facts=tuple(facts), gaps=tuple(gaps)
    )


def _involved(one: _Looked, index: FactIndex) -> list[Any]:
    """Return the facts that reach an answer again: of a share or of links all, else the best."""
    if isinstance(one.leaf, Share | Links):
        kinds = [_kind(one.leaf), *([one.leaf.to] if isinstance(one.leaf, Links) else [])]
        return [fact for kind in kinds for fact in index.of(kind)]
    least = getattr(one.leaf, "at_least", 1)
    return [*best_first(one.told.facts)[: max(KEPT, least)], *(miss.fact for miss in one.misses[:KEPT])]


def _kind(leaf: Leaf) -> str:
    return str(getattr(leaf, next(iter(type(leaf).model_fields))))
