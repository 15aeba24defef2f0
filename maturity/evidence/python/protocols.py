"""Structural types: a call of a protocol's method runs the method of a class that has them all.

PEP 544: a class needs not name a protocol to be one. Where nothing else tells which object is meant, every class of the
project that has all of its methods may be; a protocol of one method says too little, unless its name is rare.
"""

from maturity.evidence.graph.graph import Edge, Graph
from maturity.evidence.layout import test_path
from maturity.evidence.python.code import Code
from maturity.evidence.python.dispatch import MAX_CANDIDATES, UBIQUITOUS
from maturity.evidence.python.namespace import node_of
from maturity.model.place import Place

PROTOCOL = "typing.Protocol"


def link_protocols(code: Code, graph: Graph) -> None:
    """Link each method of a protocol with those of the classes that have every method of it."""
    having = _classes(code)
    for (path, name), methods in having.items():
        declared = code.symbols.spaces[path].classes[name]
        wanted = {method for method in methods if not method.startswith("__")}
        if not any(base.startswith(PROTOCOL) for base in declared.bases) or wanted <= UBIQUITOUS:
            continue
        meant = [
            key for key, found in having.items() if key != (path, name) and wanted <= found and not test_path(key[0])
        ]
        if not 0 < len(meant) <= MAX_CANDIDATES:
            continue
        # One class alone, and more than one method in common: no other can be meant.
        certain = len(meant) == 1 and len(wanted) > 1
        for method in sorted(wanted):
            source = node_of(path, f"{name}.{method}")
            line = code.symbols.spaces[path].functions[f"{name}.{method}"].line
            at = Place(path=path, line=line, text=f"{name}.{method}()")
            for place, owner in meant:
                graph.link(Edge(source, node_of(place, f"{owner}.{method}"), at, by_name=not certain))


def _classes(code: Code) -> dict[tuple[str, str], frozenset[str]]:
    """Return the names of the methods that each class defines."""
    found: dict[tuple[str, str], set[str]] = {}
    for path, space in code.symbols.spaces.items():
        if path.endswith(".ipynb"):
            continue
        for name in space.functions:
            owner, _, last = name.rpartition(".")
            if owner in space.classes:
                found.setdefault((path, owner), set()).add(last)
    return {key: frozenset(names) for key, names in found.items()}
