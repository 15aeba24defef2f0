"""Labels that come back: what people say of predictions is written where the pipeline reads its data."""

import posixpath
from collections.abc import Iterator

from maturity.evidence.graph.graph import Graph
from maturity.evidence.python.code import Code, Unit, text_of
from maturity.evidence.python.heuristics.tabular import Kinds
from maturity.evidence.python.words import parts
from maturity.model.place import Place

LABELS = frozenset(
    (
        "label labels labelled labeled labelling labeling relabel annotation annotations annotated review reviews "
        "reviewed reviewer feedback correction corrections corrected verdict verdicts outcome outcomes truth"
    ).split()
)
"""Words of what somebody said about a record."""


class Returned:
    """Looks for writers of labels outside of the pipeline that reads them."""

    def __init__(self, code: Code, kinds: Kinds, graph: Graph, inputs: frozenset[str]) -> None:
        self._code, self._kinds = code, kinds
        self._inputs = inputs
        """Files and folders that stages of a pipeline read, and none of them makes."""
        stages = (node for node in graph.nodes if node.startswith("stage:"))
        self._pipeline = graph.beyond(stages) if inputs else set()

    def comes_back(self, unit: Unit) -> Place | None:
        """Return where a function writes labels of predictions into what the pipeline reads.

        Taking over a table of labels that somebody delivers is none: where nothing predicts, nothing comes back. Nor is
        what a stage of the pipeline itself writes.
        """
        if not self._inputs or unit.function.stub or unit.node in self._pipeline or not parts_around(unit) & LABELS:
            return None
        at = next((line for place, line in self._places(unit) if self._is_input(place)), 0)
        if not at or "predict" not in self._kinds.file(unit.path):
            return None
        writes = any({"write", "keep"} & self._kinds.of(one).keys() for one in self._code.around(unit, 2))
        return unit.at(at, unit.function.name) if writes else None

    def _places(self, unit: Unit) -> Iterator[tuple[str, int]]:
        """Yield the paths that a function names: texts of its calls, and constants of other files that it mentions."""
        for call in unit.function.calls:
            for argument in (*call.arguments, *call.keywords.values()):
                if text := text_of(argument):
                    yield text, call.line
        for name in unit.function.references:
            symbol = self._code.resolve(unit, name)
            module = self._code.modules.get(symbol.path) if symbol is not None and symbol.kind == "value" else None
            held = module.constants.get(symbol.name) if module is not None and symbol is not None else None
            if text := text_of(held):
                yield text, unit.function.line

    def _is_input(self, place: str) -> bool:
        """Tell whether a path is an input or lies in one; a root that only a run knows is the project's."""
        path = posixpath.normpath(place.replace("{}/", "").strip("/")) if place.strip("{}/. ") else ""
        while path:
            if path in self._inputs:
                return True
            path = posixpath.dirname(path)
        return False


def parts_around(unit: Unit) -> frozenset[str]:
    """Return the words of a function's name, its parameters, and the name of its file."""
    named = (unit.function.name, unit.path.rpartition("/")[2], *(one.name for one in unit.function.parameters))
    return frozenset[str]().union(*map(parts, named))
