"""What the commands of a document lead to: the recipe of a make target, the lines of a script."""

import posixpath
import re
from collections.abc import Iterator
from functools import cached_property

from maturity.evidence.graph import makefile
from maturity.evidence.graph.makefile import Makefile
from maturity.evidence.graph.runners import console_scripts
from maturity.evidence.graph.runners.make import NAMES
from maturity.evidence.project import Project

MAX_LINES = 500
MAX_TARGETS = 50
_MAKE = re.compile(r"^(?:sudo )?make((?:\s+[\w./-]+)+)")
_SCRIPT = re.compile(r"^(?:sudo )?(?:(?:bash|sh|zsh|source|\.)\s+)?(?:\./)?([\w./-]+\.(?:sh|bash))(?=\s|\Z)")

_IMPORT = re.compile(r"(?:>>> ?)?(?:from|import) ([A-Za-z]\w*)\b")
_PACKAGE = re.compile(r"(?:src/)?(\w+)/__init__\.py")
_NO_PACKAGES = frozenset(("src", "tests", "test", "docs", "examples", "scripts"))


class Followed:
    """The makefile and the scripts beside a document, read when a command first leads there.

    A second command that leads to the same says nothing new: each target and each script is followed once.
    """

    def __init__(self, project: Project, folder: str) -> None:
        self._project = project
        self._texts = project.texts
        self._folder = folder
        self._makefile: Makefile | None = None
        self._seen: set[str] = set()

    def starts(self, command: str) -> bool:
        """Tell whether a command is a console script of the project."""
        return command.split(maxsplit=1)[0] in self._programs if command else False

    def holds(self, name: str) -> bool:
        """Tell whether a file that a document names, seen from there, is one of the project."""
        return posixpath.normpath(posixpath.join(self._folder, name)) in self._project.files

    def imports(self, line: str) -> bool:
        """Tell whether a line of Python imports a package of the project: a library runs in the code of its users."""
        found = _IMPORT.match(line)
        return found is not None and found.group(1) in self._packages

    @cached_property
    def _packages(self) -> frozenset[str]:
        found = (_PACKAGE.fullmatch(path) for path in self._project.files)
        return frozenset(one.group(1) for one in found if one) - _NO_PACKAGES

    @cached_property
    def _programs(self) -> frozenset[str]:
        manifests = [path for path in self._texts if path.rpartition("/")[2] in console_scripts.MANIFESTS]
        return frozenset(name for path in manifests for name, *_ in console_scripts.declared(self._project, path))

    def lines(self, command: str) -> Iterator[str]:
        """Yield the command lines that a command is the first to run by way of make or a script."""
        if found := _MAKE.match(command):
            yield from self._recipes(found.group(1).split())
        elif found := _SCRIPT.match(command):
            path = self._find(found.group(1))
            if path is not None and self._is_new(path):
                lines = self._texts[path].splitlines()[:MAX_LINES]
                yield from (line.strip() for line in lines if not line.lstrip().startswith("#"))

    def _recipes(self, names: list[str]) -> Iterator[str]:
        table, todo = self._targets(), list(names)
        for _ in range(MAX_TARGETS):
            if not todo:
                return
            target = table.targets.get(todo.pop())
            if target is not None and self._is_new(f"make {target.name}"):
                yield from (table.expand(line).lstrip("@-+ \t") for _, line in target.recipe[:MAX_LINES])
                todo += target.prerequisites

    def _is_new(self, step: str) -> bool:
        new = step not in self._seen
        self._seen.add(step)
        return new

    def _targets(self) -> Makefile:
        if self._makefile is None:
            path = next(filter(None, map(self._find, NAMES)), None)
            self._makefile = makefile.read(path, self._texts, self._find) if path else Makefile()
        return self._makefile

    def _find(self, name: str) -> str | None:
        path = posixpath.normpath(posixpath.join(self._folder, name))
        return path if path in self._texts else None
