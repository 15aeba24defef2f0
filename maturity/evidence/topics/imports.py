"""Which file of the project an imported name comes from."""

from collections.abc import Iterable

from maturity.documents.template import render
from maturity.evidence.layout import expanded, test_path
from maturity.evidence.python.files import STANDARD, ModuleFiles, folder_of
from maturity.evidence.python.module import Module

_LONGEST = 6


class Imports:
    """Resolves dotted names as seen from files. Folders that a template names are taken by the name they will have."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._original = {_plain(path): path for path in paths}
        self._files = ModuleFiles(self._original)
        self._known: dict[tuple[str, str], str | None] = {}

    def file_of(self, target: str, path: str) -> str | None:
        """Return the file that a dotted name comes from, seen from a file: a module, or the module of a member."""
        folder = path.rpartition("/")[0]
        key = (target, folder)
        if key not in self._known:
            self._known[key] = self._find(target, _plain(folder))
        return self._known[key]

    def imported(self, path: str, module: Module) -> tuple[str, ...]:
        """Return the project's own files that a file imports."""
        found = (self.file_of(one.target, path) for one in module.imports)
        return tuple(dict.fromkeys(target for target in found if target and target != path))

    def _find(self, target: str, folder: str) -> str | None:
        level = len(target) - len(target.lstrip("."))
        parts = tuple(part for part in target.lstrip(".").split(".") if part and part != "*")[:_LONGEST]
        if parts[:1] in ((), ("self",), ("?",)):
            return None
        here = folder_of(f"{folder}/_" if folder else "_")
        for length in range(len(parts), 0, -1):
            wanted = parts[:length]
            found = self._files.relative(wanted, level, here) if level else self._files.find(wanted, here)
            if found:
                return self._original.get(found)
        if not level and test_path(f"{folder}/_") and parts[0] not in STANDARD:
            # Tests put the folder of a program on the path; what they import from there is told by its name alone.
            return self._original.get(self._files.ending(f"{parts[0]}.py", here) or "")
        return None


def _plain(path: str) -> str:
    """Return what the path of a template becomes."""
    path = expanded(path) if "{%" in path else path
    return render(path) if "{{" in path else path
