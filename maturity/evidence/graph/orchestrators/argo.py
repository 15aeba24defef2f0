"""Argo Workflows: templates, the order of their tasks and steps, and workflows on a schedule.

Pipelines that Kubeflow compiled to an Argo workflow are read the same way.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from maturity.documents.tree import Table, items, table, text
from maturity.documents.yaml import load_all
from maturity.errors import Unreadable
from maturity.evidence.graph.graph import Edge, End
from maturity.evidence.graph.orchestrators.containers import run_container
from maturity.evidence.graph.orchestrators.steps import Declared, Step, declare, schedule
from maturity.evidence.graph.runners import kubernetes

if TYPE_CHECKING:
    from maturity.evidence.graph.builder import Builder

TOOL = "argo-workflows"
_KINDS = frozenset(("Workflow", "WorkflowTemplate", "ClusterWorkflowTemplate", "CronWorkflow"))
_SHAPE = re.compile(r"^\s*kind:\s*[\"']?(?:Cron|Cluster)?Workflow(?:Template)?\b", re.MULTILINE)
_HELM = re.compile(r"\{\{-|\{\{ *(?:\.|include|template|if|range|end)")
MAX_BEFORE = 20
"""Of the steps that run side by side, how many the next ones are said to wait for."""
_WORD = re.compile(r"[\w.\-]+")
_APPLIES = frozenset(("apply", "create", "replace", "patch"))


def read(builder: "Builder") -> None:
    """Read every workflow, workflow template and scheduled workflow."""
    builder.each(lambda name: name.endswith((".yaml", ".yml", ".json")), partial(_read, builder))


def _read(builder: "Builder", path: str) -> None:
    written = builder.project.texts[path]
    if "argoproj.io" not in written or not _SHAPE.search(written) or _HELM.search(written):
        return
    for document in builder.project.yaml(path):
        body = table(document)
        if text(body.get("kind")) in _KINDS and text(body.get("apiVersion")).startswith("argoproj.io"):
            _workflow(builder, path, body)


@dataclass(frozen=True, slots=True)
class _Workflow:
    """One workflow: the file it stands in, its id, and its templates by name."""

    builder: "Builder"
    path: str
    node: str
    templates: dict[str, Table]


def _workflow(builder: "Builder", path: str, body: Table) -> None:
    kind, metadata = text(body.get("kind")), table(body.get("metadata"))
    name = text(metadata.get("name")) or text(metadata.get("generateName")).rstrip("-") or kind
    spec = table(body.get("spec"))
    inner = table(spec.get("workflowSpec")) if kind == "CronWorkflow" else spec
    node = f"job:{path}#{kind}/{name}"
    templates = {text(table(one).get("name")): table(one) for _, one in items(inner.get("templates"))}
    first = text(inner.get("entrypoint")) or next(iter(templates), "")
    workflow = _Workflow(builder, path, node, templates)
    declare(
        builder,
        Declared(TOOL, path, name, body.line_of("kind"), node),
        [step for one in _entered(templates, first) for step in _steps(workflow, templates[one])],
    )
    builder.tasks.offer("argo", "", name, node)
    reference = text(table(inner.get("workflowTemplateRef")).get("name"))
    if reference:
        builder.later(path, partial(_referred, workflow, node, reference, inner.line_of("workflowTemplateRef")))
    if kind == "CronWorkflow" and text(spec.get("suspend")) != "true":
        line = spec.line_of("schedules" if "schedules" in spec else "schedule")
        schedule(builder, TOOL, node, path, line, kind)


def _entered(templates: dict[str, Table], first: str) -> list[str]:
    """Return the entry template, and all others when it is not the one that orders the steps."""
    if first in templates and ({"dag", "steps"} & set(templates[first])):
        return [first]
    ordering = [name for name, body in templates.items() if {"dag", "steps"} & set(body)]
    return ordering or [name for name in (first, *templates) if name in templates][:1]


def _steps(workflow: _Workflow, template: Table) -> Iterator[Step]:
    """Yield the tasks of a DAG, the steps of a list, or the one container that the template is."""
    dag, listed = table(template.get("dag")), template.get("steps")
    if dag:
        for line, task in items(dag.get("tasks")):
            yield _step(workflow, table(task), line, _waits(table(task)))
    elif listed is not None:
        before: tuple[str, ...] = ()
        for _, group in items(listed):
            tasks = [(line, table(task)) for line, task in items(group)]
            yield from (_step(workflow, task, line, before) for line, task in tasks)
            before = tuple(text(task.get("name")) for _, task in tasks[:MAX_BEFORE])
    elif text(template.get("name")):
        yield Step(text(template.get("name")), template.line, (), partial(_run, workflow, template))


def _waits(task: Table) -> tuple[str, ...]:
    """Return the names in `dependencies`, or in an expression like `prepare.Succeeded && fetch`."""
    named = tuple(text(one) for _, one in items(task.get("dependencies")))
    written = [word.partition(".")[0] for word in _WORD.findall(text(task.get("depends")))]
    return named or tuple(dict.fromkeys(written))


def _step(workflow: _Workflow, task: Table, line: int, after: tuple[str, ...]) -> Step:
    return Step(text(task.get("name")), line, after, partial(_task, workflow, task))


def _task(workflow: _Workflow, task: Table, node: str) -> None:
    """Follow a task to its template: one of this workflow, one of another, or one written in place."""
    reference, name = table(task.get("templateRef")), text(task.get("template"))
    if reference:
        _referred(workflow, node, text(reference.get("name")), task.line_of("templateRef"))
    if task.get("inline"):
        _run(workflow, table(task.get("inline")), node)
    elif name in workflow.templates:
        builder, body = workflow.builder, workflow.templates[name]
        place = builder.place(workflow.path, body.line_of("name"), name)
        inner = builder.program(f"{workflow.node}:{name}", "template", name, place)
        at = builder.place(workflow.path, task.line_of("template"), name)
        builder.graph.link(Edge(node, inner, at))
        builder.once(inner, workflow.path, partial(_run, workflow, body, inner))


def _run(workflow: _Workflow, template: Table, node: str) -> None:
    for key in ("container", "script"):
        if isinstance(template.get(key), Table):
            run_container(workflow.builder, node, workflow.path, table(template[key]))
    _resource(workflow, table(template.get("resource")), node)
    for _, one in items(table(template.get("containerSet")).get("containers")):
        run_container(workflow.builder, node, workflow.path, table(one))
    inner = [one for _, one in items(table(template.get("dag")).get("tasks"))]
    inner += [one for _, group in items(template.get("steps")) for _, one in items(group)]
    for one in inner:
        _task(workflow, table(one), node)


def _resource(workflow: _Workflow, body: Table, node: str) -> None:
    """Follow a step that applies a manifest: what it then serves is deployed, what it then runs is run."""
    builder, line = workflow.builder, body.line_of("manifest")
    if text(body.get("action")) not in _APPLIES or not text(body.get("manifest")):
        return
    try:
        documents = load_all("\n" * line + text(body.get("manifest")))  # every line keeps its number
    except Unreadable as error:
        builder.graph.end(End(node, f"the manifest is not read: {error}", builder.place(workflow.path, line)))
        return
    for document in map(table, documents):
        if text(document.get("kind")) in kubernetes.SERVING:
            at = builder.place(workflow.path, document.line_of("kind"))
            builder.command(node, ("kubectl", "apply", "-f", "-"), at)
        else:
            kubernetes.follow(builder, node, workflow.path, document)


def _referred(workflow: _Workflow, node: str, name: str, line: int) -> None:
    """Link with a workflow template that stands in another document."""
    target = workflow.builder.tasks.find("argo", name, "")
    if target is not None:
        workflow.builder.graph.link(Edge(node, target, workflow.builder.place(workflow.path, line)))
