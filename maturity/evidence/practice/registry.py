"""All practices. `observe` adds what the project does by its own means; `collect` yields the facts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from maturity.evidence.boundary import guarded
from maturity.evidence.graph.facts import DeclaredPipeline, DeclaredTrigger
from maturity.evidence.graph.graph import Graph
from maturity.evidence.graph.reach import Reach
from maturity.evidence.practice import (
    checks,
    command_lines,
    credentials,
    deployments,
    feature_store,
    feedback,
    live,
    logs,
    model_loads,
    privacy,
    retraining,
    stored,
    tolerance,
    trackers,
)
from maturity.evidence.practice.calls import DEEPCHECKS, Code, find
from maturity.evidence.project import Project
from maturity.model.fact import Fact

WANTED = frozenset().union(
    *(command_lines.NAMES, credentials.NAMES, live.METRICS, model_loads.NAMES, privacy.NAMES, trackers.ADDRESSED),
    *(DEEPCHECKS, feature_store.JOINS, feature_store.QUERIES, stored.WRITERS, stored.READERS),
)
"""Last parts of the names of all calls that some practice asks about."""


def observe(project: Project, graph: Graph) -> Code:
    """Add the sites of practices that no technology names; return the code that was looked through."""
    code = find(project, WANTED)
    live.observe(project, graph, code)
    feedback.observe(project, graph, code)
    privacy.observe(project, graph, code)
    tolerance.observe(project, graph)
    return code


@dataclass(frozen=True, slots=True)
class Declared:
    """What files declare beside the graph."""

    order: Sequence[tuple[str, str]]
    """Pairs of nodes of which the first one runs before the second one."""
    pipelines: Sequence[DeclaredPipeline]
    triggers: Sequence[DeclaredTrigger]


def collect(project: Project, graph: Graph, reach: Reach, code: Code, declared: Declared) -> Iterator[Fact]:
    """Yield the facts of all practices; one that fails is a gap of its own kinds of fact."""
    gaps = project.gaps
    yield from guarded(gaps, deployments.collect, graph, reach, declared.order, declared.pipelines)
    yield from guarded(gaps, retraining.collect, project, graph, reach, declared.triggers)
    yield from guarded(gaps, command_lines.collect, project, graph, reach, code.calls)
    yield from guarded(gaps, trackers.uses, project, graph)
    yield from guarded(gaps, trackers.addresses, project, code.calls)
    yield from guarded(gaps, logs.collect, project, graph, reach)
    yield from guarded(gaps, model_loads.collect, project, graph, code.calls)
    yield from guarded(gaps, credentials.collect, project, code.calls)
    yield from guarded(gaps, checks.collect, project, graph, code)
    yield from guarded(gaps, feature_store.collect, project, graph, code)
    yield from guarded(gaps, privacy.collect, project, code.calls)
