"""The collectors of all topics. A new topic is one line here."""

from collections.abc import Callable, Iterator, Sequence

from maturity.evidence.boundary import guarded
from maturity.evidence.graph.graph import Graph
from maturity.evidence.graph.reach import Reach
from maturity.evidence.project import Project
from maturity.evidence.topics import (
    boards,
    cards,
    coverage,
    data_versions,
    dependencies,
    documents,
    dvc,
    environments,
    images,
    interpreters,
    invocations,
    locks,
    machine_paths,
    notebooks,
    operations,
    readme,
    repository,
    secrets,
    service_tests,
    structure,
    style,
    tests,
    workflows,
)
from maturity.evidence.topics.services import collect as services
from maturity.model.fact import Fact

TOPICS: tuple[Callable[[Project], Iterator[Fact]], ...] = (
    repository.collect,
    dependencies.collect,
    locks.collect,
    interpreters.collect,
    images.collect,
    readme.collect,
    documents.collect,
    cards.collect,
    style.collect,
    coverage.collect,
    workflows.collect,
    structure.collect,
    machine_paths.collect,
    environments.collect,
    secrets.collect,
    operations.collect,
    boards.collect,
    dvc.collect,
    data_versions.collect,
    invocations.collect,
)
"""Topics that files alone tell."""


def collect(
    project: Project, graph: Graph, reach: Reach, topics: Sequence[Callable[[Project], Iterator[Fact]]] = TOPICS
) -> Iterator[Fact]:
    """Yield the facts of all topics: those that files alone tell, and those that need to know what runs what.

    A topic that fails is a gap of its own kinds of fact; the others go on.
    """
    for topic in topics:
        yield from guarded(project.gaps, topic, project)
    found = list(guarded(project.gaps, tests.collect, project, graph, reach))
    known = list(guarded(project.gaps, services.collect, project, graph))
    yield from guarded(project.gaps, service_tests.narrowed, project, found, known)
    yield from known
    yield from guarded(project.gaps, notebooks.collect, project, reach)
