"""MLflow projects: entry points of an MLproject file."""

import posixpath
import re
from functools import partial
from typing import TYPE_CHECKING

from maturity.documents.tree import table, text
from maturity.evidence.graph.facts import DeclaredPipeline
from maturity.evidence.graph.invocation import Invocation
from maturity.evidence.graph.options import positional, value
from maturity.evidence.graph.shell import Options

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
    """Every entry point can be started by a person; several of them are a pipeline without an order of its own."""
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
            at_points = builder.place(path, points.line)
            builder.pipelines.append(DeclaredPipeline("mlflow", path, tuple(steps), ordered=False, at=at_points))
