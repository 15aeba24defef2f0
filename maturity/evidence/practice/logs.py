"""Which Python files use a logging library, and which of them belong to training."""

from collections.abc import Iterator

from maturity.evidence.graph.graph import Graph
from maturity.evidence.graph.reach import Reach
from maturity.evidence.layout import test_path, vendored
from maturity.evidence.project import Project
from maturity.evidence.topics.reached import place_of
from maturity.model.facts.practice import LogUseFact

_PARTS = ("loguru", "structlog", "picologging", "logbook", "logging", "logger")
_BOUND = frozenset(("logger", "get_logger", "getLogger", "LOGGER", "setup_logger"))
MOST = 40


def collect(project: Project, graph: Graph, reach: Reach) -> Iterator[LogUseFact]:
    """Yield one fact for each file that imports a logging library and uses it, those of training first."""
    training = {place_of(node)[0] for node in _python(graph) if reach.shares_process(node, "train")}
    found: list[LogUseFact] = []
    for path, module in sorted(project.modules.items()):
        if path.endswith(".ipynb") or vendored(path) or test_path(path):
            continue
        for one in module.imports:
            parts = one.target.strip(".").split(".")
            library = next((part for part in _PARTS if part in parts), "own" if one.bound in _BOUND else "")
            if one.used and library:
                at = project.place(path, one.line, f"import {one.target}")
                found.append(LogUseFact(at=at, library=library, training=path in training))
                break
    yield from sorted(found, key=lambda one: not one.training)[:MOST]


def _python(graph: Graph) -> Iterator[str]:
    """Yield the nodes of Python code that do something or run something."""
    for nodes in (graph.sites, graph.edges):
        for node in nodes:
            if node.startswith("py:"):
                yield node
