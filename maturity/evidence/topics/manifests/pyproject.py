"""pyproject.toml: PEP 621 and PEP 735, Poetry, PDM, uv, Hatch, pixi; and pixi.toml, Pipfile."""

from collections.abc import Iterator
from typing import Any

from maturity.documents.toml import line_of
from maturity.evidence.topics.manifests.requirement import (
    Requirement,
    Scope,
    exact_plain,
    fixed,
    group_scope,
    normal,
    parse,
)

MAX_ENTRIES = 5_000


def read(data: dict[str, Any], text: str) -> tuple[Requirement, ...]:
    """Return every dependency that a pyproject.toml declares."""
    project, tool = _table(data.get("project")), _table(data.get("tool"))
    found = [*_listed(project.get("dependencies"), "runtime", text)]
    for group, entries in _table(project.get("optional-dependencies")).items():
        found += _listed(entries, group_scope(group), text)
    for entries in _table(data.get("dependency-groups")).values():
        found += _listed(entries, "development", text)
    for entries in _table(_table(tool.get("pdm")).get("dev-dependencies")).values():
        found += _listed(entries, "development", text)
    found += _listed(_table(tool.get("uv")).get("dev-dependencies"), "development", text)
    found += _poetry(_table(tool.get("poetry")), text)
    found += pixi(_table(tool.get("pixi")), text)
    return tuple(found[:MAX_ENTRIES])


def pixi(data: dict[str, Any], text: str) -> list[Requirement]:
    """Return the dependencies of a pixi manifest."""
    found: list[Requirement] = []
    for key in ("dependencies", "pypi-dependencies"):
        found += _mapped(data.get(key), "runtime", text)
        for name, feature in _table(data.get("feature")).items():
            found += _mapped(_table(feature).get(key), group_scope(name), text)
    return found


def pipfile(data: dict[str, Any], text: str) -> tuple[Requirement, ...]:
    """Return the dependencies of a Pipfile."""
    return (*_mapped(data.get("packages"), "runtime", text), *_mapped(data.get("dev-packages"), "development", text))


def _poetry(poetry: dict[str, Any], text: str) -> Iterator[Requirement]:
    yield from _mapped(poetry.get("dependencies"), "runtime", text)
    yield from _mapped(poetry.get("dev-dependencies"), "development", text)
    for name, group in _table(poetry.get("group")).items():
        scope: Scope = "runtime" if name == "main" else group_scope(name)
        yield from _mapped(_table(group).get("dependencies"), scope, text)


def _listed(entries: object, scope: Scope, text: str) -> Iterator[Requirement]:
    for entry in entries if isinstance(entries, list) else ():
        if isinstance(entry, str) and (found := parse(entry, _line(text, entry), scope)):
            yield found


def _mapped(entries: object, scope: Scope, text: str) -> Iterator[Requirement]:
    """Yield the entries of a table of name = version, where a bare version number means equality."""
    for name, value in _table(entries).items():
        details = value[0] if isinstance(value, list) and value else value
        table = _table(details)
        version = details if isinstance(details, str) else str(table.get("version", ""))
        if name == "python" or "path" in table or "workspace" in table:
            continue
        here: Scope = "optional" if table.get("optional") is True else scope
        commit = fixed(f"git+@{table['rev']}") if "rev" in table else False
        url = fixed(str(table.get("url", table.get("file", ""))))
        line = line_of_name(text, name)
        yield Requirement(normal(name), version, commit or url or exact_plain(version), line, here)


def line_of_name(text: str, name: str) -> int:
    """Return the line on which a name stands as a key; 1 when it is not found."""
    for number, line in enumerate(text.splitlines(), 1):
        if line.split("=", 1)[0].strip().strip("\"'") == name:
            return number
    return line_of(text, name)


def _line(text: str, entry: str) -> int:
    position = text.find(entry)
    return text.count("\n", 0, position) + 1 if position >= 0 else 1


def _table(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
