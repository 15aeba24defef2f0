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
    tree = _parsed(source)
    return tuple(_declared(tree)) if tree else ()


def keyword(source: str, name: str) -> tuple[str, int] | None:
    """Return a text that a setup.py gives to `setup()` by this name, with its line; of a list its texts, joined."""
    for node in ast.walk(_parsed(source) or ast.Module([], [])):
        if isinstance(node, ast.keyword) and node.arg == name:
            entries = node.value.elts if isinstance(node.value, ast.List | ast.Tuple) else [node.value]
            texts = [one.value for one in entries if isinstance(one, ast.Constant) and isinstance(one.value, str)]
            if any(texts):
                return "\n".join(texts), node.lineno
    return None


def _parsed(source: str) -> ast.Module | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(source[:MAX_SOURCE])
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


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
