"""AWS CodeBuild: the phases of a buildspec."""

import posixpath
import re
from functools import partial
from typing import TYPE_CHECKING

from maturity.documents.tree import Table, table
from maturity.evidence.graph.ci.pipeline import Pipeline, Started, script
from maturity.evidence.graph.facts import DeclaredTrigger
from maturity.evidence.graph.graph import Start
from maturity.evidence.graph.shell import Options

if TYPE_CHECKING:
    from maturity.evidence.graph.builder import Builder

SYSTEM = "codebuild"
_SHAPE = re.compile(r"^version: *[\"']?0\.[12]\b", re.MULTILINE)
_PHASES = frozenset(("install", "pre_build", "build", "post_build"))
_SOURCE = Started("source", "change", 1)
_PROJECT = Started("project", "none", 1)
"""A project that is set up elsewhere names this file."""


def read(builder: "Builder") -> None:
    """Read every buildspec, by its name or by its shape."""
    builder.each(lambda name: name.endswith((".yml", ".yaml")), partial(_read, builder))


def _read(builder: "Builder", path: str) -> None:
    named = "buildspec" in posixpath.basename(path).lower()
    written = builder.project.texts[path]
    if "phases:" not in written or not (named or _SHAPE.search(written)):
        return
    for document in builder.project.yaml(path)[:1]:
        phases = table(table(document).get("phases"))
        if phases and (named or _PHASES.issuperset(phases)):
            _build(builder, path, phases, named=named)


def _build(builder: "Builder", path: str, phases: Table, *, named: bool) -> None:
    """Add one build: CodePipeline starts it when the source changes."""
    base = builder.files.base(posixpath.dirname(path))
    pipeline = Pipeline(builder, SYSTEM, path, path)
    node = pipeline.job("build", phases.line, [_SOURCE if named else _PROJECT])
    for body in phases.values():
        for key in ("commands", "finally"):
            line, written = script(table(body), key)
            # Commands of a phase run one by one; the first failure ends the phase.
            options = Options(errexit=True)
            blocking = key == "commands"
            builder.later(
                path, partial(builder.script, node, written, path, line, base, blocking=blocking, options=options)
            )
    pipeline.close()
    if not named:
        builder.at_last(path, partial(_start, builder, path, node))


def _start(builder: "Builder", path: str, node: str) -> None:
    """Start a build whose trigger is not here: it counts as switched off, what it would run as run."""
    place, runs = builder.place(path, 1, path), builder.counts[node]
    builder.triggers.append(DeclaredTrigger(SYSTEM, "build", "change", enabled=False, node=node, at=place, runs=runs))
    builder.graph.start(Start("change", node, place, path))
