"""Prefect deployments written as YAML: the flow they run, and what starts it."""

import posixpath
import re
from functools import partial
from typing import TYPE_CHECKING, Any

from maturity.documents.tree import Table, items, table, text
from maturity.evidence.graph.graph import Edge, End
from maturity.model.activity import Root

if TYPE_CHECKING:
    from maturity.evidence.graph.builder import Builder

TOOL = "prefect"
_ENTRY = re.compile(r"^([\w./\-]+\.py):([A-Za-z_]\w*)$")
_SHAPE = re.compile(r"^[ \t-]*entrypoint[ \t]*:[ \t]*[\"']?[\w./\-]+\.py:\w", re.MULTILINE)
_TIMES = frozenset(("cron", "interval", "rrule"))


def read(builder: "Builder") -> None:
    """Read every `prefect.yaml` and every deployment file."""
    builder.each(lambda name: name.endswith((".yaml", ".yml")), partial(_read, builder))


def _read(builder: "Builder", path: str) -> None:
    if not _SHAPE.search(builder.project.texts[path]):
        return
    for document in builder.project.yaml(path)[:1]:
        body = table(document)
        listed = [(line, table(one)) for line, one in items(body.get("deployments"))]
        for line, one in listed or [(body.line_of("entrypoint"), body)]:
            _deployment(builder, path, one, line)


def _deployment(builder: "Builder", path: str, body: Table, line: int) -> None:
    found = _ENTRY.match(text(body.get("entrypoint")))
    if found is None:
        return
    name = text(body.get("name")) or found.group(2)
    at = builder.place(path, body.line_of("entrypoint"), found.group())
    node = builder.program(f"job:{path}#{name}", "deployment", name, builder.place(path, line), start="entry")
    builder.counts[node] += 1
    file = builder.files.find(found.group(1), posixpath.dirname(path))
    script = builder.file(file) if file is not None else None
    if script is not None:
        builder.graph.link(Edge(node, f"{script}::{found.group(2)}", at))
    else:
        builder.graph.end(End(node, f"{found.group(1)[:80]} is not here", at))
    for key, root in _starts(body):
        builder.trigger(TOOL, key, root, node, builder.place(path, body.line_of(key)), (node,))


def _starts(body: Table) -> list[tuple[str, Root]]:
    """Return what starts a deployment, as far as it is switched on."""
    found: list[tuple[str, Root]] = []
    active = text(body.get("is_schedule_active")) != "false" and text(body.get("paused")) != "true"
    for key in ("schedule", "schedules"):
        given = body.get(key)
        entries = [given] if isinstance(given, Table) else [one for _, one in items(given)]
        if active and any(_times(one) for one in entries):
            found.append((key, "schedule"))
    if any(isinstance(one, Table) and text(one.get("enabled")) != "false" for _, one in items(body.get("triggers"))):
        found.append(("triggers", "event"))
    return found


def _times(entry: Any) -> bool:
    body = table(entry)
    return any(body.get(key) for key in _TIMES) and text(body.get("active")) != "false"
