"""The collectors of all topics. A new topic is one line here."""

from collections.abc import Callable, Iterator

from maturity.evidence.graph.graph import Graph
from maturity.evidence.graph.reach import Reach
from maturity.evidence.project import Project
from maturity.evidence.topics import (
    cards,
    coverage,
    data_versions,
    dependencies,
    documents,
    dvc,
    environments,
    images,
    interpreters,
    locks,
    notebooks,
    operations,
    readme,
    repository,
    secrets,
    style,
    tests,
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
    environments.collect,
    secrets.collect,
    operations.collect,
    dvc.collect,
    data_versions.collect,
)
"""Topics that files alone tell."""


def collect(project: Project, graph: Graph, reach: Reach) -> Iterator[Fact]:
    """Yield the facts of all topics: those that files alone tell, and those that need to know what runs what."""
    for topic in TOPICS:
        yield from topic(project)
    yield from tests.collect(project, graph, reach)
    yield from services.collect(project, graph)
    yield from notebooks.collect(project, reach)
