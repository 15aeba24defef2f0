"""Databricks jobs: those of asset bundles, and those of deployment files of dbx."""

import posixpath
import re
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from maturity.documents.tree import Table, items, table, text
from maturity.evidence.graph.graph import Edge, End
from maturity.evidence.graph.invocation import Invocation
from maturity.evidence.graph.options import positional
from maturity.evidence.graph.orchestrators.steps import Declared, Step, declare
from maturity.evidence.graph.runners.jobs import follow_job_files
from maturity.evidence.layout import expanded
from maturity.model.activity import Root

if TYPE_CHECKING:
    from maturity.evidence.graph.builder import Builder

TOOL = "databricks-workflows"
_SHAPE = re.compile(
    r"^[ \t-]*[\"']?(?:tasks|notebook_task|python_wheel_task|spark_python_task)[\"']?[ \t]*:", re.MULTILINE
)
_FILES = (".yml", ".yaml", ".json")
_TASKS = (
    "notebook_task",
    "python_wheel_task",
    "spark_python_task",
    "run_job_task",
    "pipeline_task",
    "sql_task",
    "dbt_task",
)
_STARTS: dict[str, Root] = {"schedule": "schedule", "trigger": "event", "continuous": "event"}
_NOTEBOOKS = ("", ".py", ".ipynb")
_VARIABLE = re.compile(r"\$\{var\.([\w\-]+)\}")
_RESOURCE = re.compile(r"\$\{resources\.jobs\.([\w\-]+)\.id\}")


def databricks(builder: "Builder", invocation: Invocation) -> None:
    """Follow `databricks bundle run JOB`."""
    words = positional(invocation.arguments, ("-t", "--target", "-p", "--profile", "--var"))
    match words:
        case ["bundle", "run", name, *_]:
            target = builder.tasks.find("databricks", name, "")
            if target is not None:
                builder.link(invocation, target)
            else:
                builder.end(invocation, f"no job {name[:60]} here")
        case _:
            follow_job_files(builder, invocation)


def read(builder: "Builder") -> None:
    """Read every bundle, every file of resources that a bundle includes, and every deployment file."""
    builder.each(lambda name: name.endswith(_FILES), partial(_read, builder))


def _read(builder: "Builder", path: str) -> None:
    written = builder.project.texts[path]
    if not _SHAPE.search(written) or not any(word in written for word in _TASKS):
        return
    for document in builder.project.yaml(path)[:1]:
        for name, job, line in _jobs(table(document)):
            if _tasks(job):
                _job(builder, path, (name, line), job)


def _jobs(body: Table) -> Iterator[tuple[str, Table, int]]:
    """Yield the jobs of a document: name, contents, line."""
    targets = [table(one) for key in ("targets", "environments") for one in table(body.get(key)).values()]
    for owner in (body, *targets):
        declared = table(table(owner.get("resources")).get("jobs"))
        for name, job in declared.items():
            yield name, table(job), declared.line_of(name)
        for line, job in items(owner.get("workflows")):
            yield text(table(job).get("name")) or "workflow", table(job), line
    if "tasks" in body and "name" in body:
        yield text(body.get("name")), body, body.line


def _tasks(job: Table) -> list[tuple[int, Table]]:
    """Return the tasks of a job; a job of the older form is its own and only task."""
    listed = [(line, table(one)) for line, one in items(job.get("tasks") or job.get("deployment_tasks"))]
    return listed or ([(job.line, job)] if any(kind in job for kind in _TASKS) else [])


def _job(builder: "Builder", path: str, named: tuple[str, int], job: Table) -> None:
    name, line = named
    node = f"job:{path}#{name}"
    steps = [_step(builder, path, task, at, name) for at, task in _tasks(job)]
    declare(builder, Declared(TOOL, path, name, line, node), steps)
    builder.tasks.offer("databricks", "", name, node)
    for key, root in _STARTS.items():
        body = table(job.get(key))
        if body and not _paused(builder, text(body.get("pause_status"))):
            _start(builder, node, path, (key, "schedule" if "periodic" in body else root), job.line_of(key))


def _paused(builder: "Builder", status: str) -> bool:
    """Tell whether a schedule is switched off, by itself or in every target of its bundle."""
    variable = _VARIABLE.fullmatch(status)
    given = list(_values(builder, variable.group(1))) if variable else [status]
    return bool(given) and all(one.upper() == "PAUSED" for one in given)


def _values(builder: "Builder", name: str) -> Iterator[str]:
    """Yield what a variable of a bundle stands for: its default, and its value in each target."""
    for path in builder.project.texts:
        if posixpath.basename(expanded(path)) in ("databricks.yml", "databricks.yaml"):
            for document in builder.project.yaml(path)[:1]:
                body = table(document)
                yield text(table(table(body.get("variables")).get(name)).get("default"))
                targets = table(body.get("targets")).values()
                yield from (
                    text(table(table(one).get("variables")).get(name))
                    for one in targets
                    if name in table(table(one).get("variables"))
                )


def _start(builder: "Builder", node: str, path: str, event: tuple[str, Root], line: int) -> None:
    builder.counts[node] += 1
    builder.trigger(TOOL, event[0], event[1], node, builder.place(path, line), (node,))


def _step(builder: "Builder", path: str, task: Table, line: int, name: str) -> Step:
    key = text(task.get("task_key")) or name
    after = tuple(text(table(one).get("task_key")) for _, one in items(task.get("depends_on")))
    return Step(key, line, after, partial(_follow, builder, path, task))


def _follow(builder: "Builder", path: str, task: Table, node: str) -> None:
    inner = table(table(task.get("for_each_task")).get("task"))
    for body in (task, inner) if inner else (task,):
        _notebook(builder, path, table(body.get("notebook_task")), node)
        _file(builder, path, table(body.get("spark_python_task")), node)
        _wheel(builder, path, table(body.get("python_wheel_task")), node)
        _other_job(builder, path, table(body.get("run_job_task")), node)


def _notebook(builder: "Builder", path: str, body: Table, node: str) -> None:
    """Follow a notebook: a path from the file, or from the root, with or without its ending."""
    written = text(body.get("notebook_path"))
    if written:
        _link(builder, path, (written, body.line_of("notebook_path")), node, _NOTEBOOKS)


def _file(builder: "Builder", path: str, body: Table, node: str) -> None:
    written = text(body.get("python_file"))
    if written:
        _link(builder, path, (written, body.line_of("python_file")), node, ("",))


def _link(builder: "Builder", path: str, written: tuple[str, int], node: str, endings: tuple[str, ...]) -> None:
    name = written[0].removeprefix("file://").removeprefix("file:fuse://").removeprefix("file:")
    home, place = posixpath.dirname(path), builder.place(path, written[1])
    for ending in endings:
        for plain in (name, name.lstrip("/")):
            found = builder.files.find(plain + ending, home) if plain else None
            target = builder.file(found) if found is not None else None
            if target is not None:
                builder.graph.link(Edge(node, target, place))
                return
    builder.graph.end(End(node, f"{name[:80]} is not here", place))


def _wheel(builder: "Builder", path: str, body: Table, node: str) -> None:
    """Follow an entry point of a wheel: a console script of this project, or `package:function`."""
    entry = text(body.get("entry_point"))
    if not entry:
        return
    place = builder.place(path, body.line_of("entry_point"))
    target = builder.tasks.find("console-script", entry, posixpath.dirname(path))
    target = target or builder.python.attribute(f"{text(body.get('package_name'))}:{entry}", posixpath.dirname(path))
    if target is not None:
        builder.graph.link(Edge(node, target, place))
    else:
        builder.graph.end(End(node, f"no entry point {entry[:60]} here", place))


def _other_job(builder: "Builder", path: str, body: Table, node: str) -> None:
    found = _RESOURCE.search(text(body.get("job_id")))
    target = builder.tasks.find("databricks", found.group(1), "") if found else None
    if target is not None:
        builder.graph.link(Edge(node, target, builder.place(path, body.line_of("job_id"))))
