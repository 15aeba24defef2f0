"""Notebooks that are run from a command line."""

from typing import TYPE_CHECKING

from maturity.evidence.graph.invocation import Invocation
from maturity.evidence.graph.options import positional

if TYPE_CHECKING:
    from maturity.evidence.graph.builder import Builder


def papermill(builder: "Builder", invocation: Invocation) -> None:
    """Follow `papermill INPUT.ipynb OUTPUT.ipynb -p NAME VALUE`."""
    for name in [word for word in positional(invocation.arguments) if word.endswith(".ipynb")][:1]:
        builder.run_path(invocation, name)


def jupyter(builder: "Builder", invocation: Invocation) -> None:
    """Follow `jupyter nbconvert --execute NOTEBOOK`; a conversion alone runs nothing."""
    words = invocation.arguments
    if "--execute" in words or words[:1] == ("execute",) or words[:1] == ("run",):
        for name in [word for word in words if word.endswith(".ipynb")]:
            builder.run_path(invocation, name)
