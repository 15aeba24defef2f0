"""Which nodes get to an activity, while the graph is still being built."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from maturity.evidence.graph.graph import Graph
from maturity.model.activity import Activity


def reaching(graph: Graph, activities: Collection[Activity]) -> frozenset[str]:
    """Return the nodes that reach one of the activities; edges found by a method's name alone do not count."""
    found = {node for node, sites in graph.sites.items() if any(site.activity in activities for site in sites)}
    return callers(graph, found, by_name=False)


def callers(graph: Graph, nodes: Iterable[str], *, by_name: bool = True) -> frozenset[str]:
    """Return the nodes that reach one of the given ones, these included; `by_name` takes edges of a method's name."""
    found = set(nodes)
    if not found:
        return frozenset()
    sources: dict[str, list[str]] = defaultdict(list)
    for source, edges in graph.edges.items():
        for edge in edges:
            if by_name or not edge.by_name:
                sources[edge.target].append(source)
    stack = list(found)
    while stack:
        for source in sources.get(stack.pop(), ()):
            if source not in found:
                found.add(source)
                stack.append(source)
    return frozenset(found)
