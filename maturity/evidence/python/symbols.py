"""What a name means where it stands: methods of self, inherited methods, results of functions, foreign names."""

from collections.abc import Mapping

from maturity.evidence.python.files import ModuleFiles, Parts
from maturity.evidence.python.lookup import Definition, Lookup
from maturity.evidence.python.module import Class, Module
from maturity.evidence.python.namespace import Symbol, node_of, single

__all__ = ["Symbol", "Symbols", "node_of"]

MAX_DEPTH = 12
"""Base classes, fields and results that are followed before a name is given up."""
MAKERS = (
    "model_validate",
    "parse_obj",
    "parse_file",
    "from_",
    "load_from_",
    "create",
    "build",
    "get_instance",
    "instance",
)
"""Beginnings of inherited class methods that return an instance."""


class Symbols:
    """Resolves names; every answer is kept, because the same names occur again and again."""

    def __init__(
        self, modules: Mapping[str, Module], files: ModuleFiles, skimmed: Mapping[str, tuple[str, ...]] | None = None
    ) -> None:
        self.lookup = Lookup(modules, files, skimmed or {})
        self.spaces = self.lookup.spaces
        self._known: dict[str, dict[str, Symbol | None]] = {path: {} for path in modules}
        self._bases: dict[Symbol, tuple[Symbol, ...]] = {}
        self._methods: dict[tuple[Symbol, str], Symbol | None] = {}

    def resolve(self, path: str, name: str, function: str = "") -> Symbol | None:
        """Return what a dotted name means in a function of a file; None when the receiver is unknown."""
        known = self._known[path]
        if name in known:
            return known[name]
        if name[:1] in ("?", ""):
            return None
        if name.startswith(("self.", "cls.", "super.")):
            owner = self.spaces[path].owners.get(function)
            return self._of_self(Symbol("class", path, owner), name) if owner else None
        known[name] = None
        known[name] = self._resolve(path, name, MAX_DEPTH)
        return known[name]

    def known(self, path: str) -> dict[str, Symbol | None]:
        """Return the answers for one file that do not depend on the function they are asked from."""
        return self._known[path]

    def imported(self, path: str, target: str) -> Symbol | None:
        """Return what an absolute or relative dotted name means, seen from a file, whatever the file itself defines."""
        return self._member(self.lookup.imported(path, target), MAX_DEPTH)

    def method(self, owner: Symbol, name: str) -> Symbol | None:
        """Return a method of a class of the project, on the class itself or on the first base that has it."""
        key = (owner, name)
        if key not in self._methods:
            self._methods[key] = self._first_method((owner, *self.bases(owner)), name)
        return self._methods[key]

    def bases(self, owner: Symbol) -> tuple[Symbol, ...]:
        """Return what a class of the project inherits from, nearest first, foreign classes included."""
        if owner not in self._bases:
            self._bases[owner] = ()  # a class that inherits from itself ends here
            found: dict[Symbol, None] = {}
            declared = self.declared(owner)
            for name in declared.bases if declared else ():
                base = self.resolve(owner.path, name)
                if base is not None and base != owner:
                    found.setdefault(base)
                    found.update(dict.fromkeys(self.bases(base)))
            self._bases[owner] = tuple(found)
        return self._bases[owner]

    def declared(self, symbol: Symbol) -> Class | None:
        """Return the class that a symbol is; None for anything else."""
        space = self.spaces.get(symbol.path) if symbol.kind == "class" else None
        return space.classes.get(symbol.name) if space else None

    def _first_method(self, order: tuple[Symbol, ...], name: str) -> Symbol | None:
        foreign: Symbol | None = None
        for holder in order:
            if holder.kind == "class" and f"{holder.name}.{name}" in self.spaces[holder.path].functions:
                return Symbol("function", holder.path, f"{holder.name}.{name}")
            if holder.kind == "foreign" and foreign is None:
                foreign = Symbol("foreign", "", f"{holder.name}.{name}")
        return foreign

    def _of_self(self, owner: Symbol, name: str) -> Symbol | None:
        head, first, *more = name.split(".")
        if more:
            return self._field(owner, (first, *more), MAX_DEPTH) if "()" not in name else None
        return self._first_method(self.bases(owner), first) if head == "super" else self.method(owner, first)

    def _field(self, owner: Symbol, parts: Parts, depth: int) -> Symbol | None:
        """Return a member of what a field of a class holds, by the field's annotation."""
        for holder in (owner, *self.bases(owner)):
            declared = self.declared(holder)
            for field in declared.fields if declared else ():
                if field.name == parts[0] and field.annotation:
                    return self._resolve(holder.path, ".".join((single(field.annotation), *parts[1:])), depth - 1)
        return None

    def _resolve(self, path: str, name: str, depth: int) -> Symbol | None:
        if depth <= 0:
            return None
        if "()" in name:
            return self._of_result(path, name, depth)
        return self._member(self.lookup.name(path, name), depth)

    def _member(self, found: Definition | None, depth: int) -> Symbol | None:
        """Return the attribute that is asked of a definition."""
        if found is None:
            return None
        symbol, rest = found
        if symbol.kind == "class" and rest:
            if len(rest) == 1:
                return self.method(symbol, rest[0]) or Symbol("value", symbol.path, f"{symbol.name}.{rest[0]}")
            return self._field(symbol, rest, depth)
        # `task.submit()`, `job.delay()` and `step.map()` run the function itself.
        return Symbol("value", symbol.path, ".".join(rest)) if symbol.kind == "module" and rest else symbol

    def _of_result(self, path: str, name: str, depth: int) -> Symbol | None:
        """Return a member of what a function returns: `.models.build().fit`, `mlflow.pyfunc.load_model().predict`."""
        made, _, rest = name.partition("()")
        found = self.lookup.name(path, made)
        maker = self._member(found, depth)
        if maker is None:
            return None
        if maker.kind == "foreign":
            holder = found[0] if found else maker
            if holder.kind != "class" or not maker.name.rpartition(".")[2].startswith(MAKERS):
                return Symbol("foreign", "", f"{maker.name}(){rest}")
            return self._resolve(holder.path, f"{holder.name}{rest}", depth - 1)
        space = self.spaces.get(maker.path)
        declared = space.functions.get(maker.name) if space and maker.kind == "function" else None
        if declared is None or not declared.returns:
            return None
        return self._resolve(maker.path, f"{single(declared.returns)}{rest}", depth - 1)
