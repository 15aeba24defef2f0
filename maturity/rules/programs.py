"""Walk the program graph of an assessment: from what starts programs to what they do, and back."""

from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple, get_args

from maturity.model.activity import Activity, Root
from maturity.model.place import Place
from maturity.model.program_graph import GraphActivity, GraphNode, GraphStart, ProgramGraph

ACTIVITIES: tuple[Activity, ...] = get_args(Activity)
ROOTS: tuple[Root, ...] = ("change", "release", "schedule", "event", "manual", "entry", "declared", "none")
"""What starts by itself first."""


class Started(NamedTuple):
    """A program and what starts it."""

    start: GraphStart
    node: GraphNode


class Step(NamedTuple):
    """A program at the other end of a run, and where that run is written."""

    node: GraphNode
    at: Place


class Done(NamedTuple):
    """Something that is done, and the program that does it."""

    what: GraphActivity
    node: GraphNode


class Programs:
    """A program graph to walk on. What it names and does not hold is not there."""

    def __init__(self, graph: ProgramGraph) -> None:
        self._nodes = {node.id: node for node in graph.nodes}

    def started(self) -> tuple[Started, ...]:
        """Return every program that something starts, by what starts it."""
        found = [Started(start, node) for node in self._nodes.values() for start in node.starts]
        return tuple(sorted(found, key=lambda one: ROOTS.index(one.start.root)))

    def idle(self) -> tuple[GraphNode, ...]:
        """Return the programs that do something though nothing starts or runs them."""
        return tuple(node for node in self._nodes.values() if not node.starts and not self._callers.get(node.id))

    def runs(self, node: GraphNode) -> tuple[Step, ...]:
        """Return what a program runs."""
        return tuple(Step(self._nodes[run.id], run.at) for run in node.runs if run.id in self._nodes)

    def callers(self, node: GraphNode) -> tuple[Step, ...]:
        """Return what runs a program."""
        return tuple(self._callers.get(node.id, ()))

    def reaches(self, node: GraphNode) -> tuple[Activity, ...]:
        """Return what a program does, itself or through others."""
        return self._reach.get(node.id, ())

    def done(self) -> dict[Activity, tuple[Done, ...]]:
        """Return everything that is done, by activity, in the order of the vocabulary."""
        found: dict[Activity, list[Done]] = {}
        for node in self._nodes.values():
            for what in node.does:
                found.setdefault(what.activity, []).append(Done(what, node))
        return {activity: tuple(found[activity]) for activity in ACTIVITIES if activity in found}

    @cached_property
    def _callers(self) -> dict[str, list[Step]]:
        callers: dict[str, list[Step]] = {}
        for node in self._nodes.values():
            for run in node.runs:
                callers.setdefault(run.id, []).append(Step(node, run.at))
        return callers

    @cached_property
    def _reach(self) -> dict[str, tuple[Activity, ...]]:
        """Carry each activity back from where it is done to every program that gets there."""
        found: dict[str, set[Activity]] = {}
        for activity, places in self.done().items():
            for name in self._behind(done.node.id for done in places):
                found.setdefault(name, set()).add(activity)
        return {name: tuple(one for one in ACTIVITIES if one in reached) for name, reached in found.items()}

    def _behind(self, names: Iterable[str]) -> set[str]:
        seen = set(names)
        queue = list(seen)
        while queue:
            for step in self._callers.get(queue.pop(), ()):
                if step.node.id not in seen:
                    seen.add(step.node.id)
                    queue.append(step.node.id)
        return seen
