"""Task tables of TOML files: poe, pdm, taskipy, hatch, pixi, rye, mise."""

import posixpath
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from maturity.documents import toml
from maturity.evidence.graph.graph import Edge
from maturity.evidence.graph.invocation import Invocation
from maturity.evidence.graph.options import positional
from maturity.evidence.graph.runners.console_scripts import entries
from maturity.evidence.graph.shell import Options
from maturity.evidence.layout import expanded

if TYPE_CHECKING:
    from maturity.evidence.graph.builder import Builder

_HEADERS = {
    "pyproject.toml": (
        ("poe", "tool.poe.tasks"),
        ("pdm", "tool.pdm.scripts"),
        ("taskipy", "tool.taskipy.tasks"),
        ("rye", "tool.rye.scripts"),
        ("pixi", "tool.pixi.tasks"),
    ),
    "pixi.toml": (("pixi", "tasks"),),
    "mise.toml": (("mise", "tasks"),),
    ".mise.toml": (("mise", "tasks"),),
    "poe_tasks.toml": (("poe", "tasks"), ("poe", "tool.poe.tasks")),
    "hatch.toml": (),
    "Pipfile": (("pipenv", "scripts"),),
}
MAX_NESTING = 4
_COMMANDS = ("cmd", "shell", "run", "command", "composite", "chain", "sequence", "commands", "call", "script")
_NEEDS = ("depends-on", "depends_on", "depends", "deps")


def poe(builder: "Builder", invocation: Invocation) -> None:
    """Follow `poe TASK`."""
    for name in positional(invocation.arguments, ("-C", "--directory"))[:1]:
        node = builder.tasks.find("poe", name, invocation.folder)
        if node is not None:
            builder.link(invocation, node)
        else:
            builder.end(invocation, f"there is no task {name[:60]}")


def taskipy(builder: "Builder", invocation: Invocation) -> bool:
    """Follow `task TASK` of taskipy; False when there is no such task."""
    names = positional(invocation.arguments)[:1]
    node = builder.tasks.find("taskipy", names[0], invocation.folder) if names else None
    if node is not None:
        builder.link(invocation, node)
    return node is not None


def read(builder: "Builder") -> None:
    """Every task of a table can be started by a person."""
    builder.each(lambda name: name in _HEADERS, partial(_read, builder))


def _read(builder: "Builder", path: str) -> None:
    document = builder.project.toml(path)
    name = expanded(posixpath.basename(path))
    tables = [(tool, header) for tool, header in _HEADERS[name] if entries(document, header)]
    hatch = "tool.hatch.envs" if name == "pyproject.toml" else "envs" if name == "hatch.toml" else ""
    if hatch:
        tables += [("hatch", f"{hatch}.{one}.scripts") for one in entries(document, hatch)]
    features = "tool.pixi.feature" if name == "pyproject.toml" else "feature" if name == "pixi.toml" else ""
    if features:
        tables += [("pixi", f"{features}.{one}.tasks") for one in entries(document, features)]
    for tool, header in tables:
        for task, given in entries(document, header).items():
            _declare(builder, path, tool, header, task, given)


def _declare(builder: "Builder", path: str, tool: str, header: str, task: str, given: Any) -> None:
    folder = posixpath.dirname(path)
    line = _line(builder.project.texts[path], header, task)
    place = builder.place(path, line, task)
    node = builder.program(f"task:{path}#{tool}:{task}", "task", task, place, start="entry")
    builder.tasks.offer(tool, folder, task, node)
    builder.once(node, path, partial(_follow, builder, node, path, tool, folder, given))


def _line(text: str, header: str, task: str) -> int:
    """Return the line of a task: a header of its own, quoted or not, else a key below the header of the table."""
    headers = {f"[{header}.{name}]" for name in (task, f'"{task}"', f"'{task}'")}
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip() in headers:
            return number
    return toml.line_of(text, header, task)


def _follow(builder: "Builder", node: str, path: str, tool: str, folder: str, given: Any) -> None:
    at = builder.graph.nodes[node].at
    body = given if isinstance(given, Mapping) else {}
    where = body.get("cwd") or body.get("dir") or body.get("working_dir")
    inside = builder.files.folder(where, folder) if isinstance(where, str) else folder
    for need in _texts([body.get(key) for key in _NEEDS]):
        _edge(builder, node, tool, folder, need.split()[0] if need.split() else "")
    pixi_list = isinstance(given, list) and tool == "pixi"
    lines = [] if pixi_list else _texts([given] if not body else [body.get(key) for key in _COMMANDS])
    for line in lines:
        if _edge(builder, node, tool, folder, line.strip()):
            continue
        if ":" in line and " " not in line and tool in ("poe", "pdm"):
            target = builder.python.attribute(line.partition("(")[0], folder)
            if target is not None:
                builder.graph.link(Edge(node, target, at))
                continue
        builder.script(node, line, path, at.line or 1, inside, options=Options(errexit=True))


def _edge(builder: "Builder", node: str, tool: str, folder: str, name: str) -> bool:
    target = builder.tasks.find(tool, name, folder)
    if target is None or target == node:
        return False
    builder.graph.link(Edge(node, target, builder.graph.nodes[node].at))
    return True


def _texts(values: list[Any], depth: int = 0) -> list[str]:
    """Return all texts in nested lists and in tables of commands, in order."""
    found: list[str] = []
    for value in values:
        if isinstance(value, str):
            found.append(value)
        elif isinstance(value, list) and depth < MAX_NESTING:
            found += _texts(value, depth + 1)
        elif isinstance(value, Mapping) and depth < MAX_NESTING:
            found += _texts([value.get(key) for key in (*_COMMANDS, "ref", "task")], depth + 1)
    return found
