"""Which file of the project an imported name comes from."""

from maturity.evidence.python.files import ModuleFiles, folder_of
from maturity.evidence.python.module import Module

_LONGEST = 6


def file_of(files: ModuleFiles, target: str, path: str) -> str | None:
    """Return the file that a dotted name comes from, seen from a file: a module, or the module of a member."""
    level = len(target) - len(target.lstrip("."))
    parts = tuple(part for part in target.lstrip(".").split(".") if part and part != "*")[:_LONGEST]
    if parts[:1] in ((), ("self",), ("?",)):
        return None
    for length in range(len(parts), 0, -1):
        wanted = parts[:length]
        found = files.relative(wanted, level, folder_of(path)) if level else files.find(wanted, folder_of(path))
        if found:
            return found
    return None


def imported(files: ModuleFiles, path: str, module: Module) -> tuple[str, ...]:
    """Return the project's own files that a file imports."""
    found = (file_of(files, one.target, path) for one in module.imports)
    return tuple(dict.fromkeys(target for target in found if target and target != path))
