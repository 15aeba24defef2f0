"""The names that one file defines, and what a name can mean."""

from dataclasses import dataclass
from typing import Literal

from maturity.evidence.python.module import Class, Function, Import, Module

Kind = Literal["function", "class", "module", "value", "unread", "foreign"]
TOP = ("<module>", "<main>")


@dataclass(frozen=True, slots=True)
class Symbol:
    """What a name means. `unread` is a name in a file that was not parsed, because nothing in it matters."""

    kind: Kind
    path: str
    """File of the project; empty for a foreign name."""
    name: str
    """Qualified within the file; for a foreign name, its full dotted name."""


def node_of(path: str, name: str = "") -> str:
    """Return the graph node of a file's top level, or of a function or class of it."""
    return f"py:{path}" if not name or name in TOP else f"py:{path}::{name}"


def single(annotation: str) -> str:
    """Return the class of an annotation that names one: `Net`, `Net | None`, `Optional[Net]`; else `?`."""
    plain = annotation.removesuffix("]").removeprefix("typing.").removeprefix("Optional[").replace(" ", "")
    options = [one for one in plain.split("|") if one != "None"]
    return options[0] if len(options) == 1 and not set("[],") & set(options[0]) else "?"


def starred(target: str) -> str:
    """Return what to put before a name that `from target import *` may have brought."""
    module = target.removesuffix("*")
    return module if module.endswith(".") else f"{module}."


def bound_to(one: Import) -> str:
    """Return what an import binds its name to: `import a.b` binds `a`, `from tqdm import tqdm` binds `tqdm.tqdm`."""
    plain = one.target.startswith(f"{one.bound}.") and not one.target.endswith(f".{one.bound}")
    return one.bound if plain else one.target


class Namespace:
    """The functions, classes, imports, constants and instances of one file by name."""

    def __init__(self, module: Module) -> None:
        self.functions: dict[str, Function] = {one.name: one for one in module.functions}
        self.classes: dict[str, Class] = {one.name: one for one in module.classes}
        named = [one for one in module.imports if one.bound not in ("", "*")]
        self.imports: dict[str, str] = {one.bound: bound_to(one) for one in named}
        """What each imported name stands for."""
        members = (target for target in self.imports.values() if target.count(".") == 1)
        self._members = frozenset(members) - self.functions.keys()
        """What `from drift import report` brings, though a function of the file be called `drift`."""
        self._targets = tuple(dict.fromkeys(one.target for one in named))
        self.stars: tuple[str, ...] = tuple(starred(one.target) for one in module.imports if one.bound == "*")
        self.constants = module.constants
        self.instances = module.instances
        self.owners: dict[str, str] = {}
        """The class that each method, or function inside a method, belongs to."""
        for name in self.functions:
            owner = name.rpartition(".")[0]
            while owner and owner not in self.classes:
                owner = owner.rpartition(".")[0]
            if owner:
                self.owners[name] = owner

    def binds(self, name: str) -> bool:
        """Tell whether a name without dots is defined here."""
        return name in self.functions or name in self.classes or name in self.imports or name in self.constants

    def brings(self, name: str) -> bool:
        """Tell whether a dotted name is, or belongs to, what an import takes out of a module: `drift.report`."""
        module, _, member = name.partition(".")
        return f"{module}.{member.partition('.')[0]}" in self._members

    def targets(self) -> tuple[str, ...]:
        """Return the dotted names that the file imports, modules or members of them."""
        return (*self._targets, *(star.rstrip(".") or star for star in self.stars))
