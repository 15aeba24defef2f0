"""The functions of a target with what their calls mean: what linking, dispatch, entries and frameworks read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from maturity.evidence.layout import test_path
from maturity.evidence.python.index import PythonIndex
from maturity.evidence.python.module import Argument, Call, Function, Module
from maturity.evidence.python.namespace import Symbol, node_of
from maturity.model.place import Place

MOST_AROUND = 1_000
"""Functions that are looked at for what one of them runs: a task is no whole program."""
_HOPS = 2
"""How many files away the library of an object is looked for."""
CONSTRUCTORS = ("__init__", "__post_init__", "model_post_init", "__new__")
"""What runs when a class is instantiated."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One function of one file, its calls resolved."""

    path: str
    function: Function
    node: str
    symbols: tuple[Symbol | None, ...]
    """What each of its calls means, in their order; None for an unknown receiver."""
    lasts: tuple[str, ...]
    """The last part of each call's name, by which most calls are dismissed."""
    imports: frozenset[str]
    """Top-level modules that the file imports."""
    test: bool
    """The file belongs to a test suite."""

    @property
    def stem(self) -> str:
        """The name of its file, without the ending."""
        return self.path.rpartition("/")[2].removesuffix(".py")

    def calls(self) -> Iterator[tuple[Call, Symbol | None]]:
        """Yield each call with what it means."""
        return zip(self.function.calls, self.symbols, strict=True)

    def ending(self, lasts: frozenset[str]) -> Iterator[tuple[Call, Symbol | None]]:
        """Yield the calls whose last part is one of these."""
        if not lasts.isdisjoint(self.lasts):
            for call, symbol, last in zip(self.function.calls, self.symbols, self.lasts, strict=True):
                if last in lasts:
                    yield call, symbol

    def at(self, line: int, text: str) -> Place:
        """Return a place in this file."""
        return Place(path=self.path, line=line, text=text)


def foreign_name(name: str, symbol: Symbol | None) -> str:
    """Return the name a technology would know a call by; empty for the project's own functions.

    The receiver of a method of some object of another file is unknown: `settings.session.add` is `?.add`.
    """
    if symbol is None:
        return name if name.startswith(("?", "self.")) else f"?.{name.rpartition('.')[2]}"
    if symbol.kind == "foreign":
        return symbol.name
    return f"?.{name.rpartition('.')[2]}" if symbol.kind == "value" and "." in symbol.name else ""


def shown(name: str) -> str:
    """Return a resolved name as a reader would write it."""
    return name.lstrip("?.").removeprefix("self.") or name


def text_of(argument: Argument) -> str:
    """Return the text of an argument that is a text constant, else an empty one."""
    return argument[1:] if isinstance(argument, str) and argument.startswith("=") else ""


def reference_of(argument: Argument) -> str:
    """Return the dotted name of an argument that is a reference, else an empty one."""
    return argument[1:] if isinstance(argument, str) and argument.startswith("@") else ""


class Code:
    """All parsed functions, by node and by file."""

    def __init__(self, index: PythonIndex, lent: Mapping[str, frozenset[str]] | None = None) -> None:
        self.index = index
        self.symbols = index.symbols
        self.modules = index.modules
        self.units: dict[str, list[Unit]] = {}
        """By file; the top level and the main guard are units of their own with one node."""
        self.by_node: dict[str, Unit] = {}
        self._called: dict[tuple[str, str], list[Unit]] = {}
        self._given: dict[str, frozenset[str]] | None = None
        self._taken: dict[str, frozenset[str]] = {}
        self._called_files: dict[str, frozenset[str]] = {}
        self.imports: dict[str, frozenset[str]] = {path: _tops(module) for path, module in index.modules.items()}
        """Top-level modules that each file imports, those that are `lent` to it by configuration included."""
        for path, tops in (lent or {}).items():
            self.imports[path] |= tops
        for path in sorted(index.modules):
            known = self.symbols.known(path)
            self.units[path] = [self._unit(path, function, known) for function in index.modules[path].functions]
            self.by_node.update((unit.node, unit) for unit in self.units[path])

    def everything(self) -> Iterator[Unit]:
        """Yield every function of every file, files in order."""
        for units in self.units.values():
            yield from units

    def given(self, path: str) -> frozenset[str]:
        """Return the top-level modules that the files import which call something of a file, tests aside.

        They make the objects that it is given: `train(model, x, y)` need not import the library of the model.
        """
        if self._given is None:
            found: dict[str, set[str]] = {}
            for unit in self.everything():
                for symbol in unit.symbols if not unit.test else ():
                    if symbol and symbol.kind in ("function", "class") and symbol.path != unit.path:
                        found.setdefault(symbol.path, set()).update(unit.imports)
            self._given = {one: frozenset(tops) for one, tops in found.items()}
        return self._given.get(path, frozenset())

    def taken(self, path: str) -> frozenset[str]:
        """Return the top-level modules of the files that a file calls something of, and of those that these call.

        They make the objects that it gets: `model = get_model(name)` in a file that imports no library of models.
        """
        if path not in self._taken:
            seen, edge = {path}, {path}
            for _ in range(_HOPS):
                edge = {one for file in edge for one in self._callees(file)} - seen
                seen |= edge
            self._taken[path] = frozenset[str]().union(
                *(self.imports[one] for one in seen - {path} if one in self.imports)
            )
        return self._taken[path]

    def _callees(self, path: str) -> frozenset[str]:
        """Return the files that a file calls something of; many files call the same ones."""
        if path not in self._called_files:
            self._called_files[path] = frozenset(
                symbol.path
                for unit in self.units.get(path, ())
                for symbol in unit.symbols
                if symbol and symbol.kind in ("function", "class") and symbol.path != path
            )
        return self._called_files[path]

    def resolve(self, unit: Unit, name: str) -> Symbol | None:
        """Return what a name means inside a function."""
        return self.symbols.resolve(unit.path, name, unit.function.name)

    def named(self, unit: Unit, call: Call) -> str:
        """Return the foreign name of a decorator or another call of a function; empty for the project's own."""
        return foreign_name(call.name, self.resolve(unit, call.name))

    def functions(self, symbol: Symbol | None) -> tuple[Symbol, ...]:
        """Return the functions that run when a name is called: itself, or the constructors of a class."""
        if symbol is None:
            return ()
        if symbol.kind in ("function", "unread"):
            return (symbol,)
        return self.methods(symbol, CONSTRUCTORS) if symbol.kind == "class" else ()

    def methods(self, owner: Symbol, names: tuple[str, ...]) -> tuple[Symbol, ...]:
        """Return those of the named methods that a class of the project has, bases included."""
        found = (self.symbols.method(owner, name) for name in names)
        return tuple(one for one in found if one is not None and one.kind in ("function", "unread"))

    def unit(self, symbol: Symbol | None) -> Unit | None:
        """Return the function that a name means, when it is one of the project that was parsed."""
        return self.by_node.get(node_of(symbol.path, symbol.name)) if symbol and symbol.kind == "function" else None

    def near(self, unit: Unit, depth: int = 2) -> list[Unit]:
        """Return a function and those of its file that it runs, so that a task cut in small pieces is seen whole."""
        return [one for one in self.around(unit, depth) if one.path == unit.path]

    def around(self, unit: Unit, depth: int) -> list[Unit]:
        """Return a function and those it calls or hands over, nearest first."""
        found = {unit.node: unit}
        layer = [unit]
        for _ in range(depth):
            layer = [one for held in layer for one in self._run_by(held) if one.node not in found][:MOST_AROUND]
            found.update((one.node, one) for one in layer)
            if len(found) >= MOST_AROUND:
                break
        return list(found.values())

    def _run_by(self, unit: Unit) -> Iterator[Unit]:
        key = (unit.node, unit.function.name)  # a file's top level and its main guard are one node
        if key not in self._called:
            mentioned = (self.resolve(unit, name) for name in unit.function.references)
            targets = [target for symbol in (*unit.symbols, *mentioned) for target in self.functions(symbol)]
            called = (self.unit(target) for target in dict.fromkeys(targets))
            self._called[key] = [one for one in called if one is not None]
        yield from self._called[key]

    def _unit(self, path: str, function: Function, known: dict[str, Symbol | None]) -> Unit:
        symbols = []
        lasts = []
        for call in function.calls:
            name = call.name
            if name in known:
                symbols.append(known[name])
            else:
                symbols.append(self.symbols.resolve(path, name, function.name))
            lasts.append(name[name.rfind(".") + 1 :])
        return Unit(
            path,
            function,
            node_of(path, function.name),
            tuple(symbols),
            tuple(lasts),
            self.imports[path],
            test_path(path),
        )


def _tops(module: Module) -> frozenset[str]:
    return frozenset(one.target.partition(".")[0] for one in module.imports if not one.target.startswith("."))
