"""Ploomber: the tasks of a `pipeline.yaml`, each a script, a notebook or a function, and the parameters they are given.

A task names what it waits for in its own source; as listed, each one stands behind those that it may take from.
"""

import posixpath
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from maturity.documents.tree import Table, items, table, text
from maturity.evidence.graph.graph import Edge, Site
from maturity.evidence.graph.orchestrators.steps import MAX_STEPS, Declared, Step, declare

if TYPE_CHECKING:
    from maturity.evidence.graph.builder import Builder

TOOL = "ploomber"
_SCRIPTS = (".py", ".ipynb", ".R", ".sql", ".sh")


def read(builder: "Builder") -> None:
    """Read every pipeline."""
    builder.each(lambda name: name.startswith("pipeline") and name.endswith((".yaml", ".yml")), partial(_read, builder))


def _read(builder: "Builder", path: str) -> None:
    if "source:" not in builder.project.texts[path] or "product:" not in builder.project.texts[path]:
        return
    for document in builder.project.yaml(path)[:1]:
        tasks = [table(one) for _, one in items(table(document).get("tasks"))][:MAX_STEPS]
        if tasks and all(text(one.get("source")) and "product" in one for one in tasks):
            name = posixpath.dirname(path) or path
            declare(
                builder,
                Declared(TOOL, path, name, table(document).line_of("tasks")),
                list(_steps(builder, path, tasks)),
            )


def _steps(builder: "Builder", path: str, tasks: list[Table]) -> Iterator[Step]:
    before: tuple[str, ...] = ()
    for task in tasks:
        source = text(task.get("source"))
        plain = posixpath.splitext(posixpath.basename(source))[0] if source.endswith(_SCRIPTS) else source
        name = text(task.get("name")) or plain.rpartition(".")[2]
        yield Step(name, task.line_of("source"), before, partial(_follow, builder, path, task))
        before = (name,)


def _follow(builder: "Builder", path: str, task: Table, node: str) -> None:
    """Link a task with its source, and note that it takes its parameters from the pipeline."""
    written, folder = text(task.get("source")), posixpath.dirname(path)
    if written.endswith(_SCRIPTS):
        found = builder.files.find(written, folder)
        target = builder.file(found) if found is not None else None
    else:
        module, _, function = written.rpartition(".")
        target = builder.python.attribute(f"{module}:{function}", folder)
    if target is None:
        return
    builder.graph.link(Edge(node, target, builder.place(path, task.line_of("source"))))
    for key in ("params", "grid"):
        if task.get(key):
            at = builder.place(path, task.line_of(key))
            builder.graph.prove(Site(target, "read-parameters", TOOL, at))
