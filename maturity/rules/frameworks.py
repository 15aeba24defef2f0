"""Load frameworks: one file each, refused with its line when something in it does not fit our rules or itself."""

from collections.abc import Collection, Iterator
from functools import cache
from pathlib import Path

from pydantic import TypeAdapter

from maturity.errors import UsageError
from maturity.model.framework import Framework, FrameworkItem
from maturity.rules.attestations import Deciding
from maturity.rules.crosswalk import HEADINGS
from maturity.rules.folders import entries
from maturity.rules.validate import build, line_at, read_tree, suggest
from maturity.rules.vet import Problem

FRAMEWORKS = "frameworks"
MAX_BYTES = 1024 * 1024
MAX_FILES = 500


def load_frameworks(checks: Path, rules: Collection[str], extra: Path | None = None) -> dict[str, Framework]:
    """Load our frameworks, and beside them those of an organisation, by id.

    Args:
        checks: The catalog folder.
        rules: The ids of every rule that is loaded; a framework that names another is refused.
        extra: A folder of framework files.

    Raises:
        UsageError: the first thing that is wrong, as `FILE:LINE: what; did you mean ...?`
    """
    return {name: read_framework(path, rules) for name, path in _files(checks, extra).items()}


def load_framework(name: str, checks: Path, rules: Collection[str], extra: Path | None = None) -> Framework:
    """Load one framework and read no other; else as `load_frameworks`. UsageError names the nearest one."""
    files = _files(checks, extra)
    if name not in files:
        hint = suggest(name, files) or f"; known: {', '.join(files)}"
        raise UsageError(f"there is no framework {name!r}{hint}")
    return read_framework(files[name], rules)


def deciding(checks: Path, rules: Collection[str], extra: Path | None = None) -> Deciding:
    """Return what tells the rules that speak on an item `framework:item`. A framework is read when it is asked for."""
    known: dict[str, Framework | None] = {}

    def rules_of(item: str) -> tuple[str, ...] | None:
        name, _, number = item.partition(":")
        if name not in known:
            path = _files(checks, extra).get(name) if number else None
            known[name] = read_framework(path, rules) if path else None
        framework = known[name]
        for entry in framework.items if framework else ():
            if entry.id == number and entry.verify not in (*HEADINGS, "out"):
                return tuple(link.rule for link in entry.rules if link.relation != "supports")
        return None

    return rules_of


@cache
def framework_adapter() -> TypeAdapter[Framework]:
    """Return the validator of a framework file."""
    return TypeAdapter(Framework)


def read_framework(path: Path, rules: Collection[str]) -> Framework:
    """Read one framework. Raises as `load_frameworks`."""
    tree = read_tree(path, MAX_BYTES)
    framework = build(path, tree, framework_adapter())
    for problem in _problems(framework, path, rules):
        raise UsageError(f"{path}:{line_at(tree, problem.location)}: {problem.words}")
    return framework


def _files(checks: Path, extra: Path | None) -> dict[str, Path]:
    """Return the file of each framework by its name, which is the framework's id."""
    found: dict[str, Path] = {}
    for folder in (checks / FRAMEWORKS, *([extra] if extra is not None else [])):
        for path in _paths(folder):
            if path.stem in found:
                raise UsageError(f"{path}:1: the id {path.stem!r} is taken by {found[path.stem]}")
            found[path.stem] = path
    return dict(sorted(found.items()))


def _paths(folder: Path) -> Iterator[Path]:
    for count, path in enumerate(entries(folder), start=1):
        if count > MAX_FILES:
            raise UsageError(f"{folder}: more than {MAX_FILES} files")
        if path.suffix == ".yml":
            raise UsageError(f"{path}:1: a framework file ends in .yaml")
        if path.suffix == ".yaml":
            yield path


def _problems(framework: Framework, path: Path, rules: Collection[str]) -> Iterator[Problem]:
    if framework.id != path.stem:
        yield Problem(("id",), f"the id {framework.id!r} differs from the name of the file, {path.stem!r}")
    if framework.scoring and not any(item.verify == "group" for item in framework.items):
        yield Problem(("scoring",), "a score is made of sections: group the items")
    groups = {item.id for item in framework.items if item.verify == "group"}
    seen: set[str] = set()
    for position, item in enumerate(framework.items):
        at = ("items", position)
        if item.id in seen:
            yield Problem((*at, "id"), f"the item {item.id!r} is listed twice")
        seen.add(item.id)
        if item.section is not None and item.section not in groups:
            words = f"there is no group {item.section!r}{suggest(item.section, groups)}"
            yield Problem((*at, "section"), words)
        yield from _links(item, at, rules)


def _links(item: FrameworkItem, at: tuple[int | str, ...], rules: Collection[str]) -> Iterator[Problem]:
    if item.rules and (item.verify in HEADINGS or item.verify == "out"):
        yield Problem((*at, "rules"), f"no rule speaks to an item of verify {item.verify!r}")
    linked: set[str] = set()
    for number, link in enumerate(item.rules):
        here = (*at, "rules", number)
        if link.rule not in rules:
            words = f"there is no rule {link.rule!r}{suggest(link.rule, rules) or '; see: maturity rules list'}"
            yield Problem((*here, "rule"), words)
        if link.rule in linked:
            yield Problem((*here, "rule"), f"the rule {link.rule!r} is linked twice to {item.id!r}")
        linked.add(link.rule)
        if link.relation == "full" and item.verify != "auto":
            words = f"a rule decides an item alone only where verify is 'auto', here it is {item.verify!r}"
            yield Problem((*here, "relation"), words)
        if link.relation == "partial" and item.verify == "attest":
            yield Problem((*here, "relation"), "what only a person can state, a rule at most supports")
