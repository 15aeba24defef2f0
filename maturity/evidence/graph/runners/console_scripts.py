"""Console scripts: names that an installed project puts on the command line."""

import posixpath
import re
from collections.abc import Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from maturity.documents import toml
from maturity.evidence.graph.graph import Edge
from maturity.evidence.project import Project

if TYPE_CHECKING:
    from maturity.evidence.graph.builder import Builder

_ENTRY = re.compile(r"^[\"'\s]*([\w.\-]+)\s*=\s*([\w.]+:[\w.]+)")
_TABLES = (("project", "scripts"), ("project", "gui-scripts"), ("tool.poetry", "scripts"))


MANIFESTS = ("pyproject.toml", "setup.cfg", "setup.py")


def read(builder: "Builder") -> None:
    """Every console script can be started by a person."""
    builder.each(lambda name: name in MANIFESTS, partial(_read, builder))


def declared(project: Project, path: str) -> Iterator[tuple[str, str, int]]:
    """Yield each console script of a manifest: its name, what it calls (`package.module:function`), its line."""
    if "pyproject" in path:
        yield from _of_pyproject(project, path)
    else:
        yield from _of_setup(project.texts[path])


def _read(builder: "Builder", path: str) -> None:
    folder = posixpath.dirname(path)
    for name, reference, line in declared(builder.project, path):
        target = builder.python.attribute(reference, folder)
        node = f"task:{path}#{name}"
        place = builder.place(path, line, f"{name} = {reference}")
        builder.program(node, "console-script", name, place, start="entry")
        builder.tasks.offer("console-script", folder, name, node)
        if target is not None:
            builder.graph.link(Edge(node, target, place))


def _of_pyproject(project: Project, path: str) -> Iterator[tuple[str, str, int]]:
    document = project.toml(path)
    for header, key in _TABLES:
        for name, given in entries(document, f"{header}.{key}").items():
            reference = given.get("reference", given.get("callable", "")) if isinstance(given, Mapping) else given
            if isinstance(reference, str) and reference:
                yield name, reference, toml.line_of(project.texts[path], f"{header}.{key}", name)


def _of_setup(text: str) -> Iterator[tuple[str, str, int]]:
    inside = False
    for number, line in enumerate(text.splitlines(), 1):
        _, header, behind = line.partition("console_scripts")
        inside = inside or bool(header)
        if inside:
            plain = (behind if header else line).lstrip("\"' :=[") if header else line.strip()
            found = _ENTRY.match(plain)
            if found:
                yield found.group(1), found.group(2), number
            elif not header and plain.startswith(("]", "[", ")")):
                inside = False


def entries(document: Mapping[str, Any], header: str) -> Mapping[str, Any]:
    """Return a table of a TOML document by its dotted header; an empty one when it is none."""
    current: Any = document
    for part in header.split("."):
        current = current.get(part) if isinstance(current, Mapping) else None
    return current if isinstance(current, Mapping) else {}
