"""What runs when a file is imported is part of every program that imports the file, however far away.

The top level of a file and its main guard are one node of the graph, so an import is no edge: it would start the guard.
"""

from collections.abc import Iterator
from functools import cached_property

from maturity.evidence.graph.reach import Reach
from maturity.evidence.layout import test_path
from maturity.evidence.project import Project
from maturity.evidence.python.module import Function, Module
from maturity.evidence.python.namespace import node_of
from maturity.evidence.topics.imports import Imports
from maturity.model.activity import Activity

MAX_HOPS = 3
"""How many imports may lie between a value and the program that takes it."""


class Importing:
    """Who imports whom, looked up once and only when something depends on it."""

    def __init__(self, project: Project, reach: Reach) -> None:
        self.project = project
        self.reach = reach
        self._running: dict[str, frozenset[str]] = {}
        self._doing: dict[tuple[str, Activity], bool] = {}

    def stands_beside(self, path: str, function: Function, activity: Activity) -> bool:
        """Tell whether a function runs when its file is imported, by a process that does the activity."""
        if path not in self._running:
            self._running[path] = frozenset(running(self.project.modules[path]))
        return function.name in self._running[path] and any(self._does(one, activity) for one in self._takers(path))

    def _takers(self, path: str) -> Iterator[str]:
        """Yield the files that import a file, and those that import these, nearest first."""
        seen, edge = {path}, {path}
        for _ in range(MAX_HOPS):
            edge = {taker for one in edge for taker in self._importers.get(one, ())} - seen
            seen |= edge
            yield from sorted(edge)

    def _does(self, path: str, activity: Activity) -> bool:
        key = (path, activity)
        if key not in self._doing:
            module = self.project.modules.get(path)
            nodes = {node_of(path, function.name) for function in module.functions} if module else set()
            self._doing[key] = any(self.reach.shares_process(node, activity) for node in nodes)
        return self._doing[key]

    @cached_property
    def _importers(self) -> dict[str, list[str]]:
        """Who imports whom; a file that was not parsed may still pass on what it imports."""
        skims = self.project.skims
        imports = Imports(skims)
        found: dict[str, list[str]] = {}
        for path, skim in skims.items():
            if skim.imports and not path.endswith(".ipynb") and not test_path(path):
                targets = {imports.file_of(dotted, path) for dotted in skim.imports} - {path, None}
                for target in targets:
                    found.setdefault(str(target), []).append(path)
        return found


def running(module: Module) -> Iterator[str]:
    """Yield the functions of a file that run when it is imported: its top level, and what that calls of the file."""
    waiting, seen = ["<module>"], set[str]()
    while waiting:
        function = module.function(waiting.pop())
        if function is not None and function.name not in seen:
            seen.add(function.name)
            waiting.extend(call.name for call in function.calls)
            yield function.name
