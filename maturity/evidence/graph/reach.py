"""Reach: which activities each program gets to, by the shortest chain, in time linear in the graph.

The graph is condensed to its strongly connected components first (Tarjan, 1972), so that recursion costs nothing and
sets of activities travel as bit masks once over every edge.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import get_args

from maturity.evidence.graph.components import Condensed, condense
from maturity.evidence.graph.graph import Edge, Graph, Site, Start
from maturity.model.activity import Activity, Root
from maturity.model.place import Chain, Place

ACTIVITIES: tuple[Activity, ...] = get_args(Activity)
UNASKED: frozenset[Root] = frozenset(("change", "release", "schedule", "manual"))
"""Roots behind which stands a workflow: it may start a service, and nobody has asked that one for anything yet."""
_BIT = {activity: 1 << position for position, activity in enumerate(ACTIVITIES)}


@lru_cache(maxsize=4096)
def activities(mask: int) -> tuple[Activity, ...]:
    """Return the activities of a bit mask, in the order of the vocabulary."""
    return tuple(activity for activity in ACTIVITIES if mask & _BIT[activity])


@dataclass(frozen=True, slots=True)
class Reached:
    """A site and the shortest chain that one kind of root has to it."""

    root: Root
    start: Start
    site: Site
    chain: Chain
    blocking: bool
    tested: bool


class Reach:
    """Answers what reaches what in a finished graph."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        condensed = condense(
            [*graph.nodes, *graph.edges, *graph.sites, *(start.node for start in graph.starts)],
            lambda node: [edge.target for edge in graph.edges.get(node, ())],
        )
        self._masks = condensed.back({node: _mask(sites) for node, sites in graph.sites.items()})
        starts: dict[str, int] = {}
        for start in graph.starts:
            starts[start.node] = starts.get(start.node, 0) | self._masks.get(start.node, 0)
        self._around = condensed.on(starts)

    def of(self, node: str) -> tuple[Activity, ...]:
        """Return the activities that a node reaches, its own included."""
        return activities(self._masks.get(node, 0))

    def beside(self, node: str) -> tuple[Activity, ...]:
        """Return the activities of all programs that reach a node."""
        return activities(self._around.get(node, 0))

    def shares_process(self, node: str, activity: Activity) -> bool:
        """Tell whether a process of Python that comes to a node does an activity, too; what tests run is none of it.

        Two stages of a pipeline stand beside each other, and share nothing of what either has in memory; nor do two
        commands of one application, or two tasks of a DAG.
        """
        return self._processes.get(node, 0) & _BIT[activity] != 0

    @cached_property
    def _processes(self) -> dict[str, int]:
        inside = {node for node in (*self.graph.nodes, *self.graph.sites) if _in_python(node)} - self.graph.tests
        commands = {start.node for start in self.graph.starts if start.at.text.startswith("@")} | self.graph.apart
        begun = {start.node for start in self.graph.starts} | self.graph.apart
        begun |= {one.target for node, edges in self.graph.edges.items() if not _in_python(node) for one in edges}
        # What chooses a command does all that they do, each time another of it.
        masks = self._condensed(inside).back({node: _mask(self.graph.sites.get(node, ())) for node in inside})
        apart = self._condensed(inside, closed=commands)
        return apart.on({node: masks[node] for node in begun & inside})

    def _condensed(self, inside: AbstractSet[str], closed: AbstractSet[str] = frozenset()) -> Condensed:
        """Condense the graph of some nodes, without the edges that lead into closed ones."""
        entered = inside - closed
        return condense(
            inside, lambda node: [one.target for one in self.graph.edges.get(node, ()) if one.target in entered]
        )

    def reached(self, root: Root) -> Iterator[Reached]:
        """Yield every site that one kind of root reaches, with its shortest chain.

        Chains whose every link stops on a failure come first where something runs by itself, then those that avoid
        automated tests; a site that only a test reaches is told so by `tested`. What runs by itself and starts a
        service asks it for nothing.
        """
        starts = [start for start in self.graph.starts if start.root == root]
        asks = root not in UNASKED
        firm = self._search(starts, through_tests=False, asks=asks, firm=True) if root != "entry" else {}
        for node, steps in firm.items():
            yield from self._sites(root, node, steps, firm, tested=False)
        avoiding = self._search(starts, through_tests=False, asks=asks)
        for node, steps in avoiding.items():
            if node not in firm:
                yield from self._sites(root, node, steps, avoiding, tested=False)
        if self.graph.tests:
            through = self._search(starts, through_tests=True, asks=True)
            for node, steps in through.items():
                if node not in avoiding:
                    yield from self._sites(root, node, steps, through, tested=True)

    def _search(
        self, starts: Sequence[Start], *, through_tests: bool, asks: bool, firm: bool = False
    ) -> dict[str, "Start | Edge"]:
        """Search breadth first from all starts at once; return how each node was come by."""
        came: dict[str, Start | Edge] = {}
        queue: deque[str] = deque()
        for start in starts:
            if start.node not in came and (through_tests or start.node not in self.graph.tests):
                came[start.node] = start
                queue.append(start.node)
        while queue:
            for edge in self.graph.edges.get(queue.popleft(), ()):
                if (firm and not edge.blocking) or (edge.asked and not asks):
                    continue
                if edge.target not in came and (through_tests or edge.target not in self.graph.tests):
                    came[edge.target] = edge
                    queue.append(edge.target)
        return came

    def _sites(
        self, root: Root, node: str, step: "Start | Edge", came: dict[str, "Start | Edge"], *, tested: bool
    ) -> Iterator[Reached]:
        sites = self.graph.sites.get(node)
        if not sites:
            return
        edges: list[Edge] = []
        while isinstance(step, Edge):
            edges.append(step)
            step = came[step.source]
        links = [step.at, *(edge.at for edge in reversed(edges))]
        firm = all(edge.blocking for edge in edges)
        for site in sites:
            yield Reached(root, step, site, _chain([*links, site.at]), firm and site.blocking, tested)


def _in_python(node: str) -> bool:
    return node.startswith("py:")


def _chain(places: Sequence[Place]) -> Chain:
    """Join places to a chain, without the same line twice in a row; the more telling text stays."""
    chain: list[Place] = []
    for place in places:
        if chain and (chain[-1].path, chain[-1].line) == (place.path, place.line):
            if len(place.text) > len(chain[-1].text):
                chain[-1] = place
            continue
        chain.append(place)
    return tuple(chain)


def _mask(sites: Iterable[Site]) -> int:
    mask = 0
    for site in sites:
        mask |= _BIT[site.activity]
    return mask
