"""Test runners: the tests they collect."""

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import TYPE_CHECKING

from maturity.evidence.graph.graph import Edge, Site
from maturity.evidence.graph.invocation import Invocation
from maturity.evidence.python.heuristics.drift import TESTS
from maturity.evidence.python.sites import OWN

if TYPE_CHECKING:
    from maturity.evidence.graph.builder import Builder

_NOT_RUNNING = frozenset(("--collect-only", "--co", "--fixtures", "--markers", "--setup-plan"))
_SAMPLE = re.compile(r"--(?:\w+[-_])?(?:ref|reference|baseline|sample|current|production)(?:[-_]\w+)?\Z")
"""An option of the suite's own by which somebody hands it the data to compare: `--reference_artifact $name`."""


def pytest(builder: "Builder", invocation: Invocation) -> None:
    """Follow `pytest PATHS`: to the tests below the paths that are here, to all tests when none is named."""
    if not _NOT_RUNNING.isdisjoint(invocation.words):
        builder.end(invocation, "tests are listed, not run")
        return
    folder = invocation.folder
    named, found = _paths(builder, invocation)
    if named and not found:
        builder.end(invocation, f"{named[0][:80]} is not here")
        return
    where = ", ".join(found) or folder or "all"
    node = builder.program(f"task:tests#{where}", "tests", f"tests ({where})", invocation.at)
    tests = builder.python.tests(found, "") if found else builder.python.tests((), folder)
    if node not in builder.graph.edges:
        for test in tests:
            builder.graph.link(Edge(node, test, invocation.at))
    builder.link(invocation, node)
    if _is_handed_data(invocation):
        _compare(builder, invocation, tests)


def _is_handed_data(invocation: Invocation) -> bool:
    """Tell whether a command hands its tests data to compare, as a step of a pipeline that checks data does."""
    options = (*pairwise(invocation.words), *(tuple(word.split("=", 1)) for word in invocation.words if "=" in word))
    return any(_SAMPLE.match(first) and not second.startswith("-") for first, second in options)


def _compare(builder: "Builder", invocation: Invocation, tests: Iterable[str]) -> None:
    """Note the statistical tests with which a step compares the data that it is handed: it detects drift by them."""
    for test in tests:
        path, _, name = test.removeprefix("py:").partition("::")
        function = builder.project.modules[path].function(name) if path in builder.project.modules else None
        for call in function.calls if function is not None else ():
            if call.name in TESTS:
                place = builder.place(path, call.line, f"{call.name}()")
                builder.graph.prove(Site(invocation.node, "detect-drift", OWN, place, invocation.blocking))


def _paths(builder: "Builder", invocation: Invocation) -> tuple[list[str], tuple[str, ...]]:
    """Return the words that look like paths, and those that are here, relative to the target."""
    named: list[str] = []
    found: list[str] = []
    previous = ""
    for word in invocation.arguments:
        written = word.partition("::")[0]
        if "$" in written:
            # `tests/${{ matrix.part }}` is somewhere below `tests`.
            written = written.partition("$")[0].rpartition("/")[0]
        option = previous.startswith("-") and "=" not in previous
        if not word.startswith("-") and written:
            path = builder.locate(invocation, written)
            if path is None:
                path = builder.files.find_folder(written, invocation.folder)
            if path is not None and not (option and "/" not in word and not word.startswith("test")):
                found.append(path)
            elif path is None and not option and ("/" in written or written.endswith(".py")):
                named.append(written)
        previous = word
    return named, tuple(found)
