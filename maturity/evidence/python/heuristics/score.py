"""Batch scoring: a set of records goes through a model and the results are written."""

from maturity.evidence.graph.graph import Graph
from maturity.evidence.python.code import Code, Unit, foreign_name, shown
from maturity.evidence.python.heuristics.tabular import Kinds
from maturity.evidence.python.words import parts
from maturity.model.place import Place

NOT_SCORING = frozenset(("evaluate", "evaluation", "eval", "train", "training", "test", "validate", "plot"))
OBJECTS = ("read", "load", "write")
"""Methods of the project's own readers and writers, where a function calls all three of read, predict and write."""


def scores(unit: Unit, code: Code, kinds: Kinds, graph: Graph) -> Place | None:
    """Return where a function scores a set and writes the results.

    Metrics are no results: a function that measures, or trains, does not score; nor does one that reads no set of records.
    """
    if unit.function.stub or parts(unit.function.name) & NOT_SCORING:
        return None
    done = kinds.near(unit)
    predicting = done.get("predict")
    if predicting is None or "measure" in done or _trains(unit, code, graph):
        return None
    written = done.get("write") or (_own_object(unit, ("write", "save")) and predicting)
    if written and ("read" in done or _own_object(unit, ("read", "load"))):
        where, call = predicting
        return where.at(call.line, f"{shown(call.name)}()")
    return None


def _trains(unit: Unit, code: Code, graph: Graph) -> bool:
    return any(site.activity == "train" for one in code.near(unit) for site in graph.sites.get(one.node, ()))


def _own_object(unit: Unit, methods: tuple[str, ...]) -> bool:
    """Tell whether a function calls such a method on an object that was given to it (`self.outputs.write`)."""
    for call, symbol in unit.calls():
        name = foreign_name(call.name, symbol) or call.name
        held = name.startswith("self.") and name.count(".") > 1
        if held and name.rpartition(".")[2] in methods:
            return True
    return False
