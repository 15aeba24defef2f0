"""Strongly connected components, so that a set can be carried over every edge of a graph once."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Condensed:
    """A graph without its cycles: components in reverse topological order (each comes after all that it reaches)."""

    components: list[list[str]]
    of: dict[str, int]
    targets: list[set[int]]

    def back(self, own: dict[str, int]) -> dict[str, int]:
        """Give every node the union of its own bit mask and those of all nodes that it reaches."""
        masks: list[int] = []
        for members, targets in zip(self.components, self.targets, strict=True):
            mask = 0
            for member in members:
                mask |= own.get(member, 0)
            for target in targets:
                mask |= masks[target]
            masks.append(mask)
        return {node: masks[position] for node, position in self.of.items()}

    def on(self, own: dict[str, int]) -> dict[str, int]:
        """Give every node the union of its own bit mask and those of all nodes that reach it."""
        masks = [0] * len(self.components)
        for position in range(len(self.components) - 1, -1, -1):
            for member in self.components[position]:
                masks[position] |= own.get(member, 0)
            for target in self.targets[position]:
                masks[target] |= masks[position]
        return {node: masks[position] for node, position in self.of.items()}


@dataclass(slots=True)
class _Search:
    """The state of Tarjan's search."""

    order: dict[str, int] = field(default_factory=dict)
    low: dict[str, int] = field(default_factory=dict)
    open: list[str] = field(default_factory=list)
    waiting: set[str] = field(default_factory=set)
    components: list[list[str]] = field(default_factory=list)
    of: dict[str, int] = field(default_factory=dict)

    def enter(self, node: str) -> None:
        self.order[node] = self.low[node] = len(self.order)
        self.open.append(node)
        self.waiting.add(node)

    def leave(self, node: str) -> None:
        """Close a node; when it is the root of a component, cut the component off."""
        if self.low[node] != self.order[node]:
            return
        members: list[str] = []
        while not members or members[-1] != node:
            members.append(self.open.pop())
            self.waiting.discard(members[-1])
            self.of[members[-1]] = len(self.components)
        self.components.append(members)


def condense(nodes: Iterable[str], targets_of: Callable[[str], Iterable[str]]) -> Condensed:
    """Find the strongly connected components (Tarjan 1972), without recursion: call chains outgrow Python's stack."""
    search = _Search()
    for origin in nodes:
        if origin not in search.order:
            _explore(search, origin, targets_of)
    targets = [
        {search.of[target] for member in members for target in targets_of(member)} - {position}
        for position, members in enumerate(search.components)
    ]
    return Condensed(search.components, search.of, targets)


def _explore(search: _Search, origin: str, targets_of: Callable[[str], Iterable[str]]) -> None:
    search.enter(origin)
    work: list[tuple[str, Iterator[str]]] = [(origin, iter(targets_of(origin)))]
    while work:
        node, pending = work[-1]
        for target in pending:
            if target not in search.order:
                search.enter(target)
                work.append((target, iter(targets_of(target))))
                break
            if target in search.waiting:
                search.low[node] = min(search.low[node], search.order[target])
        else:
            work.pop()
            if work:
                parent = work[-1][0]
                search.low[parent] = min(search.low[parent], search.low[node])
            search.leave(node)
