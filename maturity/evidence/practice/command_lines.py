"""The project's own command lines, and what their commands do with data and models."""

from collections.abc import Iterator

from maturity.evidence.graph.facts import ML_ACTIVITIES
from maturity.evidence.graph.graph import Graph, Start
from maturity.evidence.graph.reach import Reach
from maturity.evidence.practice.calls import Calls, chosen
from maturity.evidence.project import Project
from maturity.evidence.topics.reached import place_of
from maturity.model.activity import Activity
from maturity.model.facts.practice import CommandLineFact

NAMES = frozenset(("add_subparsers",))
_FRAMEWORKS = ("typer", "click", "rich_click", "cyclopts", "fire", "cleo", "tyro", "asyncclick")
_TASKS = ML_ACTIVITIES | {"run-pipeline", "serve"}


def collect(project: Project, graph: Graph, reach: Reach, calls: Calls) -> Iterator[CommandLineFact]:
    """Yield one fact for each file of commands, each console script, and each parser with sub-commands."""
    seen: set[str] = set()
    for start in graph.starts:
        framework = _framework(project, graph, start) if start.root == "entry" else ""
        key = f"{framework} {start.at.path}"
        tasks = _tasks(reach, start.node) if framework and key not in seen else ()
        if tasks:
            seen.add(key)
            yield CommandLineFact(at=start.at, framework=framework, tasks=tasks)
    for found in chosen(calls, NAMES):
        tasks = tuple(dict.fromkeys((*_tasks(reach, f"py:{found.path}"), *_tasks(reach, found.node))))
        if tasks:
            yield CommandLineFact(at=found.at(project), framework="argparse", tasks=tasks)


def _framework(project: Project, graph: Graph, start: Start) -> str:
    """Return what makes a command of a start: a console script, or a decorator of a library for command lines."""
    node = graph.nodes.get(start.node)
    if node is not None and node.program == "console-script":
        return "console-script"
    path, name = place_of(start.node)
    module = project.modules.get(path) if name and start.node.startswith("py:") else None
    function = module.function(name) if module else None
    if module is None or function is None or not start.at.text.startswith(("@", "fire.", "typer.", "tyro.")):
        return ""
    if not any(one.name.endswith((".command", ".callback", ".group", ".default")) for one in function.decorators) and (
        start.at.text.startswith("@")
    ):
        return ""
    imported = {one.target.lstrip(".").partition(".")[0] for one in module.imports}
    return next((one for one in _FRAMEWORKS if one in imported), "")


def _tasks(reach: Reach, node: str) -> tuple[Activity, ...]:
    return tuple(one for one in reach.of(node) if one in _TASKS)
