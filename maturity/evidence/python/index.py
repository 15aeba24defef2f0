"""The Python programs of a target as the builders of the graph ask for them."""

from collections.abc import Collection, Iterator, Mapping
from functools import cached_property

from maturity.evidence.layout import expanded
from maturity.evidence.project import Project
from maturity.evidence.python.files import ModuleFiles, folder_of, normal
from maturity.evidence.python.module import Module
from maturity.evidence.python.namespace import node_of
from maturity.evidence.python.symbols import Symbols


class PythonIndex:
    """Finds the node of a script, a module, a console script or the tests (evidence/graph/programs.py)."""

    def __init__(
        self,
        modules: Mapping[str, Module],
        paths: Collection[str] = (),
        foreign: Collection[str] = (),
        skimmed: Mapping[str, tuple[str, ...]] | None = None,
    ) -> None:
        self.modules = modules
        """What was parsed; a file that was not does nothing that matters."""
        self.files = ModuleFiles((*modules, *paths), foreign)
        self.symbols = Symbols(modules, self.files, skimmed)

    def script(self, path: str) -> str | None:
        """Return the node that runs when this file is run; None when there is no such Python file."""
        plain = normal("", path)
        return node_of(plain) if plain in self.files.paths else None

    def module(self, dotted: str, folder: str) -> str | None:
        """Return the node that `python -m dotted` runs from a folder of the target."""
        parts = tuple(dotted.split("."))
        here = folder_of(normal(folder, "_"))
        path = self.files.find((*parts, "__main__"), here) or self.files.find(parts, here)
        return node_of(path) if path else None

    def attribute(self, reference: str, folder: str) -> str | None:
        """Return the node of `package.module:function` (a console script, an ASGI application's module)."""
        dotted, _, name = reference.partition(":")
        path = self.files.find(tuple(dotted.strip().split(".")), folder_of(normal(folder, "_")))
        if path is None:
            return None
        attribute = name.partition("[")[0].partition("(")[0].strip()
        found = self.symbols.resolve(path, attribute) if attribute and path in self.symbols.spaces else None
        if found is None or found.kind == "foreign":
            return node_of(path)
        return node_of(found.path, found.name if found.kind in ("function", "unread") else "")

    def tests(self, paths: tuple[str, ...], folder: str) -> tuple[str, ...]:
        """Return the nodes of the tests that pytest would collect below these paths (all, when none is given)."""
        wanted = [normal(folder, path.partition("::")[0]) for path in paths] or [normal(folder, "")]
        return tuple(
            node
            for path, nodes in self._tests
            if any(not one or path == one or path.startswith(one + "/") for one in wanted)
            for node in nodes
        )

    @cached_property
    def _tests(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The files that pytest collects, each with the nodes of its tests."""
        return tuple(
            (path, tuple(node_of(path, name) for name in test_functions(module)))
            for path, module in sorted(self.modules.items())
            if collected(path)
        )


def index_of(project: Project) -> PythonIndex:
    """Return the index of a target: parsed files, and the names of the rest."""
    foreign = {module for technology in project.technologies for module in technology.imports}
    skimmed = {
        path: skim.imports for path, skim in project.skims.items() if path not in project.modules and skim.imports
    }
    return PythonIndex(project.modules, project.files, foreign, skimmed)


def collected(path: str) -> bool:
    """Tell whether pytest collects a file by its name, a template's by the one it gets."""
    name = expanded(path).rsplit("/", 1)[-1]
    return name.endswith(".py") and (
        name.startswith("test_") or name.endswith(("_test.py", "_tests.py")) or name in ("test.py", "tests.py")
    )


def test_functions(module: Module) -> Iterator[str]:
    """Yield the names of the functions and methods that pytest or unittest would run."""
    cases = {
        one.name
        for one in module.classes
        if one.name.startswith("Test") or any("TestCase" in base for base in one.bases)
    }
    for function in module.functions:
        owner, _, name = function.name.rpartition(".")
        if name.startswith("test") and (not owner or owner in cases):
            yield function.name
