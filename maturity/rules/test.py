"""Run the examples of rules: each is a tiny project, and the rule has to say of it what its author claims."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Literal, NamedTuple

from maturity.model.finding import Finding, Status
from maturity.model.raw import Gap
from maturity.model.rule import Example, Rule
from maturity.rules.judge import judge

FactsOf = Callable[[Example], tuple[Iterable[Any], Iterable[Gap]]]
"""Collects the facts and gaps of the project that an example describes."""


class ExampleResult(NamedTuple):
    """What a rule said of one of its examples."""

    rule: str
    example: str
    wanted: Literal["pass", "fail"]
    got: Status
    finding: Finding

    @property
    def met(self) -> bool:
        """The rule said what its author claims."""
        return self.got == self.wanted


def run_examples(rules: Iterable[Rule], facts_of: FactsOf) -> Iterator[ExampleResult]:
    """Judge every example of every rule by that rule alone."""
    for rule in rules:
        for example in rule.examples.passing:
            yield _run(rule, example, "pass", facts_of)
        for example in rule.examples.failing:
            yield _run(rule, example, "fail", facts_of)


def _run(rule: Rule, example: Example, wanted: Literal["pass", "fail"], facts_of: FactsOf) -> ExampleResult:
    facts, gaps = facts_of(example)
    (finding,) = judge((rule,), facts, gaps, frozenset({rule.source, *rule.also}))
    return ExampleResult(rule.id, example.name, wanted, finding.status, finding)
