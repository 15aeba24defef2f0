"""A feature store of one's own: features are read as of a time, and a test holds online against offline.

Either alone is no store: a join as of a time may feed a notebook, and a test of that name may compare two lists.
"""

import re
from collections.abc import Iterator

from maturity.evidence.graph.graph import Graph
from maturity.evidence.layout import test_path
from maturity.evidence.practice.calls import Code, Found, chosen
from maturity.evidence.practice.checks import is_run, said
from maturity.evidence.project import Project
from maturity.evidence.python.module import Function
from maturity.model.facts.practice import CheckFact

QUERIES = frozenset(("sql", "execute", "query", "read_sql"))
JOINS = frozenset(("merge_asof", "join_asof"))
"""The joins of pandas and polars by the newest row before a time."""
WORDS = JOINS | {"ASOF"}
"""What the pre-filter has to look for in Python files of a program."""
_AS_OF = re.compile(r"\bASOF\s+(?:LEFT\s+|INNER\s+)?JOIN\b", re.IGNORECASE)
_ONLINE = re.compile(r"(?<![a-z])online", re.IGNORECASE)
_OFFLINE = re.compile(r"(?<![a-z])(?:offline|historical|training|as_?of|views?|batch)", re.IGNORECASE)


def collect(project: Project, graph: Graph, code: Code) -> Iterator[CheckFact]:
    """Yield the tests that hold both ways of reading a feature against each other, where one looks at a time."""
    joins = [found for found in chosen(code.calls, JOINS | QUERIES) if _as_of(found)]
    if not joins:
        return
    running = graph.beyond(start.node for start in graph.starts)
    reached = next((found for found in joins if found.node in running), None)
    if reached is None:
        return
    for path, function in code.named:
        if test_path(path) and (line := _parity(function)):
            runs = is_run(project, path, function)
            at = project.place(path, line, function.name)
            yield CheckFact(at=at, related=(reached.at(project),), subject="feature-parity", runs=runs)


def _as_of(found: Found) -> bool:
    if test_path(found.path):
        return False
    if found.call.name.rpartition(".")[2] in JOINS:
        return True
    given = (*found.call.arguments[:1], *found.call.keywords.values())
    return any(isinstance(entry, str) and entry[:1] == "=" and _AS_OF.search(entry) for entry in given)


def _parity(function: Function) -> int:
    """Return the line on which a function asserts that online and offline features are the same; 0 when it does not."""
    if not function.asserts:
        return 0
    words = f"{function.name} {said(function)}"
    return function.asserts[0] if _ONLINE.search(words) and _OFFLINE.search(words) else 0
