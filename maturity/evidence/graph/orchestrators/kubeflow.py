"""Kubeflow's documents: compiled pipelines, the containers that carry out their tasks, and components in files."""

import re
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from maturity.documents.tree import Table, items, table, text
from maturity.evidence.graph.graph import Edge
from maturity.evidence.graph.orchestrators.containers import run_container
from maturity.evidence.graph.orchestrators.steps import Declared, Step, component, declare

if TYPE_CHECKING:
    from maturity.evidence.graph.builder import Builder

TOOL = "kubeflow-pipelines"
_FILES = (".yaml", ".yml", ".json")
_COMPONENT = re.compile(r"^implementation:\s*\n\s+container:", re.MULTILINE)


def read(builder: "Builder") -> None:
    """Read every compiled pipeline of the second version; those of the first are Argo workflows."""
    builder.each(lambda name: name.endswith(_FILES), partial(_read, builder))


def _read(builder: "Builder", path: str) -> None:
    written = builder.project.texts[path]
    if _COMPONENT.search(written):
        _component_file(builder, path)
    if "deploymentSpec" not in written or "componentRef" not in written:
        return
    for document in builder.project.yaml(path)[:1]:
        body = table(document)
        whole = table(body.get("pipelineSpec")) or body
        tasks = table(table(table(whole.get("root")).get("dag")).get("tasks"))
        if tasks:
            executors = table(table(whole.get("deploymentSpec")).get("executors"))
            specification = _Specification(builder, path, table(whole.get("components")), executors)
            name = text(table(whole.get("pipelineInfo")).get("name")) or path
            steps = [_step(specification, one, table(task), tasks.line_of(one)) for one, task in tasks.items()]
            declare(builder, Declared(TOOL, path, name, table(whole.get("root")).line), steps)


def _component_file(builder: "Builder", path: str) -> None:
    """Add the component that a file holds, with the container that carries it out."""
    for document in builder.project.yaml(path)[:1]:
        container = table(table(table(document).get("implementation")).get("container"))
        if container:
            component(builder, path, container.line, partial(run_container, builder, path=path, body=container))


@dataclass(frozen=True, slots=True)
class _Specification:
    """The components of one compiled pipeline, and their executors."""

    builder: "Builder"
    path: str
    components: Table
    executors: Table


def _step(specification: _Specification, name: str, task: Table, line: int) -> Step:
    waits = [text(one) for _, one in items(task.get("dependentTasks"))]
    for kind in ("artifacts", "parameters"):
        for given in table(table(task.get("inputs")).get(kind)).values():
            source = table(given).get("taskOutputArtifact") or table(given).get("taskOutputParameter")
            waits.append(text(table(source).get("producerTask")))
    component = text(table(task.get("componentRef")).get("name"))
    after = tuple(dict.fromkeys(one for one in waits if one))
    return Step(name, line, after, partial(_component, specification, component))


def _component(specification: _Specification, name: str, node: str) -> None:
    """Link a task with its component, which is followed once: to its container, or to the tasks of its own graph."""
    builder, path = specification.builder, specification.path
    place = builder.place(path, specification.components.line_of(name), name)
    inner = builder.program(f"component:{path}#{name}", "component", name, place)
    builder.graph.link(Edge(node, inner, place))
    builder.once(inner, path, partial(_follow, specification, name, inner))


def _follow(specification: _Specification, name: str, node: str) -> None:
    body = table(specification.components.get(name))
    executor = table(specification.executors.get(text(body.get("executorLabel"))))
    if isinstance(executor.get("container"), Table):
        run_container(specification.builder, node, specification.path, table(executor["container"]))
    for task in table(table(body.get("dag")).get("tasks")).values():
        _component(specification, text(table(table(task).get("componentRef")).get("name")), node)
