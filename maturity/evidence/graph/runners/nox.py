"""nox: the sessions of noxfile.py. What a session runs is known to the Python side."""

import posixpath
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from maturity.evidence.graph.graph import Edge
from maturity.evidence.graph.invocation import Invocation
from maturity.evidence.graph.options import positional, value, values
from maturity.evidence.python.module import Call, Function

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
            folder = posixpath.dirname(path)
            builder.attempt(path, partial(offer_tasks, builder, tool, path, decorators, folder))


def offer_tasks(
    builder: "Builder", tool: str, path: str, decorators: tuple[str, ...], folder: str, collection: str = ""
) -> None:
    """Offer the decorated functions of one file as tasks of a folder, by the names that they have there."""
    home = posixpath.dirname(path)
    for function in builder.project.modules[path].functions:
        chosen = [one for one in function.decorators if one.name.endswith(decorators)]
        if not chosen or "." in function.name:
            continue
        target = builder.python.attribute(f"{posixpath.splitext(posixpath.basename(path))[0]}:{function.name}", home)
        place = builder.place(path, function.line, f"def {function.name}")
        node = builder.program(f"task:{path}#{function.name}", "task", function.name, place, start="entry")
        for name in _names(function, chosen[0], collection):
            builder.tasks.offer(tool, folder, name, node)
        builder.graph.link(Edge(node, target or f"py:{path}::{function.name}", place))
        for other in _others(chosen[0], path):
            if (first := builder.python.attribute(other, home)) is not None:
                builder.graph.link(Edge(node, first, place))


def _others(decorator: Call, path: str) -> Iterator[str]:
    """Yield the tasks that run with a task, as `module:function`."""
    for given in decorator.arguments:
        if isinstance(given, str) and given.startswith("@"):
            module, _, name = given[1:].lstrip(".").rpartition(".")
            yield f"{module or posixpath.splitext(posixpath.basename(path))[0]}:{name}"


def _names(function: Function, decorator: Call, collection: str) -> list[str]:
    """Return the names a task answers to: the one given to the decorator, those of the function, that of its group."""
    given = decorator.keywords.get("name")
    names = [given.lstrip("=")] if isinstance(given, str) else []
    names += [function.name, function.name.replace("_", "-")]
    if not collection:
        return names
    default = [collection] if decorator.keywords.get("default") is True else []
    return [*(f"{collection}.{name}" for name in names), *default]
