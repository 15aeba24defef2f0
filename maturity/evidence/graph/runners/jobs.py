"""Commands that name a YAML or JSON file which itself holds a command: job submissions and manifests."""

import posixpath
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from maturity.documents.tree import Series, Table, items, series, table, text
from maturity.evidence.graph.graph import Edge
from maturity.evidence.graph.invocation import Invocation
from maturity.evidence.graph.runners.compose import commands

if TYPE_CHECKING:
    from maturity.evidence.graph.builder import Builder

_TEXTS = ("entrypoint", "command", "script", "cmd", "run", "commands", "before_script", "setup", "setup_commands")
_DOCUMENTS = (".yaml", ".yml", ".json")
MAX_FILES = 20


def follow_job_files(builder: "Builder", invocation: Invocation) -> None:
    """Follow a command to the job files among its words, and to the files of a folder that is applied."""
    for word in invocation.arguments:
        written = word.partition("=")[2] if word.startswith("--") and "=" in word else word
        written = written.removeprefix("file://").removeprefix("file:")
        if written.endswith(_DOCUMENTS):
            path = builder.locate(invocation, written)
            if path is not None:
                _follow_file(builder, invocation, path)
        elif invocation.program == "kubectl" and not written.startswith("-") and "apply" in invocation.arguments:
            folder = builder.files.find_folder(written, invocation.folder) if "/" in written or written == "." else None
            for path in sorted(builder.files.below(folder))[:MAX_FILES] if folder is not None else ():
                if path.endswith(_DOCUMENTS) and _is_manifest(builder, path):
                    _follow_file(builder, invocation, path)


def _is_manifest(builder: "Builder", path: str) -> bool:
    """Tell what can be applied from what only lies in the same folder: a pipeline, or the file of a CI system."""
    return all(isinstance(table(one).get("apiVersion"), str) for one in builder.project.yaml(path))


def _follow_file(builder: "Builder", invocation: Invocation, path: str) -> None:
    node = job_file(builder, path, invocation.folder)
    if node is not None:
        builder.link(invocation, node)


def job_file(builder: "Builder", path: str, folder: str) -> str | None:
    """Return the node of a file that holds commands; None when it holds none."""
    node = f"file:{path}"
    if node in builder.graph.nodes:
        return node
    found = [one for document in builder.project.yaml(path) for one in _commands(builder, path, document, folder)]
    resources = [f"resource:{path}"] if f"resource:{path}" in builder.graph.nodes else []
    if not found and not resources:
        return None
    builder.program(node, "job", path, builder.place(path, found[0][0] if found else 1))
    for resource in resources:
        builder.graph.link(Edge(node, resource, builder.graph.nodes[node].at))
    builder.once(node, path, partial(_follow, builder, node, path, found))
    return node


def _folder(builder: "Builder", path: str, body: Table, folder: str) -> str:
    """Return where a job runs: `code` is seen from the file, a working directory from where the job is submitted."""
    home = posixpath.dirname(path)
    for key, start in (("code", home), ("source_directory", home), ("working_dir", folder)):
        found = builder.files.find_folder(text(body.get(key)), start) if text(body.get(key)) else None
        if found is not None:
            return found
    return folder


def _follow(builder: "Builder", node: str, path: str, found: list[tuple[int, str | tuple[str, ...], str]]) -> None:
    for line, words, folder in found:
        if isinstance(words, tuple):
            builder.command(node, words, builder.place(path, line), folder)
        elif words.startswith("file:") or (words.endswith(_DOCUMENTS) and " " not in words):
            inner = builder.files.find(words.removeprefix("file:"), folder) or builder.files.find(
                words.removeprefix("file:"), posixpath.dirname(path)
            )
            target = job_file(builder, inner, folder) if inner is not None and inner != path else None
            if target is not None:
                builder.graph.link(Edge(node, target, builder.place(path, line)))
        else:
            builder.script(node, words, path, line, folder)


def _commands(
    builder: "Builder", path: str, document: Any, folder: str
) -> Iterator[tuple[int, str | tuple[str, ...], str]]:
    """Yield (line, command, folder) for everything in a document that runs, with a stack of its own."""
    todo: list[tuple[Any, str]] = [(document, folder)]
    for _ in range(50_000):
        if not todo:
            return
        value, where = todo.pop()
        if isinstance(value, Table):
            where = _folder(builder, path, value, where)
            yield from ((line, one, where) for line, one in _own(value))
            skip = (*_TEXTS, "args")
            todo.extend(
                (inner, where)
                for key, inner in reversed(list(value.items()))
                if key not in skip or isinstance(inner, Table)
            )
        elif isinstance(value, Series):
            todo.extend((inner, where) for inner in reversed(value) if isinstance(inner, Table | Series))


def _own(body: Table) -> Iterator[tuple[int, str | tuple[str, ...]]]:
    """Yield what one table itself runs: a text, a container's argument vector, a builder's step, another file."""
    if isinstance(body.get("args"), Series) and ("name" in body or "image" in body or "command" in body):
        step = vector_of(body)
        if step:
            yield body.line_of("command" if "command" in body else "args"), step
            return
    for key in _TEXTS:
        given = body.get(key)
        if isinstance(given, str) and given.strip():
            yield body.line_of(key), given
        elif key == "command" and isinstance(given, Series):
            yield from commands(body, ["command", "args"])
        elif isinstance(given, Series):
            yield from ((line, one) for line, one in items(given) if isinstance(one, str))
    component = text(body.get("component"))
    if component.startswith("file:") or component.endswith(_DOCUMENTS):
        yield body.line_of("component"), component
    spark = table(body.get("spark_python_task"))
    if text(spark.get("python_file")):
        yield spark.line_of("python_file"), ("python", text(spark.get("python_file")))
    notebook = table(body.get("notebook_task"))
    if text(notebook.get("notebook_path")):
        yield notebook.line_of("notebook_path"), ("papermill", text(notebook.get("notebook_path")))


def vector_of(body: Table) -> tuple[str, ...]:
    """Return the argument vector of a build step or a container: `entrypoint` or `command`, then `args`."""
    arguments = tuple(one for _, one in items(body.get("args")) if isinstance(one, str))
    given = body.get("entrypoint") or body.get("command")
    first = tuple(one for one in series(given) if isinstance(one, str)) if given else ()
    if isinstance(given, str):
        first = tuple(given.split())
    if not first and "image" not in body:
        first = (text(body.get("name")).rpartition("/")[2].partition(":")[0],)
    return (*first, *arguments) if first else ()
