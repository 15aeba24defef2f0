"""What the place of a file in the tree says about it: a foreign copy, a test, an example, a document, data.

Paths are those of git: relative, with forward slashes. Words are compared with whole folder names, never with parts.
"""

import re
from functools import lru_cache
from pathlib import PurePosixPath

_VENDORED = frozenset(
    (
        *("vendor", "vendors", "vendored", "_vendor", "third_party", "third-party", "thirdparty", "3rdparty"),
        *("external", "externals", "extern", "node_modules", "bower_components", "site-packages", "dist-packages"),
        *("__pypackages__", ".venv", "venv", "virtualenv", ".tox", ".nox", ".eggs"),
    )
)
_TESTS = frozenset(("test", "tests", "unittest", "unittests", "unit_tests", "integration_tests"))
_DATA = frozenset(("data", "dataset", "datasets"))
_EXAMPLES = frozenset(
    ("example", "examples", "sample", "samples", "tutorial", "tutorials", "demo", "demos", "cookbook")
)
_DOCUMENTS = frozenset(("doc", "docs", "documentation"))
_PROSE = frozenset((".md", ".rst", ".txt", ".adoc", ".mdx"))
_TEMPLATE_ENDINGS = (".jinja", ".jinja2", ".j2", ".tmpl", ".template")
_CONDITION = re.compile(r"\{%[^{}]*%\}")
_CHOICE = re.compile(r"\{\{-?[ \t]*(?:'([^'{}]*)'|\"([^\"{}]*)\")[ \t]+if[ \t][^{}]*\}\}")
"""A name that a file gets under a condition, and none else, with which it is left out."""
_TEST_FILE = re.compile(r"(?:test_[^/]*|[^/]*_tests?|tests|conftest)\.py")


@lru_cache(maxsize=65_536)
def folders(path: str) -> tuple[str, ...]:
    """Return the names of the folders a file stands in, in lower case, outermost first."""
    return tuple(path.lower().split("/")[:-1])


@lru_cache(maxsize=65_536)
def vendored(path: str) -> bool:
    """Tell whether a file belongs to a copy of somebody else's code. `data/external` is data, not a copy of code."""
    parts = folders(path)
    return any(part in _VENDORED and not _DATA.intersection(parts[:i]) for i, part in enumerate(parts))


@lru_cache(maxsize=65_536)
def test_path(path: str) -> bool:
    """Tell whether a file is part of a test suite, by its own name or its folder; `data/test` holds data, not tests.

    A `test.py` may be one, or the program that tries a model on held-out data: only what it holds tells.
    """
    parts = folders(path)
    if _TEST_FILE.fullmatch(path.lower().rsplit("/", 1)[-1]):
        return True
    return any(part in _TESTS and not _DATA.intersection(parts[:i]) for i, part in enumerate(parts))


def example_path(path: str) -> bool:
    """Tell whether a file stands in a folder of examples or tutorials."""
    return not _EXAMPLES.isdisjoint(folders(path))


def document_path(path: str) -> bool:
    """Tell whether a file is prose or stands in a folder of documents."""
    return PurePosixPath(path.lower()).suffix in _PROSE or not _DOCUMENTS.isdisjoint(folders(path))


def data_path(path: str) -> bool:
    """Tell whether a file stands in a folder of data sets."""
    return not _DATA.isdisjoint(folders(path))


def chosen(path: str) -> str:
    """Return a template's path with its conditions met: `{% if api %}api.py{% endif %}`, `{{ "api.py" if api }}`."""
    if "{%" in path:
        path = _CONDITION.sub("", path)
    if "{{" in path:
        path = _CHOICE.sub(lambda found: str(found[1] or found[2] or ""), path)
    return path


def expanded(path: str) -> str:
    """Return the path a template file expands to: `Dockerfile.jinja` becomes `Dockerfile`, a condition is met."""
    path = chosen(path)
    for ending in _TEMPLATE_ENDINGS:
        if path.endswith(ending) and not path.endswith("/" + ending):
            return path[: -len(ending)]
    return path
