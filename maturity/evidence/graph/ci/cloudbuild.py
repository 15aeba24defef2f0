"""Google Cloud Build: the steps of a build, which a trigger outside the repository starts on a change."""

import posixpath
from functools import partial
from typing import TYPE_CHECKING

from maturity.documents.tree import Table, items, table, text
from maturity.evidence.graph.ci.pipeline import Pipeline, Started
from maturity.evidence.graph.runners.jobs import vector_of

if TYPE_CHECKING:
    from maturity.evidence.graph.builder import Builder

SYSTEM = "cloud-build"
_STARTED = (Started("build", "manual", 1), Started("submit", "none", 1))
"""A trigger that a person set up elsewhere, and `gcloud builds submit` with this file."""


def read(builder: "Builder") -> None:
    """Read every `cloudbuild.yaml`; its trigger is not in the repository, so a person is taken to start it."""
    builder.each(
        lambda name: name.lower().startswith("cloudbuild") and name.endswith((".yaml", ".yml", ".json")),
        partial(_read, builder),
    )


def _read(builder: "Builder", path: str) -> None:
    base = builder.files.base(posixpath.dirname(path))
    for document in builder.project.yaml(path)[:1]:
        steps = table(document).get("steps")
        if not isinstance(document, Table) or not any("name" in table(one) for _, one in items(steps)):
            continue
        pipeline = Pipeline(builder, SYSTEM, path, path)
        node = pipeline.job("build", document.line_of("steps"), _STARTED)
        builder.tasks.offer("cloudbuild", posixpath.dirname(path), posixpath.basename(path), node)
        for _, step in items(steps):
            builder.later(path, partial(_step, builder, node, path, base, table(step)))
        pipeline.close()


def _step(builder: "Builder", node: str, path: str, base: str, step: Table) -> None:
    folder = builder.files.folder(text(step.get("dir")), base)
    if text(step.get("script")):
        builder.script(node, text(step.get("script")), path, step.line_of("script"), folder)
        return
    words = vector_of(step)
    if words:
        line = step.line_of("args" if "args" in step else "name")
        builder.command(node, words, builder.place(path, line), folder)
