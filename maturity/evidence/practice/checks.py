"""Tests and gates with a subject of their own: overlap of training and test records, differences between groups."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Literal

from maturity.evidence.graph.graph import Graph
from maturity.evidence.layout import test_path
from maturity.evidence.practice.calls import COMPARES, DEEPCHECKS, Code, chosen, node_of
from maturity.evidence.project import Project
from maturity.evidence.python.module import Function
from maturity.evidence.topics.tests import skipped
from maturity.model.facts.practice import CheckFact

Subject = Literal["leakage", "fairness"]

_LEAKS = re.compile(
    r"leak|overlap|disjoint|contaminat|(?:shared|common|same)_(?:rows|records|ids|samples)", re.IGNORECASE
)
_TRAIN = re.compile(r"(?<![a-z])train", re.IGNORECASE)
_HELD_OUT = re.compile(r"(?<![a-z])(?:test|val|valid|validation|holdout|held_out|eval|dev)(?![a-z])", re.IGNORECASE)
_GROUPS = re.compile(
    r"fairness|(?:demographic|statistical|predictive)_parity|disparate_impact|disparit|equali[sz]ed_odds|equal_opportunity|(?:group|slice|subgroup)_(?:gap|difference|recall|"
    r"accuracy|metrics?)|by_group|between_groups|across_groups",
    re.IGNORECASE,
)
MOST = 40


def collect(project: Project, graph: Graph, code: Code) -> Iterator[CheckFact]:
    """Yield one fact for each function that checks one of the subjects."""
    running: set[str] | None = None
    for subject, path, function, line in islice(_found(code), MOST):
        if test_path(path):
            runs = is_run(project, path, function)
        else:
            running = running if running is not None else graph.beyond(start.node for start in graph.starts)
            runs = node_of(path, function.name) in running
        yield CheckFact(at=project.place(path, line, function.name), subject=subject, runs=runs)


def _found(code: Code) -> Iterator[tuple[Subject, str, Function, int]]:
    for found in chosen(code.calls, DEEPCHECKS):
        if found.call.name.startswith("deepchecks."):
            yield "leakage", found.path, found.function, found.call.line
    for path, function in code.named:
        if line := _leakage(function):
            yield "leakage", path, function, line
    for path, function in (*code.gated, *(one for one in code.named if not one[1].gates)):
        if line := _fairness(function):
            yield "fairness", path, function, line


def _leakage(function: Function) -> int:
    """Return the line on which a function asserts that two sets of records share nothing; 0 when it does not."""
    if function.separates or not function.asserts:
        return function.separates
    for call in function.calls:
        if call.name.startswith("deepchecks.") and call.name.rpartition(".")[2] in DEEPCHECKS:
            return call.line
    named = _LEAKS.search(function.name) is not None
    compares = any(call.name[call.name.rfind(".") + 1 :] in COMPARES for call in function.calls)
    if not (named or compares):
        return 0
    words = said(function)
    return function.asserts[0] if _TRAIN.search(words) and _HELD_OUT.search(words) else 0


def _fairness(function: Function) -> int:
    """Return the line on which a function bounds a metric's difference between groups; 0 when it does not."""
    gates = [gate for gate in function.gates if _GROUPS.search(gate.text)]
    if gates:
        return gates[0].line
    if not _GROUPS.search(function.name):
        return 0
    return function.asserts[0] if function.asserts else function.gates[0].line if function.gates else 0


def said(function: Function) -> str:
    """Return the words of a function beside its own name: what it is given, and what it hands on."""
    given = [parameter.name for parameter in function.parameters]
    for call in function.calls:
        given.append(call.name)
        given += [str(value) for value in (*call.arguments, *call.keywords.values())]
        given += call.keywords
    name = function.name.rpartition(".")[2].removeprefix("test_")
    return " ".join((name, *given))


def is_run(project: Project, path: str, function: Function) -> bool:
    """Tell whether a function of a test suite is a test that is not skipped."""
    return function.name.rpartition(".")[2].startswith("test") and not skipped(project.modules[path], function)
