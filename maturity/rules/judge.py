"""Judge facts by rules: the outcome of every rule, with its reason and its places."""

from collections.abc import Iterable, Iterator
from typing import Any

from maturity.model.finding import Evidence, Finding, Status
from maturity.model.raw import Gap
from maturity.model.rule import Rule, Some, Text
from maturity.rules.answer import Answer, answer
from maturity.rules.index import FactIndex
from maturity.rules.nearmiss import NearMiss, near_misses
from maturity.rules.order import catalog_order
from maturity.rules.places import best_first, evidence
from maturity.rules.summary import not_applicable, not_assessed, not_told, summary


def judge(
    rules: Iterable[Rule], facts: Iterable[Any], gaps: Iterable[Gap], given: frozenset[str]
) -> tuple[Finding, ...]:
    """Judge facts and gaps by rules, in the order of the catalog; `given` names the sources that were looked at."""
    index = FactIndex(facts, gaps)
    return tuple(_judge(rule, index, given) for rule in sorted(rules, key=catalog_order))


def _judge(rule: Rule, index: FactIndex, given: frozenset[str]) -> Finding:
    for source in (rule.source, *rule.also):
        if source not in given:
            return _finding(rule, "not-assessed", not_assessed(source), ())
    if rule.applies is not None:
        applies = answer(rule.applies, index)
        if applies.told == "unknown":
            return _finding(rule, "unknown", not_told(applies.gap), ())
        if applies.told != "pass":
            return _finding(rule, "not-applicable", not_applicable(applies), ())
    told = answer(rule.ask, index)
    near = {id(part.ask): near_misses(part.ask, index) for part in _failed(told) if isinstance(part.ask, Some)}
    said = summary(told, near)
    if told.told == "not-applicable":
        said = not_applicable(told)
    return _finding(rule, told.told, said, _places(told, near.values()))


def _failed(told: Answer) -> Iterator[Answer]:
    """Yield the leaves that decided a failure."""
    if told.told == "fail":
        if told.parts:
            for part in told.parts:
                yield from _failed(part)
        else:
            yield told


def _places(told: Answer, near: Iterable[list[NearMiss]]) -> tuple[Evidence, ...]:
    """Show what proves or violates; where nothing was found, what nearly counts."""
    facts = told.facts or tuple(miss.fact for misses in near for miss in misses)
    return evidence(best_first(facts))


def _finding(rule: Rule, status: Status, said: Text, places: tuple[Evidence, ...]) -> Finding:
    return Finding(
        rule=rule.id,
        principle=rule.principle,
        level=rule.level,
        required=rule.required,
        status=status,
        title=rule.title,
        summary=said,
        evidence=places,
        fix=rule.fix,
        effort=rule.effort,
        references=rule.references,
    )
