"""One real project for all tests, and a copy of it for each."""

from pathlib import Path

import pytest

from tests.sources.dvc.projects import Project, make


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Let dvc make a project and its remote, once."""
    return make(tmp_path_factory.mktemp("dvc"))


@pytest.fixture
def project(made: Project, tmp_path: Path) -> Project:
    """Return a copy to spoil."""
    return made.copy(tmp_path)
