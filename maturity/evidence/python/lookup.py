"""Finds definitions by dotted name: through imports, re-exports and star imports, across files."""

from collections.abc import Mapping

from maturity.evidence.python.files import ModuleFiles, Parts, folder_of
from maturity.evidence.python.module import Module
from maturity.evidence.python.namespace import Namespace, Symbol, starred

Definition = tuple[Symbol, Parts]
"""A definition, and the attributes that are asked of it."""
MAX_HOPS = 12
"""Re-exports that are followed before a name is given up; rings of imports end here."""


class Lookup:
    """All definitions of a target."""

    def __init__(
        self, modules: Mapping[str, Module], files: ModuleFiles, skimmed: Mapping[str, tuple[str, ...]]
    ) -> None:
        self.files = files
        self.skimmed = skimmed
        """Imported modules of files that were not parsed: packages that only pass names on."""
        self.spaces: dict[str, Namespace] = {path: Namespace(module) for path, module in modules.items()}
        self._imported: dict[tuple[Parts, str], Definition | None] = {}

    def name(self, path: str, name: str, hops: int = MAX_HOPS) -> Definition | None:
        """Return what a name means in a file; None when it is no name of the project and none of anybody else."""
        if name[:1] in ("?", ""):
            return None
        if name[0] == ".":
            return self.imported(path, name, hops)
        head = name.partition(".")[0]
        space = self.spaces.get(path)
        if space is not None and (space.brings(name) or _resolved(name, space.imports.get(head))):
            return self.imported(path, name, hops)
        if space is None or space.binds(head) or (space.stars and head == name):
            found = self._member(path, tuple(name.split(".")), hops)
            if found is not None:
                return found
        return self.imported(path, name, hops)

    def imported(self, path: str, target: str, hops: int = MAX_HOPS) -> Definition | None:
        """Return what an absolute or relative dotted name means, seen from a file's folder."""
        if target[:1] != "." and target.partition(".")[0] not in self.files.tops:
            return Symbol("foreign", "", target), ()
        key = (folder_of(path), target)
        if key not in self._imported:
            self._imported[key] = None  # a ring of re-exports ends here
            self._imported[key] = self._import(key[0], target, hops)
        return self._imported[key]

    def _import(self, folder: Parts, target: str, hops: int) -> Definition | None:
        """Find the longest part of an imported name that is a file, then the member of it."""
        dotted = target.lstrip(".")
        level = len(target) - len(dotted)
        parts = tuple(part for part in dotted.split(".") if part)
        nearest: Definition | None = None
        for length in range(len(parts), -1 if level else 0, -1):
            prefix, rest = parts[:length], parts[length:]
            found = self.files.relative(prefix, level, folder) if level else self.files.find(prefix, folder)
            if found is None:
                continue
            member = self._member(found, rest, hops - 1)
            if member is not None and not level and self._hides(parts[0], member[0]):
                member = None
            if length and (member is None or not rest):
                member = self._shadowing(found, parts[length - 1 :], hops - 1) or member
            if member is not None:
                return member
            nearest = nearest or (Symbol("module", found, ""), rest)
        if level:
            return nearest
        # A project file called `datasets.py` without the member asked for is not what was imported.
        unsure = nearest is None or parts[:1] == () or parts[0] in self.files.foreign
        return (Symbol("foreign", "", target), ()) if unsure else nearest

    def _hides(self, top: str, found: Symbol) -> bool:
        """Tell whether a package of the project says nothing of a name and bears that of a library: `airflow/` with an
        empty `__init__.py` is a folder of DAGs.
        """
        return top in self.files.foreign and found.kind == "unread" and found.path.endswith("__init__.py")

    def _shadowing(self, path: str, parts: Parts, hops: int) -> Definition | None:
        """Return what a package binds under the name of its sub-module: `from .train import train` hides the file."""
        folder = folder_of(path)
        package = self.files.at(folder) if parts and not path.endswith("__init__.py") else None
        space = self.spaces.get(package) if package else None
        if package is None or space is None or not space.binds(parts[0]):
            return None
        bound = self._member(package, parts, hops)
        return bound if bound is not None and bound[0].kind in ("function", "class") else None

    def _member(self, path: str, parts: Parts, hops: int) -> Definition | None:
        """Return what a file defines, re-exports or contains under a name."""
        if not parts:
            return Symbol("module", path, ""), ()
        if hops <= 0:
            return None
        space = self.spaces.get(path)
        if space is None:
            return self._unread(path, parts, hops)
        held = self._held(path, space, parts, hops)
        return held or self._defined(path, space, parts) or self._passed_on(path, space, parts, hops)

    def _held(self, path: str, space: Namespace, parts: Parts, hops: int) -> Definition | None:
        """Return a member of the instance that a file binds to a name for others to use."""
        made = space.instances.get(parts[0]) if len(parts) > 1 else None
        return self.name(path, ".".join((made, *parts[1:])), hops - 1) if made else None

    def _defined(self, path: str, space: Namespace, parts: Parts) -> Definition | None:
        """Return the longest part of a name that is a function or class of the file, and the rest."""
        for length in range(len(parts), 0, -1):
            name = ".".join(parts[:length])
            if name in space.functions:
                return Symbol("function", path, name), parts[length:]
            if name in space.classes:
                return Symbol("class", path, name), parts[length:]
        return (Symbol("module", path, ""), parts) if parts[0] in space.constants else None

    def _passed_on(self, path: str, space: Namespace, parts: Parts, hops: int) -> Definition | None:
        target = space.imports.get(parts[0])
        if target is not None:
            return self.imported(path, ".".join((target, *parts[1:])), hops - 1)
        if path.endswith("__init__.py"):
            inside = self.files.at((*folder_of(path), parts[0]))
            if inside is not None:
                return self._member(inside, parts[1:], hops - 1)
        return self._behind(path, space.stars, parts, hops)

    def _unread(self, path: str, parts: Parts, hops: int) -> Definition | None:
        """Look behind a file that was not parsed: a sub-module, or what a package passes on."""
        if path.endswith("__init__.py"):
            inside = self.files.at((*folder_of(path), parts[0]))
            if inside is not None:
                return self._member(inside, parts[1:], hops - 1)
            imported = self.skimmed.get(path, ())
            passed = next((one for one in imported if one.rpartition(".")[2] == parts[0]), "")
            if passed:
                found = self.imported(path, ".".join((passed, *parts[1:])), hops - 1)
            else:
                found = self._behind(path, tuple(map(starred, imported)), parts, hops)
            if found is not None:
                return found
        return Symbol("unread", path, ".".join(parts)), ()

    def _behind(self, path: str, stars: tuple[str, ...], parts: Parts, hops: int) -> Definition | None:
        """Return the first definition that a star import may have brought."""
        name = ".".join(parts)
        for star in stars:
            found = self.imported(path, star + name, hops - 1)
            if found is not None and found[0].kind in ("function", "class") and len(found[1]) < len(parts):
                return found
        return None


def _resolved(name: str, target: str | None) -> bool:
    """Tell whether a name is written out already: after `from tqdm import tqdm`, the parser says `tqdm.tqdm`."""
    return target is not None and (name == target or name.startswith(f"{target}."))
