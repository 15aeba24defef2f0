"""Dividing traffic by one's own means: what answers a request picks the model by a share of all requests."""

from collections.abc import Iterable

from maturity.evidence.graph.graph import Graph
from maturity.evidence.python.code import Code, Unit
from maturity.evidence.python.heuristics.predictions import answers_requests
from maturity.evidence.python.words import parts
from maturity.model.place import Place

_SERVED = ("PythonModel", "pyfunc.ChatModel")
"""Bases of classes that a platform serves as they are logged."""


def answering(units: Iterable[Unit], code: Code, graph: Graph) -> set[str]:
    """Return the nodes that run while a request is answered."""
    starts = (unit.node for unit in units if answers_requests(unit, graph) or _is_served(unit, code))
    return graph.beyond(starts, tests=False)


def _is_served(unit: Unit, code: Code) -> bool:
    owner, _, name = unit.function.name.rpartition(".")
    return name == "predict" and any(
        one.name == owner and any(base.endswith(_SERVED) for base in one.bases)
        for one in code.modules[unit.path].classes
    )


def shadows(unit: Unit) -> bool:
    """Tell whether a function asks a model in the shadow: it is named for it, and predicts."""
    named = parts(unit.function.name.rpartition(".")[2])
    return "shadow" in named and any(last.startswith("predict") for last in unit.lasts)


def divides(unit: Unit, answering: set[str]) -> Place | None:
    """Return where a function picks one of several models by a share, or asks a shadow beside the one that answers.

    The same arithmetic where no request is answered deals out records, as a split into training and test does.
    """
    line = unit.function.deals or (unit.function.line if shadows(unit) else 0)
    if not line or unit.function.stub or unit.node not in answering:
        return None
    return unit.at(line, unit.function.name)


def assigned(unit: Unit) -> Place | None:
    """Return where an endpoint is told to give several releases a share of the requests, or one a copy of some."""
    for call in unit.function.calls:
        if call.name.endswith((".traffic.__set__", ".mirror_traffic.__set__")):
            several = sum(1 for share in call.keywords.values() if share)
            if several > 1 or (several and "mirror" in call.name):
                return unit.at(call.line, f"{call.name.split('.')[1]} =")
    return None
