"""Named tasks by tool and folder: make targets, stages, console scripts, entries of task tables."""

import posixpath
from collections.abc import Iterator

from maturity.evidence.graph.files import Files


class Tasks:
    """Finds the node of a task that a command names."""

    def __init__(self, files: Files) -> None:
        self._files = files
        self._nodes: dict[tuple[str, str], dict[str, str]] = {}

    def offer(self, tool: str, folder: str, name: str, node: str) -> None:
        """Note a task of a tool in a folder; the first of a name stays."""
        self._nodes.setdefault((tool, folder), {}).setdefault(name, node)

    def table(self, tool: str, folder: str) -> dict[str, str]:
        """Return the tasks of a tool as seen from a folder: its own, else those of the nearest folder above."""
        return next((self._nodes[tool, one] for one in self._upwards(folder) if (tool, one) in self._nodes), {})

    def find(self, tool: str, name: str, folder: str) -> str | None:
        """Return the node of a task as seen from a folder; console scripts are seen from everywhere."""
        found = self.table(tool, folder).get(name)
        if found is None and tool == "console-script":
            found = next(
                (table[name] for (kind, _), table in self._nodes.items() if kind == tool and name in table), None
            )
        return found

    def _upwards(self, folder: str) -> Iterator[str]:
        while folder:
            yield folder
            folder = posixpath.dirname(folder)
        yield ""
