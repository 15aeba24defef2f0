"""Task: the tasks of a Taskfile.yml; without one, `task` is taskipy."""

import posixpath
from functools import partial
from typing import TYPE_CHECKING, Any

from maturity.documents.tree import Table, items, table, text
from maturity.evidence.graph.graph import Edge
from maturity.evidence.graph.invocation import Invocation
from maturity.evidence.graph.options import positional, value
from maturity.evidence.graph.runners.task_tables import taskipy
from maturity.evidence.graph.shell import Options

if TYPE_CHECKING:
    from maturity.evidence.graph.builder import Builder

_NAMES = ("taskfile.yml", "taskfile.yaml", "taskfile.dist.yml", "taskfile.dist.yaml")


def task(builder: "Builder", invocation: Invocation) -> None:
    """Follow `task NAME`."""
    if taskipy(builder, invocation):
        return
    written = value(invocation.arguments, "-d", "--dir")
    folder = builder.files.folder(written, invocation.folder) if written else invocation.folder
    names = [word for word in positional(invocation.arguments, ("-d", "--dir", "-t", "--taskfile")) if "=" not in word]
    for name in names or ["default"]:
        node = builder.tasks.find("task", name, folder)
        if node is not None:
            builder.link(invocation, node)
        else:
            builder.end(invocation, f"there is no task {name[:60]}")


def read(builder: "Builder") -> None:
    """Every task can be started by a person."""
    builder.each(lambda name: name.lower() in _NAMES, partial(_read, builder))


def _read(builder: "Builder", path: str) -> None:
    folder = posixpath.dirname(path)
    for document in builder.project.yaml(path)[:1]:
        declared = table(table(document).get("tasks"))
        for name, body in declared.items():
            place = builder.place(path, declared.line_of(name))
            node = builder.program(f"task:{path}#{name}", "task", name, place, start="entry")
            builder.tasks.offer("task", folder, name, node)
            builder.once(node, path, partial(_follow, builder, node, path, folder, body, declared.line_of(name)))


def _follow(builder: "Builder", node: str, path: str, folder: str, body: Any, line: int) -> None:
    commands = body if not isinstance(body, Table) else body.get("cmds", body.get("cmd"))
    where = text(table(body).get("dir"))
    inside = builder.files.folder(where, folder) if where else folder
    for at, need in items(table(body).get("deps")):
        _edge(builder, node, path, folder, need if isinstance(need, str) else text(table(need).get("task")), at)
    for at, command in items(commands):
        if isinstance(command, Table):
            _edge(builder, node, path, folder, text(command.get("task")), at)
        written = command if isinstance(command, str) else text(table(command).get("cmd"))
        ignored = text(table(command).get("ignore_error")) == "true"
        builder.script(node, written, path, max(at, line), inside, blocking=not ignored, options=Options(errexit=True))


def _edge(builder: "Builder", node: str, path: str, folder: str, name: str, line: int) -> None:
    target = builder.tasks.find("task", name.lstrip(":"), folder)
    if target is not None:
        builder.graph.link(Edge(node, target, builder.place(path, line)))
