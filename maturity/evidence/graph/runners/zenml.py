"""ZenML's command line: pipelines that it runs, or deploys as a service that runs them for every request."""

from typing import TYPE_CHECKING

from maturity.evidence.graph.invocation import Invocation
from maturity.evidence.graph.options import positional

if TYPE_CHECKING:
    from maturity.evidence.graph.builder import Builder

_VALUED = ("--name", "-n", "--config", "-c", "--stack", "-s", "--build", "-b", "--deployment", "-d")


def zenml(builder: "Builder", invocation: Invocation) -> None:
    """Follow `zenml pipeline run package.module.flow` and `zenml pipeline deploy package.module.flow`."""
    if invocation.arguments[:2] not in (("pipeline", "run"), ("pipeline", "deploy")):
        return
    for named in positional(invocation.arguments[2:], _VALUED)[:1]:
        module, _, flow = named.rpartition(".")
        node = builder.python.attribute(f"{module}:{flow}", invocation.folder) if module else None
        if node is not None:
            builder.link(invocation, node)
        else:
            builder.end(invocation, f"{named[:80]} is not here")
