"""What a function of the project runs, followed through the program graph."""

from collections.abc import Iterable, Iterator

from maturity.evidence.graph.graph import Graph
from maturity.evidence.project import Project
from maturity.evidence.python.module import Call, Function

MAX_NODES = 2_000


def closure(graph: Graph, starts: Iterable[str]) -> list[str]:
    """Return the Python nodes that the given ones run, themselves included, nearest first."""
    seen = dict.fromkeys(starts)
    queue = list(seen)
    for node in queue:
        for edge in graph.edges.get(node, ()):
            if edge.target.startswith("py:") and edge.target not in seen and len(seen) < MAX_NODES:
                seen[edge.target] = None
                queue.append(edge.target)
    return queue


def place_of(node: str) -> tuple[str, str]:
    """Return the file and the function's name of a Python node; no name for a file's top level."""
    path, _, name = node.removeprefix("py:").partition("::")
    return path, name


def functions_of(project: Project, nodes: Iterable[str]) -> Iterator[tuple[str, Function]]:
    """Yield (path, function) of each node: a file's top level and main guard, or one function."""
    for node in nodes:
        path, name = place_of(node)
        module = project.modules.get(path)
        for function in module.functions if module else ():
            if function.name == name or (not name and function.name in ("<module>", "<main>")):
                yield path, function


def calls_of(project: Project, nodes: Iterable[str]) -> Iterator[tuple[str, Call]]:
    """Yield (path, call) of everything that nodes call."""
    for path, function in functions_of(project, nodes):
        for call in function.calls:
            yield path, call
