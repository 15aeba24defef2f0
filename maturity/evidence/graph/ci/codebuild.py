"""AWS CodeBuild: the phases of a buildspec."""

import posixpath
from functools import partial
from typing import TYPE_CHECKING

from maturity.documents.tree import table
from maturity.evidence.graph.ci.pipeline import Pipeline, Started, script
from maturity.evidence.graph.shell import Options

if TYPE_CHECKING:
    from maturity.evidence.graph.builder import Builder

SYSTEM = "codebuild"


def read(builder: "Builder") -> None:
    """Read every `buildspec.yml`: CodePipeline starts it when the source changes."""
    builder.each(lambda name: "buildspec" in name.lower() and name.endswith((".yml", ".yaml")), partial(_read, builder))


def _read(builder: "Builder", path: str) -> None:
    base = builder.files.base(posixpath.dirname(path))
    for document in builder.project.yaml(path)[:1]:
        phases = table(table(document).get("phases"))
        if not phases:
            continue
        pipeline = Pipeline(builder, SYSTEM, path, path)
        node = pipeline.job("build", phases.line, [Started("source", "change", 1)])
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
