"""The part of the graph that people look at: programs on a way from what starts them to what is done."""

from collections.abc import Iterable, Iterator
from typing import get_args

from maturity.evidence.graph.graph import Graph, Node
from maturity.evidence.graph.reach import Reach
from maturity.model.activity import Root
from maturity.model.program_graph import GraphActivity, GraphNode, GraphRun, GraphStart, ProgramGraph

MOST_NODES = 1_000
"""Programs that are kept; those nearest to what starts them come first."""
MOST_OF_NODE = 100
"""Starts, runs and activities that are kept of one program."""

# A person at a command line starts nearly everything: what starts by itself is told first.
_ROOTS: tuple[Root, ...] = ("change", "release", "schedule", "event", "manual", "entry", "declared")
assert {*_ROOTS, "none"} == {*get_args(Root)}


def program_graph(graph: Graph, reach: Reach, most: int = MOST_NODES) -> ProgramGraph:
    """Return the programs that do something or reach one that does, each with its own starts, runs and activities."""
    ordered = list(_ordered(graph, reach))
    kept = ordered[:most]
    names = {node.id for node in kept}
    starts: dict[str, dict[GraphStart, None]] = {}
    for start in graph.starts:
        if start.node in names:
            starts.setdefault(start.node, {})[GraphStart(root=start.root, at=start.at)] = None
    nodes = tuple(_node(node, graph, starts.get(node.id, ()), names) for node in kept)
    return ProgramGraph(nodes=nodes, left_out=len(ordered) - len(kept))


def _ordered(graph: Graph, reach: Reach) -> Iterator[Node]:
    """Yield programs breadth first from what starts them, then those that do something though nothing starts them."""
    seen: set[str] = set()
    roots = [start.node for root in _ROOTS for start in graph.starts if start.root == root]
    for group in (roots, sorted(graph.sites)):
        queue = list(_fresh(group, graph, reach, seen))
        for name in queue:
            yield graph.nodes[name]
            queue.extend(_fresh((edge.target for edge in graph.edges.get(name, ())), graph, reach, seen))


def _fresh(names: Iterable[str], graph: Graph, reach: Reach, seen: set[str]) -> Iterator[str]:
    """Yield the programs that are met for the first time and are worth showing."""
    for name in names:
        if name not in seen and name in graph.nodes and name not in graph.tests and reach.of(name):
            seen.add(name)
            yield name


def _node(node: Node, graph: Graph, starts: Iterable[GraphStart], names: set[str]) -> GraphNode:
    runs = (GraphRun(id=edge.target, at=edge.at) for edge in graph.edges.get(node.id, ()) if edge.target in names)
    does = dict.fromkeys(
        GraphActivity(activity=site.activity, technology=site.technology, at=site.at)
        for site in graph.sites.get(node.id, ())
    )
    return GraphNode(
        id=node.id,
        program=node.program,
        name=node.name,
        at=node.at,
        starts=tuple(starts)[:MOST_OF_NODE],
        runs=tuple(runs)[:MOST_OF_NODE],
        does=tuple(does)[:MOST_OF_NODE],
    )
