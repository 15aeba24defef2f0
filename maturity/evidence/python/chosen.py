"""What a program does for a command line whose options choose among its branches: `--task score` trains nothing."""

from collections.abc import Mapping
from dataclasses import replace

from maturity.evidence.graph.graph import Edge, Graph
from maturity.evidence.python.code import Code, Unit
from maturity.evidence.python.namespace import node_of


def link_chosen(code: Code, graph: Graph) -> None:
    """Link every command line that chooses with what the branches of the program do that run for it."""
    for node, (path, options) in graph.chosen.items():
        _follow(graph, node, _Part(code, path, options))


def _follow(graph: Graph, node: str, part: "_Part") -> None:
    """Take the place of the program, from its top level to the functions that branch."""
    within = part.towards_branches(graph)
    queue = [part.program]
    if part.program not in within:
        graph.link(Edge(node, part.program, graph.nodes[node].at))
        return
    for one in queue:
        for edge in graph.edges.get(one, ()):
            if edge.target in within:
                queue += [edge.target] if edge.target not in queue and part.runs(one, edge) else []
            elif part.runs(one, edge):
                graph.link(replace(edge, source=node))
        for site in graph.sites.get(one, ()):
            if site.at.path != part.path or not part.closed(one, site.at.line or 0):
                graph.prove(replace(site, node=node))


class _Part:
    """The branches of one file, of which options choose."""

    def __init__(self, code: Code, path: str, options: Mapping[str, str]) -> None:
        self.path = path
        self.program = node_of(path)
        self._closed: dict[str, list[range]] = {}
        self._open: dict[str, frozenset[str]] = {}
        """Words of the names of what each function calls outside of the branches that do not run."""
        for unit in code.units.get(path, ()):
            lines = self._closed.setdefault(unit.node, [])
            lines += _not_run(unit, options)
        for unit in code.units.get(path, ()):
            names = (call.name for call in unit.function.calls if not self.closed(unit.node, call.line))
            words = frozenset(word for name in names for word in name.split("."))
            self._open[unit.node] = self._open.get(unit.node, frozenset()) | words

    def towards_branches(self, graph: Graph) -> set[str]:
        """Return the functions of the file that choose, and those of it that get to them."""
        found = {node for node, lines in self._closed.items() if lines}
        before = -1
        while len(found) != before:
            before = len(found)
            found |= {node for node in self._closed if any(edge.target in found for edge in graph.edges.get(node, ()))}
        return found

    def closed(self, node: str, line: int) -> bool:
        """Tell whether a line of a function stands in a branch that does not run."""
        return any(line in lines for lines in self._closed.get(node, ()))

    def runs(self, node: str, edge: Edge) -> bool:
        """Tell whether an edge holds: it stands in a branch that runs, or its target is called in one, too."""
        if edge.at.path != self.path or not self.closed(node, edge.at.line or 0):
            return True
        return not self._open[node].isdisjoint(edge.target.rpartition("::")[2].split("."))


def _not_run(unit: Unit, options: Mapping[str, str]) -> list[range]:
    """Return the lines of a function that are not run when these options are given."""
    parameters = {one.name for one in unit.function.parameters}
    return [
        range(choice.first, choice.last + 1)
        for choice in unit.function.choices
        if ("." in choice.name or choice.name in parameters)
        and choice.option in options
        and (options[choice.option] in choice.values) == choice.negated
    ]
