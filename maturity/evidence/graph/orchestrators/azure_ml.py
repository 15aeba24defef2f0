"""Azure Machine Learning: pipeline jobs, the components they name, command jobs and schedules."""

import posixpath
import re
from functools import partial
from typing import TYPE_CHECKING, Any

from maturity.documents.tree import Table, table, text, walk
from maturity.evidence.graph.graph import Edge
from maturity.evidence.graph.orchestrators.steps import Declared, Step, component, declare, schedule
from maturity.evidence.graph.shell import Options

if TYPE_CHECKING:
    from maturity.evidence.graph.builder import Builder

TOOL = "azure-ml"
_SCHEMA = re.compile(
    r"(pipelineJob|commandJob|sweepJob|schedule|pipelineComponent|commandComponent)\.schema\.json", re.IGNORECASE
)
_SHAPE = re.compile(r"azuremlschemas|^type:\s*[\"']?(?:pipeline|command)\b|^(?:trigger|create_job)\s*:", re.MULTILINE)
_OUTPUT = re.compile(r"parent\.jobs\.([\w\-]+)\.outputs")
_FILES = (".yml", ".yaml")


def read(builder: "Builder") -> None:
    """Read every pipeline job, and every schedule of one."""
    builder.each(lambda name: name.endswith(_FILES), partial(_read, builder))


def _read(builder: "Builder", path: str) -> None:
    if not _SHAPE.search(builder.project.texts[path]):
        return
    for document in builder.project.yaml(path)[:1]:
        body = table(document)
        if "create_job" in body and "trigger" in body:
            _schedule(builder, path, body)
        elif _kind(body) in ("pipeline", "pipelinejob", "pipelinecomponent") and table(body.get("jobs")):
            _pipeline(builder, path, body)
        elif _kind(body) in ("commandjob", "sweepjob"):
            node = builder.program(f"file:{path}", "job", path, builder.place(path, body.line_of("command")), "entry")
            builder.once(node, path, partial(_run, builder, path, body, node))
        elif _kind(body) in ("commandcomponent", "command") and {"code", "environment"} & set(body):
            component(builder, path, body.line_of("command"), partial(_run, builder, path, body))


def _kind(body: Table) -> str:
    schema = _SCHEMA.search(text(body.get("$schema")))
    return schema.group(1).lower() if schema else text(body.get("type")).lower()


def _pipeline(builder: "Builder", path: str, body: Table) -> None:
    jobs = table(body.get("jobs"))
    if not any({"command", "component", "type", "trial"} & set(table(job)) for job in jobs.values()):
        return
    steps = [
        Step(name, jobs.line_of(name), _inputs(job), partial(_run, builder, path, table(job)))
        for name, job in jobs.items()
    ]
    declare(builder, Declared(TOOL, path, path, body.line_of("jobs")), steps)


def _inputs(job: Any) -> tuple[str, ...]:
    """Return the jobs whose outputs a job takes."""
    found = [one for _, _, value in walk(table(job).get("inputs"), 2_000) for one in _OUTPUT.findall(text(value))]
    return tuple(dict.fromkeys(found))


def _run(builder: "Builder", path: str, job: Table, node: str) -> None:
    """Follow a job: its own command, that of the trials of a sweep, or the component that it names."""
    for body in (job, table(job.get("trial")), table(job.get("component"))):
        if text(body.get("command")):
            _command(builder, path, body, node)
    for written in (text(job.get("component")), text(job.get("trial")), text(job.get("job"))):
        target = _file(builder, path, written)
        if target is not None:
            _component(builder, path, target, node, job.line)


def _file(builder: "Builder", path: str, written: str) -> str | None:
    plain = written.removeprefix("file:")
    return builder.files.find(plain, posixpath.dirname(path)) if plain.endswith(_FILES) else None


def _component(builder: "Builder", path: str, target: str, node: str, line: int) -> None:
    """Link a step with the file of its component."""
    for document in builder.project.yaml(target)[:1]:
        body = table(document)
        inner = component(builder, target, body.line_of("command"), partial(_run, builder, target, body))
        builder.graph.link(Edge(node, inner, builder.place(path, line)))


def _command(builder: "Builder", path: str, body: Table, node: str) -> None:
    """Follow a command in the folder that `code` names, as seen from the file."""
    home = posixpath.dirname(path)
    code = text(body.get("code")) or text(table(body.get("code")).get("local_path"))
    folder = builder.files.folder(code, home) if code else home
    line = body.line_of("command")
    builder.script(node, text(body.get("command")), path, line, folder, options=Options(errexit=True))


def _schedule(builder: "Builder", path: str, body: Table) -> None:
    """A schedule starts the job that it names, or that it holds."""
    line = body.line_of("create_job")
    node = builder.program(f"file:{path}", "schedule", path, builder.place(path, line))
    given = body.get("create_job")
    target = _file(builder, path, given if isinstance(given, str) else text(table(given).get("job")))
    if target is not None:
        builder.graph.link(Edge(node, f"file:{target}", builder.place(path, line)))
    else:
        builder.once(node, path, partial(_run, builder, path, table(given), node))
    schedule(builder, TOOL, node, path, body.line_of("trigger"))
