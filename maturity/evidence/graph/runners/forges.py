"""Commands of a forge that start its pipelines."""

from typing import TYPE_CHECKING

from maturity.evidence.graph.invocation import Invocation
from maturity.evidence.graph.options import positional

if TYPE_CHECKING:
    from maturity.evidence.graph.builder import Builder


def gh(builder: "Builder", invocation: Invocation) -> None:
    """Follow `gh workflow run FILE`: the workflow's own dispatch event has to be there."""
    words = positional(invocation.arguments, ("-R", "--repo", "-r", "--ref", "-f", "-F", "--field", "--raw-field"))
    if words[:2] != ("workflow", "run") or not words[2:]:
        return
    folder = builder.files.base(invocation.folder)
    path = f"{folder}/.github/workflows/{words[2]}".lstrip("/")
    node = f"event:{path}#workflow_dispatch:manual"

    def resolve() -> None:
        if node in builder.graph.nodes:
            builder.link(invocation, node)
        else:
            builder.end(invocation, f"no workflow {words[2][:60]} can be dispatched here")

    builder.at_last(path, resolve)
