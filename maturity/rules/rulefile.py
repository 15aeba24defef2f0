"""Read one rule file and hold it against its name, its folder, the kinds of fact and its own examples."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path, PurePosixPath

from pydantic import TypeAdapter

from maturity.errors import UsageError
from maturity.model.rule import Example, Rule
from maturity.rules.validate import build, line_at, read_tree
from maturity.rules.vet import Problem, problems

_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_REFERENCE = re.compile(r"S[0-4]|[a-z0-9][a-z0-9-]*:\S.{0,100}")


@cache
def rule_adapter() -> TypeAdapter[Rule]:
    """Return the validator of a rule file."""
    return TypeAdapter(Rule)


def read_rule(path: Path) -> Rule:
    """Read a rule.

    Raises:
        UsageError: `FILE:LINE: what is wrong; did you mean ...?`
    """
    tree = read_tree(path)
    rule = build(path, tree, rule_adapter())
    for problem in _problems(rule, path):
        raise UsageError(f"{path}:{line_at(tree, problem.location)}: {problem.words}")
    return rule


def _problems(rule: Rule, path: Path) -> Iterator[Problem]:
    if not _ID.fullmatch(rule.id):
        yield Problem(("id",), f"the id {rule.id!r} is not of the form two-words")
    if rule.id != path.stem:
        yield Problem(("id",), f"the id {rule.id!r} differs from the name of the file, {path.stem!r}")
    if rule.principle != path.parent.name:
        yield Problem(("principle",), f"the principle {rule.principle!r} differs from the folder, {path.parent.name!r}")
    yield from _texts(rule)
    for position, reference in enumerate(rule.references):
        if not _REFERENCE.fullmatch(reference):
            yield Problem(("references", position), f"{reference!r} is no reference: S0 to S4, or framework:item")
    if rule.applies is not None:
        yield from problems(rule.applies, ("applies",))
    yield from problems(rule.ask, ("ask",))
    yield from _examples(rule)


def _texts(rule: Rule) -> Iterator[Problem]:
    for key, text in (("title", rule.title), ("why", rule.why), ("fix", rule.fix)):
        for language in ("en", "zh"):
            if not getattr(text, language).strip():
                yield Problem((key, language), f"{key!r} says nothing in {language!r}")


def _examples(rule: Rule) -> Iterator[Problem]:
    for outcome, examples in (("passing", rule.examples.passing), ("failing", rule.examples.failing)):
        if not examples:
            yield Problem(("examples", outcome), f"a rule needs at least one {outcome} example")
        for position, example in enumerate(examples):
            for words in _example(example):
                yield Problem(("examples", outcome, position, "files"), words)


def _example(example: Example) -> Iterator[str]:
    for name in example.files:
        path = PurePosixPath(name)
        if path.is_absolute() or ".." in path.parts or str(path) != name or not path.parts:
            yield f"{name!r} is no path inside the example"
