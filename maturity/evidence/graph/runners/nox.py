"""nox: the sessions of noxfile.py. What a session runs is known to the Python side."""

import posixpath
from functools import partial
from typing import TYPE_CHECKING

from maturity.evidence.graph.graph import Edge
from maturity.evidence.graph.invocation import Invocation
from maturity.evidence.graph.options import positional, value, values
from maturity.evidence.python.module import Function

if TYPE_CHECKING:
    from maturity.evidence.graph.builder import Builder


def nox(builder: "Builder", invocation: Invocation) -> None:
    """Follow `nox -s SESSION`; without one, all sessions."""
    words = invocation.arguments
    named = list(values(words, "-s", "-e", "--session", "--sessions"))
    if named:
        last = words.index(named[-1])
        named += list(positional(words[last + 1 :])) if named[-1] in words else []
    named = named or [one for one in [value(words, "-s")] if one]
    follow_tasks(builder, invocation, "nox", named)


def follow_tasks(builder: "Builder", invocation: Invocation, tool: str, named: list[str]) -> None:
    """Follow a command to tasks of a Python task file; to all of them when none is named."""
    table = builder.tasks.table(tool, invocation.folder)
    for name in named or list(table):
        plain = name.partition("(")[0]
        node = table.get(plain) or table.get(plain.partition("-")[0]) or table.get(plain.replace("-", "_"))
        if node is not None:
            builder.link(invocation, node)
        else:
            builder.end(invocation, f"{tool} has no task {plain[:60]}")


def read(builder: "Builder") -> None:
    """Every session can be started by a person."""
    read_tasks(builder, "nox", "noxfile.py", ("nox.session", "session"))


def read_tasks(builder: "Builder", tool: str, file: str, decorators: tuple[str, ...]) -> None:
    """Read the decorated functions of a Python task file."""
    for path in builder.project.modules:
        if posixpath.basename(path) == file and builder.holds(path):
            builder.attempt(path, partial(_read, builder, tool, path, decorators))


def _read(builder: "Builder", tool: str, path: str, decorators: tuple[str, ...]) -> None:
    folder = posixpath.dirname(path)
    for function in builder.project.modules[path].functions:
        chosen = [one for one in function.decorators if one.name.endswith(decorators)]
        if not chosen or "." in function.name:
            continue
        target = builder.python.attribute(f"{posixpath.splitext(posixpath.basename(path))[0]}:{function.name}", folder)
        place = builder.place(path, function.line, f"def {function.name}")
        node = builder.program(f"task:{path}#{function.name}", "task", function.name, place, start="entry")
        for name in _names(function, chosen[0].keywords.get("name")):
            builder.tasks.offer(tool, folder, name, node)
        builder.graph.link(Edge(node, target or f"py:{path}::{function.name}", place))


def _names(function: Function, given: object) -> list[str]:
    """Return the names a task answers to: the one given to the decorator, and those of the function."""
    names = [given.lstrip("=")] if isinstance(given, str) else []
    return [*names, function.name, function.name.replace("_", "-")]
