"""Bodywork: `bodywork.yaml` names the stages of a pipeline and their order, `first >> second, third >> last`."""

import posixpath
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from maturity.documents.tree import Table, table, text
from maturity.evidence.graph.graph import Site
from maturity.evidence.graph.orchestrators.steps import MAX_STEPS, Declared, Step, declare

if TYPE_CHECKING:
    from maturity.evidence.graph.builder import Builder

TOOL = "bodywork"
_FILES = frozenset(("bodywork.yaml", "bodywork.yml"))


def read(builder: "Builder") -> None:
    """Read every pipeline."""
    builder.each(lambda name: name in _FILES, partial(_read, builder))


def _read(builder: "Builder", path: str) -> None:
    for document in builder.project.yaml(path)[:1]:
        body = table(document)
        pipeline, stages = table(body.get("pipeline") or body.get("project")), table(body.get("stages"))
        name = text(pipeline.get("name"))
        if name and stages:
            steps = list(_steps(builder, path, text(pipeline.get("DAG")), stages))
            declare(builder, Declared(TOOL, path, name, pipeline.line_of("DAG")), steps)


def _steps(builder: "Builder", path: str, order: str, stages: Table) -> Iterator[Step]:
    """Yield the stages that the order names, each after all that stand before the last `>>`."""
    before: tuple[str, ...] = ()
    for together in order.split(">>")[:MAX_STEPS]:
        names = tuple(one.strip() for one in together.split(",") if one.strip() in stages)
        for name in names:
            yield Step(name, stages.line_of(name), before, partial(_follow, builder, path, table(stages[name])))
        before = names


def _follow(builder: "Builder", path: str, stage: Table, node: str) -> None:
    """Follow what a stage runs; one with a service is rolled out and stays."""
    if stage.get("service"):
        builder.graph.prove(Site(node, "deploy", TOOL, builder.place(path, stage.line_of("service"))))
    module = text(stage.get("executable_module_path")) or text(stage.get("executable_module"))
    if module:
        at = builder.place(path, stage.line_of("executable_module_path"))
        builder.command(node, ("python", module), at, posixpath.dirname(path))
