"""What a name means inside a file: a function, class, module or value of the project, or something foreign."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from maturity.evidence.python.files import ModuleFiles, folder_of
from maturity.evidence.python.module import Class, Function, Module

MAX_HOPS = 12
"""Re-exports and base classes that are followed before a name is given up; rings end here."""
TOP = ("<module>", "<main>")

Kind = Literal["function", "class", "module", "value", "unread", "foreign"]


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


class Scope:
    """The names that one file defines."""

    def __init__(self, module: Module) -> None:
        self.module = module
        self.functions: dict[str, Function] = {one.name: one for one in module.functions}
        self.classes: dict[str, Class] = {one.name: one for one in module.classes}
        self.imports: dict[str, str] = {one.bound: one.target for one in module.imports if one.bound != "*"}
        self.stars: tuple[str, ...] = tuple(_starred(one.target) for one in module.imports if one.bound == "*")
        self.nested: dict[str, list[str]] = {}
        for name in self.functions:
            owner, _, last = name.rpartition(".")
            if owner and owner not in self.classes:
                self.nested.setdefault(last, []).append(name)

    def owner(self, function: str) -> Class | None:
        """Return the class a function is a method of, or stands inside a method of."""
        name = function
        while name:
            name = name.rpartition(".")[0]
            if name in self.classes:
                return self.classes[name]
        return None


def _starred(target: str) -> str:
    """Return what to put before a name that `from target import *` may have brought."""
    module = target.removesuffix("*")
    return module if module.endswith(".") else f"{module}."


class Symbols:
    """Resolves names through imports, re-exports and inheritance."""

    def __init__(
        self, modules: Mapping[str, Module], files: ModuleFiles, skimmed: Mapping[str, tuple[str, ...]] | None = None
    ) -> None:
        self.files = files
        self.skimmed = skimmed or {}
        """Imported modules of files that were not parsed: packages that only pass names on."""
        self.scopes: dict[str, Scope] = {path: Scope(module) for path, module in modules.items()}
        self._known: dict[tuple[str, str], Symbol | None] = {}

    def resolve(self, path: str, name: str, function: str = "") -> Symbol | None:
        """Return what a dotted name means in a file (inside a function of it); None when the receiver is unknown."""
        if name.startswith("?"):
            return None
        if "()" in name:
            return self._of_result(path, name, function)
        head, _, rest = name.partition(".")
        scope = self.scopes[path]
        if head in ("self", "cls", "super"):
            owner = scope.owner(function)
            return self._of_self(path, owner, rest, head) if owner else None
        if head in scope.nested:
            for candidate in scope.nested[head]:
                if function.startswith(candidate.rpartition(".")[0]):
                    return Symbol("function", path, candidate)
        key = (path, name)
        if key not in self._known:
            self._known[key] = None
            self._known[key] = self._resolve(path, name, MAX_HOPS)
        return self._known[key]

    def method(self, symbol: Symbol, name: str) -> Symbol | None:
        """Return a method of a class of the project, on the class itself or on the first base that has it."""
        return self._method(symbol.path, symbol.name, name, MAX_HOPS)

    def imported(self, path: str, target: str) -> Symbol | None:
        """Return what an absolute or relative dotted name means, seen from a file, whatever the file itself defines."""
        key = (path, f"import {target}")
        if key not in self._known:
            self._known[key] = self._imported(path, target, MAX_HOPS)
        return self._known[key]

    def import_targets(self, path: str) -> tuple[str, ...]:
        """Return the dotted names that a file imports, modules or members of them."""
        scope = self.scopes.get(path)
        if scope is None:
            return self.skimmed.get(path, ())
        return (*scope.imports.values(), *(star.rstrip(".") or star for star in scope.stars))

    def bases(self, symbol: Symbol, hops: int = MAX_HOPS) -> Iterator[Symbol]:
        """Yield what a class of the project inherits from, nearest first, foreign classes included."""
        scope = self.scopes.get(symbol.path)
        declared = scope.classes.get(symbol.name) if scope else None
        for base in declared.bases if declared and hops > 0 else ():
            found = self._resolve(symbol.path, base, hops)
            if found is not None and found != symbol:
                yield found
                if found.kind == "class":
                    yield from self.bases(found, hops - 1)

    def _of_self(self, path: str, owner: Class, rest: str, head: str) -> Symbol | None:
        first, _, more = rest.partition(".")
        if not more:
            if head == "super":
                found = (self._on_base(path, base, first, MAX_HOPS) for base in owner.bases)
                return next((one for one in found if one is not None), None)
            return self._method(path, owner.name, first, MAX_HOPS)
        own = Symbol("class", path, owner.name)
        for holder in (own, *self.bases(own)):
            declared = self._class(holder)
            for field in declared.fields if declared else ():
                if field.name == first and field.annotation:
                    return self._resolve(holder.path, f"{single(field.annotation)}.{more}", MAX_HOPS)
        return None

    def _class(self, symbol: Symbol) -> Class | None:
        scope = self.scopes.get(symbol.path)
        return scope.classes.get(symbol.name) if scope and symbol.kind == "class" else None

    def _of_result(self, path: str, name: str, function: str) -> Symbol | None:
        """Resolve a member of what a function returns: `.models.build().fit`, `mlflow.pyfunc.load_model().predict`."""
        made, _, rest = name.partition("()")
        maker = self.resolve(path, made, function)
        if maker is None or maker.kind == "foreign":
            return Symbol("foreign", "", f"{maker.name}(){rest}") if maker else None
        scope = self.scopes.get(maker.path)
        declared = scope.functions.get(maker.name) if scope and maker.kind == "function" else None
        if declared is None or not declared.returns or "()" in rest:
            return None
        return self._resolve(maker.path, f"{single(declared.returns)}{rest}", MAX_HOPS)

    def _resolve(self, path: str, name: str, hops: int) -> Symbol | None:
        if hops <= 0 or name.startswith("?"):
            return None
        if name.startswith("."):
            return self._imported(path, name, hops)
        found = self._member(path, tuple(name.split(".")), hops)
        return found or self._imported(path, name, hops)

    def _imported(self, path: str, target: str, hops: int) -> Symbol | None:
        """Resolve the full name of an imported thing: the longest part that is a file, then its members."""
        dotted = target.lstrip(".")
        level = len(target) - len(dotted)
        parts = tuple(part for part in dotted.split(".") if part)
        folder = folder_of(path)
        weak: Symbol | None = None
        for length in range(len(parts), -1 if level else 0, -1):
            prefix, rest = parts[:length], parts[length:]
            found = self.files.relative(prefix, level, folder) if level else self.files.find(prefix, folder)
            if found is None or (found == path and not rest):
                continue
            symbol = self._member(found, rest, hops - 1)
            if symbol is not None:
                return symbol
            weak = weak or Symbol("value", found, ".".join(rest))
        if weak is None or (parts and parts[0] in self.files.foreign and not level):
            # A project file called `datasets.py` without the attribute asked for is not what was imported.
            return None if level else Symbol("foreign", "", target)
        return weak

    def _member(self, path: str, parts: tuple[str, ...], hops: int) -> Symbol | None:
        """Return what a file defines, re-exports or contains under a name."""
        if not parts:
            return Symbol("module", path, "")
        scope = self.scopes.get(path)
        if scope is None:
            return self._unread(path, parts, hops)
        return self._defined(path, scope, parts, hops) or self._passed_on(path, scope, parts, hops)

    def _unread(self, path: str, parts: tuple[str, ...], hops: int) -> Symbol | None:
        """Look for a name behind a file that was not parsed: a sub-module, or what a package passes on."""
        if path.endswith("__init__.py") and hops > 0:
            inside = self.files.at((*folder_of(path), parts[0]))
            if inside is not None:
                return self._member(inside, parts[1:], hops - 1)
            for source in self.skimmed.get(path, ()):
                found = self._imported(path, _starred(source) + ".".join(parts), hops - 1)
                if found is not None and found.kind in ("function", "class"):
                    return found
        return Symbol("unread", path, ".".join(parts))

    def _defined(self, path: str, scope: Scope, parts: tuple[str, ...], hops: int) -> Symbol | None:
        for length in range(1, len(parts) + 1):
            name, rest = ".".join(parts[:length]), parts[length:]
            if name in scope.functions:
                # `task.submit()`, `job.delay()`, `step.map()` run the function itself.
                return Symbol("function", path, name)
            if name in scope.classes and (not rest or ".".join(parts[: length + 1]) not in scope.classes):
                if not rest:
                    return Symbol("class", path, name)
                return self._method(path, name, rest[0], hops) or Symbol("value", path, ".".join(parts))
        return Symbol("value", path, ".".join(parts)) if parts[0] in scope.module.constants else None

    def _passed_on(self, path: str, scope: Scope, parts: tuple[str, ...], hops: int) -> Symbol | None:
        if hops <= 0:
            return None
        target = scope.imports.get(parts[0])
        if target is not None:
            return self._imported(path, ".".join((target, *parts[1:])), hops - 1)
        if path.endswith("__init__.py"):
            inside = self.files.at((*folder_of(path), parts[0]))
            if inside is not None:
                return self._member(inside, parts[1:], hops - 1)
        for star in scope.stars:
            found = self._imported(path, star + ".".join(parts), hops - 1)
            if found is not None and found.kind not in ("foreign", "value"):
                return found
        return None

    def _method(self, path: str, owner: str, name: str, hops: int) -> Symbol | None:
        scope = self.scopes.get(path)
        if scope is None or hops <= 0:
            return None
        if f"{owner}.{name}" in scope.functions:
            return Symbol("function", path, f"{owner}.{name}")
        declared = scope.classes.get(owner)
        foreign: Symbol | None = None
        for base in declared.bases if declared else ():
            found = self._on_base(path, base, name, hops - 1)
            if found is not None and found.kind != "foreign":
                return found
            foreign = foreign or found
        return foreign

    def _on_base(self, path: str, base: str, name: str, hops: int) -> Symbol | None:
        parent = self._resolve(path, base, hops)
        if parent is None:
            return None
        if parent.kind == "class":
            return self._method(parent.path, parent.name, name, hops)
        return Symbol("foreign", "", f"{parent.name}.{name}") if parent.kind == "foreign" else None
