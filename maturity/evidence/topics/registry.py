"""The topics, in the order in which their facts are listed."""

from collections.abc import Callable, Iterator

from maturity.evidence.project import Project
from maturity.evidence.topics import (
    data_versions,
    dependencies,
    documents,
    dvc,
    environments,
    images,
    interpreters,
    locks,
    operations,
    repository,
    secrets,
    style,
)
from maturity.model.fact import Fact

TOPICS: tuple[Callable[[Project], Iterator[Fact]], ...] = (
    repository.collect,
    dependencies.collect,
    locks.collect,
    interpreters.collect,
    images.collect,
    documents.collect,
    style.collect,
    environments.collect,
    operations.collect,
    dvc.collect,
    data_versions.collect,
    secrets.collect,
)
