"""Bitbucket Pipelines."""

import posixpath
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from maturity.documents.tree import Table, items, table, text
from maturity.evidence.graph.ci.pipeline import Pipeline, Started
from maturity.evidence.graph.shell import Options
from maturity.model.activity import Root

if TYPE_CHECKING:
    from maturity.evidence.graph.builder import Builder

SYSTEM = "bitbucket-pipelines"
_ROOTS: dict[str, Root] = {
    "default": "change",
    "branches": "change",
    "pull-requests": "change",
    "tags": "release",
    "custom": "manual",
}


def read(builder: "Builder") -> None:
    """Read the target's `bitbucket-pipelines.yml`."""
    for base in builder.roots:
        path = posixpath.join(base, "bitbucket-pipelines.yml")
        if path in builder.project.texts:
            builder.attempt(path, partial(_read, builder, path, base))


def _read(builder: "Builder", path: str, base: str) -> None:
    for document in builder.project.yaml(path)[:1]:
        pipeline = Pipeline(builder, SYSTEM, path, path)
        declared = table(table(document).get("pipelines"))
        for kind, body in declared.items():
            root = _ROOTS.get(kind)
            if root is None:
                continue
            lists = (
                [(kind, body)] if kind == "default" else [(f"{kind}/{name}", one) for name, one in table(body).items()]
            )
            for name, steps in lists:
                _steps(builder, pipeline, steps, name, Started(kind, root, declared.line_of(kind)), base)
        pipeline.close([] if declared else [Started("", "manual", 1)])


def _steps(builder: "Builder", pipeline: Pipeline, steps: Any, name: str, started: Started, base: str) -> None:
    previous = ""
    for position, (line, step) in enumerate(_flat(steps), 1):
        label = f"{name}/{text(step.get('name')) or position}"
        manual = text(step.get("trigger")) == "manual"
        begun = Started(started.name, "manual", started.line) if manual else started
        node = pipeline.job(label, line, [begun])
        if previous:
            pipeline.before(previous, label)
        previous = label
        for at, one in items(step.get("script")):
            if isinstance(one, str):
                options = Options(errexit=True)
                builder.later(
                    pipeline.path, partial(builder.script, node, one, pipeline.path, at, base, options=options)
                )
            elif text(table(one).get("pipe")):
                given = table(one).get("variables")
                inputs = {key: value for key, value in table(given).items() if isinstance(value, str)}
                name_of_pipe = text(table(one).get("pipe")).partition(":")[0]
                builder.action(node, name_of_pipe, inputs, builder.place(pipeline.path, at))


def _flat(steps: Any) -> Iterator[tuple[int, Table]]:
    """Yield the steps of a list, those of `parallel` and `stage` among them."""
    for line, one in items(steps):
        body = table(one)
        inner = body.get("parallel") or body.get("stage")
        if inner:
            entries = table(inner).get("steps") if isinstance(inner, Table) else inner
            yield from ((at, table(table(step).get("step"))) for at, step in items(entries))
        elif isinstance(body.get("step"), Table):
            yield line, body["step"]
