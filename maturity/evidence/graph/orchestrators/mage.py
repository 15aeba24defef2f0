"""Mage: the blocks of `pipelines/NAME/metadata.yaml`, each a file of its own, and the triggers beside it."""

import posixpath
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from maturity.documents.tree import Table, items, table, text
from maturity.evidence.graph.graph import Edge
from maturity.evidence.graph.orchestrators.steps import MAX_STEPS, Declared, Step, declare, schedule
from maturity.evidence.python.namespace import node_of

if TYPE_CHECKING:
    from maturity.evidence.graph.builder import Builder

TOOL = "mage"
_FOLDERS = {
    "data_loader": "data_loaders",
    "transformer": "transformers",
    "data_exporter": "data_exporters",
    "custom": "custom",
    "sensor": "sensors",
}
"""Where the blocks of each type lie, below the folder of the project."""
_ACTIVE = "active"


def read(builder: "Builder") -> None:
    """Read every pipeline."""
    builder.each(lambda name: name in ("metadata.yaml", "metadata.yml"), partial(_read, builder))


def _read(builder: "Builder", path: str) -> None:
    folder, name = posixpath.split(posixpath.dirname(path))
    if posixpath.basename(folder) != "pipelines" or "blocks:" not in builder.project.texts[path]:
        return
    home = posixpath.dirname(folder)
    for document in builder.project.yaml(path)[:1]:
        body = table(document)
        steps = list(_steps(builder, home, body))
        if steps:
            node = declare(builder, Declared(TOOL, path, name, body.line_of("blocks")), steps)
            _triggers(builder, posixpath.join(folder, name, "triggers.yaml"), node)


def _steps(builder: "Builder", home: str, body: Table) -> Iterator[Step]:
    for _, one in items(body.get("blocks")):
        block = table(one)
        kind, name = text(block.get("type")), text(block.get("uuid")) or text(block.get("name"))
        if kind in _FOLDERS and name:
            before = tuple(text(entry) for _, entry in items(block.get("upstream_blocks")))
            source = text(table(table(block.get("configuration")).get("file_source")).get("path"))
            path = posixpath.join(home, _FOLDERS[kind], f"{name}.py")
            yield Step(name, block.line_of("uuid"), before[:MAX_STEPS], partial(_follow, builder, (path, source), kind))


def _follow(builder: "Builder", paths: tuple[str, ...], kind: str, node: str) -> None:
    """Link a block with what its file does, and with the function that is decorated as a block of its type."""
    path = next((one for one in paths if builder.python.script(one) is not None), None)
    if path is None:
        return
    at = builder.place(path, 1)
    builder.graph.link(Edge(node, node_of(path), at))
    module = builder.project.modules.get(path)
    for function in module.functions if module else ():
        if any(one.name.rpartition(".")[2] == kind for one in function.decorators):
            builder.graph.link(Edge(node, node_of(path, function.name), builder.place(path, function.line)))


def _triggers(builder: "Builder", path: str, node: str) -> None:
    """Start a pipeline by its active triggers; one of type `api` waits for a request."""
    for document in builder.project.yaml(path)[:1]:
        for line, one in items(table(document).get("triggers")):
            trigger = table(one)
            kind = text(trigger.get("schedule_type"))
            if text(trigger.get("status")) != _ACTIVE:
                continue
            if kind == "time":
                schedule(builder, TOOL, node, path, line, text(trigger.get("schedule_interval")) or kind)
            elif kind in ("event", "api"):
                builder.trigger(TOOL, kind, "event", node, builder.place(path, line), (node,))
