"""What the builders of the graph ask of the Python side."""

from typing import Protocol


class PythonPrograms(Protocol):
    """Finds the graph nodes of Python programs. A node id is returned even when the file does nothing we know."""

    def script(self, path: str) -> str | None:
        """Return the node that runs when this file is run; None when there is no such Python file."""

    def module(self, dotted: str, folder: str) -> str | None:
        """Return the node that `python -m dotted` runs from a folder of the target."""

    def attribute(self, reference: str, folder: str) -> str | None:
        """Return the node of `package.module:function` (a console script, an ASGI application's module)."""

    def tests(self, paths: tuple[str, ...], folder: str) -> tuple[str, ...]:
        """Return the nodes of the test functions that pytest collects below these paths; all when none is given."""
