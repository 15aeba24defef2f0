"""What the commands of a document lead to: the recipe of a make target, the lines of a script."""

import posixpath
import re
from collections.abc import Iterator

from maturity.evidence.graph import makefile
from maturity.evidence.graph.makefile import Makefile
from maturity.evidence.project import Project

MAX_LINES = 500
MAX_TARGETS = 50
_MAKE = re.compile(r"^(?:sudo )?make((?:\s+[\w./-]+)+)")
_SCRIPT = re.compile(r"^(?:sudo )?(?:(?:bash|sh|zsh|source|\.)\s+)?(?:\./)?([\w./-]+\.(?:sh|bash))(?=\s|\Z)")
_MAKEFILES = ("GNUmakefile", "makefile", "Makefile")


class Followed:
    """The makefile and the scripts beside a document, read when a command first leads there."""

    def __init__(self, project: Project, folder: str) -> None:
        self._texts = project.texts
        self._folder = folder
        self._makefile: Makefile | None = None

    def lines(self, command: str) -> Iterator[str]:
        """Yield the command lines that a command runs by way of make or a script; itself is none of them."""
        if found := _MAKE.match(command):
            yield from self._recipes(found.group(1).split())
        elif found := _SCRIPT.match(command):
            text = self._texts.get(posixpath.normpath(posixpath.join(self._folder, found.group(1))), "")
            yield from (line.strip() for line in text.splitlines()[:MAX_LINES] if not line.lstrip().startswith("#"))

    def _recipes(self, names: list[str]) -> Iterator[str]:
        table = self._targets()
        todo, seen = list(names), set[str]()
        while todo and len(seen) < MAX_TARGETS:
            name = todo.pop()
            target = table.targets.get(name)
            if target is not None and name not in seen:
                yield from (table.expand(line).lstrip("@-+ \t") for _, line in target.recipe[:MAX_LINES])
                todo += target.prerequisites
            seen.add(name)

    def _targets(self) -> Makefile:
        if self._makefile is None:
            beside = (posixpath.join(self._folder, name) for name in _MAKEFILES)
            path = next((path for path in beside if path in self._texts), None)
            self._makefile = makefile.read(path, self._texts, self._find) if path else Makefile()
        return self._makefile

    def _find(self, name: str) -> str | None:
        path = posixpath.normpath(posixpath.join(self._folder, name))
        return path if path in self._texts else None
