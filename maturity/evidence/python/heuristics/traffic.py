"""Dividing traffic by one's own means: what answers a request picks the model by a share of all requests."""

from collections.abc import Iterable

from maturity.evidence.graph.graph import Graph
from maturity.evidence.python.code import Unit
from maturity.evidence.python.heuristics.predictions import answers_requests
from maturity.model.place import Place


def answering(units: Iterable[Unit], graph: Graph) -> set[str]:
    """Return the nodes that run while a request is answered."""
    return graph.beyond((unit.node for unit in units if answers_requests(unit, graph)), tests=False)


def divides(unit: Unit, answering: set[str]) -> Place | None:
    """Return where a function picks one of several models by a share.

    The same arithmetic where no request is answered deals out records, as a split into training and test does.
    """
    line = unit.function.deals
    if not line or unit.function.stub or unit.node not in answering:
        return None
    return unit.at(line, unit.function.name)
