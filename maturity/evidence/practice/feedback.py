"""What comes back from production: stored predictions that training reads, and queues of records to label."""

import re
from collections.abc import Iterator

from maturity.evidence.graph.graph import Graph, Site
from maturity.evidence.layout import test_path
from maturity.evidence.practice import stored
from maturity.evidence.practice.calls import Code, node_of
from maturity.evidence.project import Project
from maturity.evidence.python.module import Function
from maturity.evidence.python.reaching import reaching

_QUEUES = re.compile(
    r"(?:queue|flag|send|submit|enqueue|route|select|export|push)\w*_(?:for|to)_(?:\w+_)?(?:label\w*|review|annotat\w*)\Z|"
    r"(?:ingest|merge|append|add|collect|import)_(?:\w+_)?(?:feedback|production_data|production_records|corrections)\Z",
    re.IGNORECASE,
)
_SAID = re.compile(r"feedback|correct(?:ion|ed)|annotat|(?<![a-z])labels?(?![a-z])|ground_?truth", re.IGNORECASE)
_ROUTES = frozenset(("post", "put", "patch", "route", "api_route"))


def observe(project: Project, graph: Graph, code: Code) -> None:
    """Add a site where training reads what production stored, and where records go to a labelling queue."""
    for path, function in code.named:
        if not test_path(path) and _QUEUES.search(function.name) and function.calls and not function.stub:
            at = project.place(path, function.line, f"def {function.name}")
            graph.prove(Site(node_of(path, function.name), "collect-feedback", "own", at))
    sources = stored.storing(graph) | set(_told(code))
    preparing, seen = reaching(graph, ("prepare-data", "train")), set(sources)
    for found in stored.reading(code, stored.written(code, sources)):
        if found.node in preparing and found.node not in seen:
            seen.add(found.node)
            graph.prove(Site(found.node, "collect-feedback", "own", found.at(project)))


def _told(code: Code) -> Iterator[str]:
    """Yield the routes by which people tell a service what was true."""
    for path, function in code.named:
        if not test_path(path) and _SAID.search(function.name) and _is_route(function):
            yield node_of(path, function.name)


def _is_route(function: Function) -> bool:
    return any("." in one.name and one.name.rpartition(".")[2] in _ROUTES for one in function.decorators)
