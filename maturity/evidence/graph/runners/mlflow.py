"""MLflow projects: entry points of an MLproject file."""

import posixpath
import re
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

from maturity.documents.tree import table, text
from maturity.evidence.graph.facts import DeclaredPipeline
from maturity.evidence.graph.graph import Edge
from maturity.evidence.graph.invocation import Invocation
from maturity.evidence.graph.options import positional, value
from maturity.evidence.graph.shell import Options
from maturity.model.place import Place

if TYPE_CHECKING:
    from maturity.evidence.graph.builder import Builder

_VALUED = (
    *("-e", "--entry-point", "-P", "--param-list", "-A", "--docker-args", "-v", "--version", "--env-manager", "-b"),
    *(
        "--backend",
        "-c",
        "--backend-config",
        "--experiment-name",
        "--experiment-id",
        "--run-id",
        "--run-name",
        "--storage-dir",
    ),
)
_PARAMETER = re.compile(r"\{(\w+)\}")


def mlflow(builder: "Builder", invocation: Invocation) -> None:
    """Follow `mlflow run FOLDER -e ENTRY`."""
    words = positional(invocation.arguments, _VALUED)
    if words[:1] != ("run",):
        return
    written = words[1].partition("#")[2] or words[1] if len(words) > 1 else "."
    if "://" in written:
        builder.end(invocation, "a project of another repository")
        return
    entry = value(invocation.arguments, "-e", "--entry-point") or "main"
    folder = builder.files.folder(written, invocation.folder)
    node = builder.tasks.table("mlflow", folder).get(entry)
    if node is not None:
        builder.link(invocation, node)
    elif entry.endswith((".py", ".sh")):
        builder.run_path(invocation, posixpath.join(written, entry))
    else:
        builder.end(invocation, f"no MLproject here has the entry point {entry[:60]}")


def read(builder: "Builder") -> None:
    """Every entry point can be started by a person; several of them are a pipeline."""
    builder.each(lambda name: name == "MLproject", partial(_read, builder))


def _read(builder: "Builder", path: str) -> None:
    folder = posixpath.dirname(path)
    for document in builder.project.yaml(path)[:1]:
        points = table(table(document).get("entry_points"))
        steps: list[tuple[str, str]] = []
        for name, body in points.items():
            line = points.line_of(name)
            node = builder.program(f"task:{path}#{name}", "entry-point", name, builder.place(path, line), start="entry")
            builder.tasks.offer("mlflow", folder, name, node)
            steps.append((name, node))
            at = table(body).line_of("command")
            command = _PARAMETER.sub(r"$\1", text(table(body).get("command")))
            builder.once(
                node, path, partial(builder.script, node, command, path, at, folder, options=Options(errexit=True))
            )
        if len(steps) > 1:
            builder.later(path, partial(_declare, builder, path, tuple(steps), points.line))


def _declare(builder: "Builder", path: str, steps: tuple[tuple[str, str], ...], line: int) -> None:
    """Several entry points are a pipeline; its order is declared where the code behind `main` runs the others."""
    nodes = dict(steps)
    called = _called(builder, nodes)
    for name, place in called.items():
        builder.graph.link(Edge(nodes["main"], nodes[name], place))
    ran = [nodes[name] for name in called]
    builder.order.extend(pairwise(ran))
    at = builder.place(path, line)
    builder.pipelines.append(DeclaredPipeline("mlflow", path, steps, len(ran) > 1, at))


def _called(builder: "Builder", nodes: dict[str, str]) -> dict[str, Place]:
    """Return the entry points that calls in the code of `main` name, often through a function of its own."""
    found: dict[str, Place] = {}
    for edge in builder.graph.edges.get(nodes.get("main", ""), ()):
        path = edge.target.removeprefix("py:").partition("::")[0]
        module = builder.project.modules.get(path)
        if module is None or not any(one.target.partition(".")[0] == "mlflow" for one in module.imports):
            continue
        for function in module.functions:
            for call in function.calls:
                texts = [one[1:] for one in (*call.arguments, *call.keywords.values()) if isinstance(one, str)]
                for name in texts:
                    if name in nodes and name != "main":
                        found.setdefault(name, builder.place(path, call.line, call.name))
    return found
