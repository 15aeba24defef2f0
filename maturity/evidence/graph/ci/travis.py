"""Travis CI."""

import posixpath
from functools import partial
from typing import TYPE_CHECKING

from maturity.documents.tree import Table, items, table, text
from maturity.evidence.graph.ci.pipeline import Pipeline, Started, script
from maturity.evidence.graph.shell import Options

if TYPE_CHECKING:
    from maturity.evidence.graph.builder import Builder

SYSTEM = "travis-ci"
_PHASES = ("before_install", "install", "before_script", "script", "after_success", "before_deploy", "after_script")


def read(builder: "Builder") -> None:
    """Read the target's `.travis.yml`: every push starts it."""
    for base in builder.roots:
        path = posixpath.join(base, ".travis.yml")
        if path in builder.project.texts:
            builder.attempt(path, partial(_read, builder, path, base))


def _read(builder: "Builder", path: str, base: str) -> None:
    for document in builder.project.yaml(path)[:1]:
        pipeline = Pipeline(builder, SYSTEM, path, path)
        whole = table(document)
        bodies = [("script", whole)]
        for position, (_, job) in enumerate(items(table(whole.get("jobs")).get("include")), 1):
            bodies.append((text(table(job).get("name")) or f"job {position}", table(job)))
        for name, body in bodies:
            if any(phase in body for phase in _PHASES) or "deploy" in body:
                node = pipeline.job(name, body.line, [Started("push", "change", 1)])
                builder.later(path, partial(_follow, builder, node, path, base, body))
        pipeline.close([Started("push", "change", 1)])


def _follow(builder: "Builder", node: str, path: str, base: str, body: Table) -> None:
    for phase in _PHASES:
        # Commands of one phase all run; any failure fails the build, those after success do not count.
        line, written = script(body, phase)
        blocking = phase not in ("after_success", "after_script")
        builder.script(node, written, path, line, base, blocking=blocking, options=Options(errexit=True))
    entries = (
        [(body.line_of("deploy"), body["deploy"])]
        if isinstance(body.get("deploy"), Table)
        else items(body.get("deploy"))
    )
    for line, entry in entries:
        if text(table(entry).get("script")):
            builder.script(node, text(table(entry).get("script")), path, line, base)
