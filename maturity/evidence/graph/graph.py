"""Nodes are programs, edges are "runs"; sites are places that prove an activity; roots are what starts a program."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from maturity.model.activity import Activity, Root
from maturity.model.place import Place


@dataclass(frozen=True, slots=True)
class Node:
    """A program: a workflow, job, step, make target, stage, script, function, ..."""

    id: str
    """`file:PATH` for a file run as a whole, `py:PATH` for a module's top level, `py:PATH::NAME` for a function,
    `job:PATH#NAME`, `target:PATH#NAME`, `stage:PATH#NAME`, `task:PATH#NAME`, `image:PATH`."""
    program: str
    """Word for people: workflow, job, make-target, dvc-stage, script, function, console-script, task, container."""
    name: str
    at: Place


@dataclass(frozen=True, slots=True)
class Edge:
    """One program runs another."""

    source: str
    target: str
    at: Place
    """Where that is written: the command, the call, the `uses:`."""
    blocking: bool = True
    """False where the failure of the target is ignored."""
    by_name: bool = False
    """The target was found by its method's name alone (class hierarchy analysis)."""
    guarded: bool = False
    """It happens only when a condition on a drift or performance signal holds."""
    asked: bool = False
    """It happens when somebody asks a running service for it, or starts what is kept on a platform: whoever only starts
    the service, or registers the pipeline, does not do it."""


@dataclass(frozen=True, slots=True)
class Site:
    """A place inside a program that proves an activity."""

    node: str
    activity: Activity
    technology: str
    at: Place
    blocking: bool = True
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Start:
    """Something that starts a program."""

    root: Root
    node: str
    at: Place
    """The trigger: `on: push`, a cron line, the main guard."""
    name: str = ""


@dataclass(frozen=True, slots=True)
class End:
    """A chain that stops, and why: missing file, dynamic dispatch, remote workflow."""

    node: str
    reason: str
    at: Place


@dataclass(slots=True)
class Graph:
    """The graph while it is built. Adding is idempotent; edges may be added before their nodes."""

    nodes: dict[str, Node] = field(default_factory=dict)
    edges: dict[str, list[Edge]] = field(default_factory=dict)
    sites: dict[str, list[Site]] = field(default_factory=dict)
    starts: list[Start] = field(default_factory=list)
    ends: list[End] = field(default_factory=list)
    tests: set[str] = field(default_factory=set)
    """Nodes that are automated tests; chains through them are told apart."""
    notebooks: set[str] = field(default_factory=set)
    apart: set[str] = field(default_factory=set)
    """Functions that run each in a process of its own, although one file calls them all: the tasks of Airflow."""
    composed: set[str] = field(default_factory=set)
    """Steps in files of their own that a notebook puts together to a pipeline."""
    idle: set[str] = field(default_factory=set)
    """Nodes with a command that does nothing: `echo train`."""
    worded: dict[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)
    """Command lines that have words behind the program: the program's node, and the words."""
    chosen: dict[str, tuple[str, Mapping[str, str]]] = field(default_factory=dict)
    """Command lines whose options choose what a program does: the program's file, and the options."""
    _positions: dict[tuple[str, str], int] = field(default_factory=dict, repr=False)

    def add(self, node: Node) -> Node:
        """Add a node; the first one with an id stays."""
        return self.nodes.setdefault(node.id, node)

    def link(self, edge: Edge) -> None:
        """Add an edge; of two between the same nodes the first stays, unless only the second one is blocking."""
        edges = self.edges.setdefault(edge.source, [])
        position = self._positions.setdefault((edge.source, edge.target), len(edges))
        if position == len(edges):
            edges.append(edge)
        elif edge.blocking and not edges[position].blocking:
            edges[position] = edge

    def prove(self, site: Site) -> None:
        """Add a site."""
        self.sites.setdefault(site.node, []).append(site)

    def withdraw(self, node: str, activity: Activity, at: Place) -> None:
        """Take the sites of one place back, once it is known that what stands there means less."""
        kept = [site for site in self.sites.get(node, ()) if site.activity != activity or site.at != at]
        if kept:
            self.sites[node] = kept
        else:
            self.sites.pop(node, None)

    def start(self, start: Start) -> None:
        """Add what starts a program."""
        self.starts.append(start)

    def end(self, end: End) -> None:
        """Note where a chain stops."""
        self.ends.append(end)

    def within(self, node: str, hops: int) -> list[str]:
        """Return a node and what it reaches in so many steps, nearest first."""
        seen = {node: None}
        edge = [node]
        for _ in range(hops):
            reached = (e.target for one in edge for e in self.edges.get(one, ()) if e.target not in seen)
            edge = list(dict.fromkeys(reached))
            seen.update(dict.fromkeys(edge))
        return list(seen)

    def beyond(self, nodes: Iterable[str], *, tests: bool = True) -> set[str]:
        """Return the given nodes and everything they reach; without `tests`, no test and nothing behind one."""
        closed = frozenset() if tests else frozenset(self.tests)
        seen = set(nodes) - closed
        queue = list(seen)
        for node in queue:
            for edge in self.edges.get(node, ()):
                if edge.target not in seen and edge.target not in closed:
                    seen.add(edge.target)
                    queue.append(edge.target)
        return seen
