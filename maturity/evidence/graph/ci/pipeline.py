"""One CI file in the graph: what starts it, and which jobs each of those starts."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from maturity.documents.tree import Series, Table
from maturity.evidence.graph.ci.repeats import without_repeats
from maturity.evidence.graph.graph import Edge, End
from maturity.model.activity import Root

if TYPE_CHECKING:
    from maturity.evidence.graph.builder import Builder


MAX_NESTING = 10


@dataclass(frozen=True, slots=True)
class Started:
    """What starts a pipeline, as far as it starts jobs in the same way."""

    name: str
    root: Root
    line: int


class Pipeline:
    """Collects the jobs of one file by what starts them."""

    def __init__(self, builder: "Builder", system: str, path: str, name: str, line: int = 1) -> None:
        self.builder = builder
        self.system = system
        self.path = path
        self.name = name
        self.node = builder.program(f"file:{path}", "workflow", name, builder.place(path, line, name))
        self._events: dict[str, tuple[Started, list[str]]] = {}

    def job(self, name: str, line: int, started: Iterable[Started], program: str = "job") -> str:
        """Add a job, or a step that starts on fewer events than its job, and return its node."""
        node = f"job:{self.path}#{name}"
        at = self.builder.place(self.path, line, name)
        self.builder.program(node, program, name, at)
        for one in without_repeats(started, self.path, self.name):
            self.builder.graph.link(Edge(self.event(one), node, at))
            self._events[self.event(one)][1].append(node)
        return node

    def event(self, one: Started) -> str:
        """Return the node of an event; that of a call by another pipeline is the file itself."""
        if one.root == "none":
            self._events.setdefault(self.node, (one, []))
            return self.node
        node = f"event:{self.path}#{one.name}:{one.root}"
        self._events.setdefault(node, (one, []))
        return node

    def before(self, first: str, second: str) -> None:
        """Note that one job waits for another."""
        self.builder.order.append((f"job:{self.path}#{first}", f"job:{self.path}#{second}"))

    def end(self, node: str, reason: str, line: int) -> None:
        """Note that a chain stops here."""
        self.builder.graph.end(End(node, reason, self.builder.place(self.path, line)))

    def close(self, idle: Iterable[Started] = ()) -> None:
        """Add the triggers; one that starts nothing is there, but not enabled."""
        for one in idle:
            if f"event:{self.path}#{one.name}:change" not in self._events:
                self.event(one)
        for node, (one, jobs) in self._events.items():
            if one.root == "none":
                continue
            at = self.builder.place(self.path, one.line)
            self.builder.program(node, "workflow", self.name, at)
            self.builder.trigger(self.system, one.name, one.root, node, at, jobs)


def texts(value: Any, depth: int = 0) -> Iterator[tuple[int, str]]:
    """Yield the scalars of a series with their lines, nested series taken flat."""
    if isinstance(value, Series):
        for position, one in enumerate(value):
            if isinstance(one, str):
                yield value.line_of(position), one
            elif depth < MAX_NESTING:
                yield from texts(one, depth + 1)


def script(body: Table, key: str) -> tuple[int, str]:
    """Return a job's script as one shell text: a text, or a list whose entries run one after the other."""
    value = body.get(key)
    if isinstance(value, str):
        return body.line_of(key), value
    lines = list(texts(value))
    return (lines[0][0] if lines else body.line_of(key)), "\n".join(text for _, text in lines)
