"""One declared pipeline in the graph: its steps, their order, and what starts it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from maturity.evidence.graph.facts import DeclaredPipeline
from maturity.evidence.graph.graph import Edge

if TYPE_CHECKING:
    from maturity.evidence.graph.builder import Builder

MAX_STEPS = 500


@dataclass(frozen=True, slots=True)
class Step:
    """One step as a document declares it."""

    name: str
    line: int
    after: tuple[str, ...]
    """Names of the steps that it waits for."""
    follow: Callable[[str], None]
    """Follows what the step runs; is given the step's node."""
    path: str = ""
    """The file it stands in, where that is another one than the pipeline's."""


@dataclass(frozen=True, slots=True)
class Declared:
    """A pipeline before its steps are added."""

    tool: str
    path: str
    name: str
    line: int
    node: str = ""
    """Id of its node; that of the whole file where none is given."""


def declare(builder: "Builder", declared: Declared, steps: Sequence[Step]) -> str:
    """Add a pipeline that a person can start, with its steps and their order, and return its node."""
    path = declared.path
    at = builder.place(path, declared.line, declared.name)
    whole = builder.program(declared.node or f"file:{path}", "pipeline", declared.name, at, start="entry")
    inside = f"{path}#{declared.name}/" if declared.node else f"{path}#"
    nodes = {step.name: f"stage:{inside}{step.name}" for step in steps[:MAX_STEPS]}
    for step in steps[:MAX_STEPS]:
        node, place = nodes[step.name], builder.place(step.path or path, step.line, step.name)
        builder.program(node, "step", step.name, place)
        builder.graph.link(Edge(whole, node, place))
        builder.order.extend((nodes[one], node) for one in step.after if one in nodes and one != step.name)
        builder.once(node, step.path or path, partial(step.follow, node))
    ordered = any(one in nodes and one != step.name for step in steps for one in step.after)
    builder.pipelines.append(DeclaredPipeline(declared.tool, declared.name, tuple(nodes.items()), ordered, at))
    return whole


def component(builder: "Builder", path: str, line: int, follow: Callable[[str], None]) -> str:
    """Add a component that stands in a file of its own, and return its node.

    It does nothing until a pipeline names it, in a document or in Python; it is followed once, whoever does.
    """
    node = builder.program(f"file:{path}", "component", path, builder.place(path, line))
    builder.once(f"component:{path}", path, partial(follow, node))
    return node


def schedule(builder: "Builder", tool: str, node: str, path: str, line: int, event: str = "schedule") -> None:
    """Add the schedule that starts a pipeline."""
    builder.counts[node] += 1
    builder.trigger(tool, event, "schedule", node, builder.place(path, line), (node,))
