"""Which tests run in one process: those of a file, and those of a folder that share a server."""

from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

TOGETHER = ("tests/cards/", "tests/sources/mlflow/")
"""Folders whose tests share a server, which starts once where one process has them all."""

LONGEST = (
    "tests/e2e/test_reference.py",
    "tests/sources/mlflow/",
    "tests/e2e/mutations/test_reference.py",
    "tests/cards/",
    "tests/e2e/test_live.py",
    "tests/render/test_pdf.py",
    "tests/e2e/test_promote.py",
)
"""What takes more than a minute, the longest first: begun last, one of them would go on alone at the end."""


def longest_first(items: list[pytest.Item]) -> None:
    """Order tests by how long what belongs together takes; what is short stays where it is."""
    ranks = {scope: rank for rank, scope in enumerate(LONGEST)}
    items.sort(key=lambda item: ranks.get(scope_of(item.nodeid), len(ranks)))


def by_file(config: pytest.Config, log: Any) -> Any:
    """Return a scheduler that hands out whole files, so that what a file sets up once is set up once.

    Groups by mark are no way to say so: pytest-xdist 3.8 writes them where pytest 9.2 does not look.
    """
    scheduler = LoadScopeScheduling(config, log)
    scheduler._split_scope = scope_of
    return scheduler


def scope_of(nodeid: str) -> str:
    """Return what the tests that belong together have in common."""
    path = nodeid.partition("::")[0]
    return next((folder for folder in TOGETHER if path.startswith(folder)), path)
