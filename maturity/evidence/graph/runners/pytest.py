"""Test runners: the tests they collect."""

from typing import TYPE_CHECKING

from maturity.evidence.graph.graph import Edge
from maturity.evidence.graph.invocation import Invocation

if TYPE_CHECKING:
    from maturity.evidence.graph.builder import Builder

_NOT_RUNNING = frozenset(("--collect-only", "--co", "--fixtures", "--markers", "--setup-plan"))


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
    if node not in builder.graph.edges:
        for test in builder.python.tests(found, "") if found else builder.python.tests((), folder):
            builder.graph.link(Edge(node, test, invocation.at))
    builder.link(invocation, node)


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
