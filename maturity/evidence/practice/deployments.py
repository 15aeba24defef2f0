"""Automated deployments, and whether every way to them passes an evaluation gate first."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import get_args

from maturity.evidence.graph.facts import DeclaredPipeline
from maturity.evidence.graph.graph import Edge, Graph, Site, Start
from maturity.evidence.graph.reach import Reach
from maturity.model.activity import Activity, Root
from maturity.model.facts.practice import DeploymentFact

DEPLOYING: frozenset[Activity] = frozenset(("deploy", "promote", "push-image"))
TRAINING: frozenset[Activity] = frozenset(("train", "run-pipeline"))
_UNORDERED = frozenset(("job", "workflow", "step"))
"""Programs that a workflow starts side by side, whatever the order in which they are written."""
_STEP = re.compile(r"(?P<job>job:.+#[^/]+)/\d+\Z")
_AUTOMATED = frozenset(("change", "release", "schedule", "event", "manual"))
MOST = 60


@dataclass(slots=True)
class _Ways:
    """What comes before what."""

    graph: Graph
    before: dict[str, set[str]]
    """Of a node: those that run, and succeed, before it."""
    gates: frozenset[str]
    """Nodes that an evaluation gate stops."""
    _lines: dict[str, tuple[str, int] | None] = field(default_factory=dict)

    def waits(self, node: str) -> bool:
        """Tell whether a gate has to be passed before a node starts."""
        seen, queue = {node}, [node]
        while queue:
            for one in self.before.get(queue.pop(), ()):
                if one in self.gates:
                    return True
                if one not in seen:
                    seen.add(one)
                    queue.append(one)
        return False

    def gate_of(self, node: str) -> tuple[str, int] | None:
        """Return the file and the line from which on everything in a node comes after a gate."""
        if node not in self._lines:
            sites = [one.at for one in self.graph.sites.get(node, ()) if one.activity == "gate" and one.blocking]
            edges = [one.at for one in self.graph.edges.get(node, ()) if one.blocking and one.target in self.gates]
            lines = [(at.path or "", at.line or 0) for at in (*sites, *edges)]
            self._lines[node] = min(lines, key=lambda one: one[1]) if lines else None
        return self._lines[node]

    def after(self, node: str, path: str | None, line: int | None) -> bool:
        """Tell whether a place in a node comes after a gate of that node."""
        gate = self.gate_of(node)
        return gate is not None and gate[0] == path and (line or 0) > gate[1]

    def passes(self, edge: Edge) -> bool:
        """Tell whether whoever takes an edge has passed a gate."""
        target = self.graph.nodes.get(edge.target)
        if target is None or target.program not in _UNORDERED:
            return self.after(edge.source, edge.at.path, edge.at.line) or self.waits(edge.target)
        step = _STEP.match(edge.target)
        return self.waits(edge.target) or (
            step is not None and (self.after(step["job"], edge.at.path, target.at.line) or self.waits(step["job"]))
        )

    def open(self, starts: Iterable[Start]) -> set[int]:
        """Return the deployments (by identity) that can be reached from these starts without passing a gate."""
        found: set[int] = set()
        seen = {start.node for start in starts if not self.waits(start.node)}
        queue = list(seen)
        while queue:
            node = queue.pop()
            for site in self.graph.sites.get(node, ()):
                if site.activity in DEPLOYING and not self.after(node, site.at.path, site.at.line):
                    found.add(id(site))
            for edge in self.graph.edges.get(node, ()):
                if edge.target not in seen and not self.passes(edge):
                    seen.add(edge.target)
                    queue.append(edge.target)
        return found


def collect(
    graph: Graph, reach: Reach, order: Iterable[tuple[str, str]], pipelines: Iterable[DeclaredPipeline]
) -> Iterator[DeploymentFact]:
    """Yield one fact for each deployment and each kind of start that leads to it."""
    if not any(site.activity in DEPLOYING for sites in graph.sites.values() for site in sites):
        return
    pipelines = tuple(pipelines)
    ways = _Ways(graph, _before(order, pipelines), _gates(graph))
    in_pipelines = graph.beyond(node for pipeline in pipelines for _, node in pipeline.steps)
    kept = 0
    for root in get_args(Root):
        for retrains, starts in _kinds(graph, reach, root):
            free = ways.open(starts)
            for site in _sites(graph, starts):
                if (root in _AUTOMATED or site.node in in_pipelines) and kept < MOST:
                    kept += 1
                    yield DeploymentFact(
                        at=site.at, technology=site.technology, root=root, gated=id(site) not in free, retrains=retrains
                    )


def _kinds(graph: Graph, reach: Reach, root: Root) -> Iterator[tuple[bool, list[Start]]]:
    """Yield the starts that also train, where nobody starts them, and the other ones."""
    starts = [one for one in graph.starts if one.root == root and DEPLOYING.intersection(reach.of(one.node))]
    training = [one for one in starts if root in ("schedule", "event") and TRAINING.intersection(reach.of(one.node))]
    yield True, training
    yield False, [one for one in starts if one not in training]


def _sites(graph: Graph, starts: list[Start]) -> list[Site]:
    """Return the deployments that starts lead to, tests left out."""
    reached = graph.beyond((start.node for start in starts), tests=False)
    return [site for node in sorted(reached) for site in graph.sites.get(node, ()) if site.activity in DEPLOYING]


def _gates(graph: Graph) -> frozenset[str]:
    """Return the nodes that fail when a gate in them, or in what they run, is not passed."""
    found = {
        node for node, sites in graph.sites.items() if any(one.activity == "gate" and one.blocking for one in sites)
    }
    if not found:
        return frozenset()
    sources: dict[str, list[str]] = {}
    for source, edges in graph.edges.items():
        for edge in edges:
            if edge.blocking:
                sources.setdefault(edge.target, []).append(source)
    queue = list(found)
    while queue:
        for source in sources.get(queue.pop(), ()):
            if source not in found:
                found.add(source)
                queue.append(source)
    return frozenset(found)


def _before(order: Iterable[tuple[str, str]], pipelines: Iterable[DeclaredPipeline]) -> dict[str, set[str]]:
    """Join the declared order of jobs and stages with that of the steps of pipelines, which stand in order."""
    before: dict[str, set[str]] = {}
    for first, second in order:
        before.setdefault(second, set()).add(first)
    for pipeline in pipelines:
        nodes = [node for _, node in pipeline.steps] if pipeline.ordered else []
        for first, second in pairwise(nodes):
            if first != second:
                before.setdefault(second, set()).add(first)
    return before
