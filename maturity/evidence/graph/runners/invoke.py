"""invoke: the tasks of tasks.py, or of a package `tasks` by collection. What one runs is known to the Python side."""

import posixpath
from functools import partial
from typing import TYPE_CHECKING

from maturity.evidence.graph.invocation import Invocation
from maturity.evidence.graph.options import positional
from maturity.evidence.graph.runners.nox import follow_tasks, offer_tasks, read_tasks
from maturity.evidence.python.module import Module

if TYPE_CHECKING:
    from maturity.evidence.graph.builder import Builder

_TASK = ("invoke.task", "invoke.tasks.task", "fabric.task", "fabric.tasks.task")


def invoke(builder: "Builder", invocation: Invocation) -> None:
    """Follow `invoke TASK COLLECTION.TASK --option value`."""
    words = positional(invocation.arguments, ("-c", "--collection", "-r", "--search-root", "-f", "--config"))
    table = builder.tasks.table("invoke", invocation.folder)
    named = [word if word in table else word.rpartition(".")[2] for word in words]
    follow_tasks(builder, invocation, "invoke", [word for word in named if word in table] or named[:1])


def read(builder: "Builder") -> None:
    """Every task can be started by a person."""
    read_tasks(builder, "invoke", "tasks.py", ("task",))
    for path, module in builder.project.modules.items():
        package, _, file = path.rpartition("/")
        if file == "__init__.py" and posixpath.basename(package) == "tasks" and builder.holds(path):
            builder.attempt(path, partial(_package, builder, package, module))


def _package(builder: "Builder", package: str, root: Module) -> None:
    """Read a package of tasks: each of its files is a collection, unless the package takes its tasks as its own."""
    names = _collections(root)
    for path in builder.project.modules:
        folder, _, file = path.rpartition("/")
        if folder == package:
            own = file.removesuffix(".py")
            collection = "" if file == "__init__.py" else names.get(own, own.replace("_", "-"))
            offer_tasks(builder, "invoke", path, _TASK, posixpath.dirname(package), collection)


def _collections(root: Module) -> dict[str, str]:
    """Return the names that a package gives its files as collections, where it gives them another than their own."""
    calls = [call for function in root.functions for call in function.calls if call.name.endswith(".add_collection")]
    named = [(call, call.keywords.get("name", next(iter(call.arguments[1:]), None))) for call in calls]
    return {
        held.rpartition(".")[2]: name[1:]
        for call, name in named
        for held in call.arguments[:1]
        if isinstance(held, str) and isinstance(name, str) and name[:1] == "="
    }
