"""Load the catalog: levels, principles and rules, each refused with its line when something is wrong."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import TypeAdapter

from maturity.errors import UsageError
from maturity.model.rule import Catalog, LevelName, Principle, Rule
from maturity.rules import technologies
from maturity.rules.folders import digest, entries
from maturity.rules.order import PRINCIPLES, catalog_order
from maturity.rules.rulefile import read_rule
from maturity.rules.validate import read_model, suggest

MAX_FILES = 5_000
LEVELS, PRINCIPLE_FILE, RULES = "levels.yaml", "principles.yaml", "rules"


class RuleFile(NamedTuple):
    """One rule and the file that holds it."""

    rule: Rule
    path: Path


def load_catalog(checks: Path, extra: Path | None = None, known: Path | None = None) -> Catalog:
    """Load a catalog folder, and beside it the rules of an organisation.

    Args:
        checks: The catalog folder.
        extra: A folder with rules of an organisation.
        known: A folder with technologies of an organisation. They decide what is recognised, and so belong to the
            digest of the catalog.

    Raises:
        UsageError: the first thing that is wrong, as `FILE:LINE: what; did you mean ...?`
    """
    own = read_folder(checks / RULES)
    added = read_folder(extra) if extra is not None else ()
    _refuse_duplicates((*own, *added))
    files = [checks / LEVELS, checks / PRINCIPLE_FILE, *(file.path for file in (*own, *added))]
    files += technologies.files(known) if known is not None else []
    return Catalog(
        levels=load_levels(checks / LEVELS),
        principles=load_principles(checks / PRINCIPLE_FILE),
        rules=tuple(sorted((file.rule for file in (*own, *added)), key=catalog_order)),
        digest=digest(files),
    )


def read_folder(folder: Path) -> tuple[RuleFile, ...]:
    """Read a folder of rules: one folder per principle, one file per rule. Raises as `load_catalog`."""
    paths = sorted(_rule_paths(folder))
    if not paths:
        raise UsageError(f"{folder}: there is no rule in this folder; a rule is PRINCIPLE/ID.yaml")
    return tuple(RuleFile(read_rule(path), path) for path in paths)


def load_levels(path: Path) -> tuple[LevelName, ...]:
    """Read the names of the levels, 0 to 3 in order."""
    levels = read_model(path, _adapter(tuple[LevelName, ...]))
    if [entry.level for entry in levels] != [0, 1, 2, 3]:
        raise UsageError(f"{path}:1: the levels have to be 0, 1, 2 and 3, in this order")
    return tuple(levels)


def load_principles(path: Path) -> tuple[Principle, ...]:
    """Read the nine principles, in their order."""
    principles = read_model(path, _adapter(tuple[Principle, ...]))
    if tuple(entry.id for entry in principles) != PRINCIPLES:
        raise UsageError(f"{path}:1: the principles have to be {', '.join(PRINCIPLES)}, in this order")
    return tuple(principles)


@cache
def _adapter(form: Any) -> TypeAdapter[Any]:
    return TypeAdapter(form)


def _rule_paths(folder: Path) -> Iterator[Path]:
    """Yield the rule files of a folder; what stands in the wrong place is refused rather than passed over."""
    count = 0
    for entry in entries(folder):
        if not entry.is_dir():
            if entry.suffix in (".yaml", ".yml"):
                raise UsageError(f"{entry}:1: a rule stands in a folder with the name of its principle")
            continue
        if entry.name not in PRINCIPLES:
            raise UsageError(f"{entry}: no principle is called {entry.name!r}{suggest(entry.name, PRINCIPLES)}")
        for path in entries(entry):
            count += 1
            if count > MAX_FILES:
                raise UsageError(f"{folder}: more than {MAX_FILES} files")
            if path.suffix == ".yml":
                raise UsageError(f"{path}:1: a rule file ends in .yaml")
            if path.is_dir():
                raise UsageError(f"{path}: rules stand directly in the folder of their principle")
            if path.suffix == ".yaml":
                yield path


def _refuse_duplicates(files: tuple[RuleFile, ...]) -> None:
    seen: dict[str, Path] = {}
    for file in files:
        if file.rule.id in seen:
            raise UsageError(f"{file.path}:1: the id {file.rule.id!r} is taken by {seen[file.rule.id]}")
        seen[file.rule.id] = file.path
