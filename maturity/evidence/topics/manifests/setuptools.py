"""setup.cfg and setup.py: what stands there literally; nothing is run."""

import ast
import configparser
import warnings
from collections.abc import Iterator

from maturity.evidence.topics.manifests.requirement import Requirement, Scope, group_scope, parse

MAX_SOURCE = 200_000


def configuration(text: str) -> dict[str, dict[str, str]]:
    """Return an INI text by section, without interpolation; empty when it is none."""
    parser = configparser.RawConfigParser(strict=False)
    try:
        parser.read_string(text)
        return {section: dict(parser.items(section)) for section in parser.sections()}
    except (configparser.Error, ValueError):
        return {}


def read_cfg(text: str) -> tuple[Requirement, ...]:
    """Return the dependencies of a setup.cfg."""
    sections = configuration(text)
    found = [*_lines(sections.get("options", {}).get("install_requires", ""), "runtime", text)]
    for extra, value in sections.get("options.extras_require", {}).items():
        found += _lines(value, group_scope(extra), text)
    return tuple(found)


def read_py(source: str) -> tuple[Requirement, ...]:
    """Return the dependencies that a setup.py names in a literal list, also one bound to a name first."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(source[:MAX_SOURCE])
        return tuple(_declared(tree))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ()


def _declared(tree: ast.Module) -> Iterator[Requirement]:
    bound = {
        target.id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg == "install_requires":
            value = bound.get(node.value.id) if isinstance(node.value, ast.Name) else node.value
            yield from _literals(value, "runtime")
        elif isinstance(node, ast.keyword) and node.arg == "extras_require" and isinstance(node.value, ast.Dict):
            for key, value in zip(node.value.keys, node.value.values, strict=True):
                if isinstance(key, ast.Constant) and isinstance(key.value, str):
                    yield from _literals(value, group_scope(key.value))


def _literals(value: ast.expr | None, scope: Scope) -> Iterator[Requirement]:
    for entry in value.elts if isinstance(value, ast.List | ast.Tuple) else ():
        if isinstance(entry, ast.Constant) and isinstance(entry.value, str):
            found = parse(entry.value, entry.lineno, scope)
            if found:
                yield found


def _lines(value: str, scope: Scope, text: str) -> Iterator[Requirement]:
    for entry in value.splitlines():
        position = text.find(entry.strip())
        line = text.count("\n", 0, position) + 1 if entry.strip() and position >= 0 else 1
        if entry.strip() and (found := parse(entry, line, scope)):
            yield found
