"""Kedro: the project's pipeline, whose nodes are known to the Python side."""

import posixpath
from typing import TYPE_CHECKING

from maturity.evidence.graph.invocation import Invocation

if TYPE_CHECKING:
    from maturity.evidence.graph.builder import Builder


def kedro(builder: "Builder", invocation: Invocation) -> None:
    """Follow `kedro run` to the pipelines of the project, `kedro test` to its tests."""
    if invocation.arguments[:1] == ("test",):
        builder.run(invocation.inner(("pytest", *invocation.arguments[1:])))
    if invocation.arguments[:1] != ("run",):
        return
    base = builder.files.base(invocation.folder)
    registries = [
        path
        for path in builder.project.modules
        if posixpath.basename(path) == "pipeline_registry.py"
        and builder.holds(path)
        and (not base or path.startswith(base))
    ]
    for path in registries:
        folder = posixpath.dirname(path)
        node = builder.python.attribute("pipeline_registry:register_pipelines", folder) or builder.python.script(path)
        if node is not None:
            builder.link(invocation, node)
    if not registries:
        builder.end(invocation, "there is no pipeline registry here")
