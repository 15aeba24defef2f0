"""Calls of unknown receivers: class hierarchy analysis by the method's name, and modules imported by a variable."""

import re
from collections.abc import Iterator, Mapping

from maturity.evidence.graph.components import condense
from maturity.evidence.graph.graph import Edge, Graph
from maturity.evidence.layout import document_path
from maturity.evidence.project import Project
from maturity.evidence.python.code import Code, Unit, shown, text_of
from maturity.evidence.python.files import parts_of
from maturity.evidence.python.module import Argument, Call
from maturity.evidence.python.namespace import TOP, Symbol, node_of

MAX_CANDIDATES = 8
"""A name that more methods share says nothing."""
UBIQUITOUS = frozenset(
    (
        "get set items keys values append extend insert add pop remove clear copy update read write close "
        "open flush join split strip format encode decode replace lower upper count index sort reverse find "
        "match search group start startswith endswith exists mkdir save load send put delete filter map apply "
        "item shape size numpy detach view reshape sum mean max min mul div dot info debug warning error "
        "exception log print exit next result wait name from_pretrained save_pretrained state_dict "
        "load_state_dict parameters __init__ __call__"
    ).split()
)
"""Methods of so many foreign types that the project's own method is hardly ever meant."""
IMPORTING = frozenset(("import_module", "__import__"))
_PICKED = re.compile(r"(?P<package>\.?(?:\w+\.)*\w+)?\.(?P<start>\w*)(?:\{\}|%s)(?P<end>\w*)")
"""The dotted name of a module with a hole in its last part."""


def link_by_name(code: Code, graph: Graph) -> None:
    """Link calls of unknown receivers with the methods of that name in the files the caller can get to."""
    methods = _methods(code)
    bits, reached = closures(code)
    given = _given(code, reached)
    names = frozenset(methods)
    for unit in code.everything():
        for call, symbol in unit.ending(names):
            if not unknown(symbol):
                continue
            meant = methods[call.name.rpartition(".")[2]]
            near = [node for path, node in meant if bits[path] & reached[unit.path]] or [
                node for path, node in meant if bits[path] & given.get(unit.path, 0)
            ]
            if 0 < len(near) <= MAX_CANDIDATES:
                at = unit.at(call.line, f"{shown(call.name)}()")
                for node in near:
                    if node != unit.node:
                        graph.link(Edge(unit.node, node, at, by_name=True, guarded=call.guarded))


def _given(code: Code, reached: Mapping[str, int]) -> dict[str, int]:
    """Return, for each file, what the files that import it get to: the objects that they hand over come from there."""
    found: dict[str, int] = {}
    for path in code.units:
        for target in imported(code, path):
            found[target] = found.get(target, 0) | reached[path]
    return found


def unknown(symbol: Symbol | None) -> bool:
    """Tell whether a call has a receiver whose class is not known: a parameter, an object of another file, a result."""
    return (
        symbol is None
        or (symbol.kind == "value" and "." in symbol.name)
        or (symbol.kind == "foreign" and "()." in symbol.name)
    )


def _methods(code: Code) -> dict[str, list[tuple[str, str]]]:
    """Return the files and nodes of the methods that a name can mean; names shared by very many are left out."""
    found: dict[str, list[tuple[str, str]]] = {}
    for path, scope in code.symbols.spaces.items():
        if path.endswith(".ipynb"):
            continue
        for name, function in scope.functions.items():
            owner, _, last = name.rpartition(".")
            if owner in scope.classes and last not in UBIQUITOUS and not function.stub:
                found.setdefault(last, []).append((path, node_of(path, name)))
    return {name: entries for name, entries in found.items() if len(entries) <= 5 * MAX_CANDIDATES}


def closures(code: Code) -> tuple[dict[str, int], dict[str, int]]:
    """Return the bit of each file, and the bits of all files that each file imports, directly or through others."""
    direct = {path: frozenset(imported(code, path)) for path in code.index.files.paths}
    direct.update((path, frozenset(imported(code, path))) for path in code.units if path not in direct)
    bits = {path: 1 << position for position, path in enumerate(direct)}
    return bits, condense(direct, lambda path: direct.get(path, ())).back(bits)


def imported(code: Code, path: str) -> Iterator[str]:
    """Yield the files of the project that a file imports names from, re-exports followed."""
    space = code.symbols.spaces.get(path)
    for target in space.targets() if space else code.symbols.lookup.skimmed.get(path, ()):
        found = code.symbols.imported(path, target)
        if found is not None and found.path and found.path != path:
            yield found.path
    yield from _chosen(code, path)


def _chosen(code: Code, path: str) -> Iterator[str]:
    """Yield the modules of a package that a file picks one of: `import_module(f"models.{name}_model")`."""
    for unit in code.units.get(path, ()):
        for call, _ in unit.ending(IMPORTING):
            named = _PICKED.fullmatch(text_of(call.arguments[0])) if call.arguments else None
            if named is not None:
                package = tuple(part for part in (named["package"] or "").split(".") if part) or parts_of(path)[:-1]
                for one in code.index.files.paths:
                    *folders, last = parts_of(one)
                    fits = last.startswith(named["start"]) and last.endswith(named["end"])
                    if fits and tuple(folders[-len(package) :]) == package and one != path:
                        yield one


def link_imported(code: Code, project: Project, graph: Graph) -> None:
    """Link what is called on a module imported by a name from outside with the functions of the files so named.

    `import_module(args.module).get_pipeline()` runs the `get_pipeline` of a file whose dotted name a command line, the
    configuration or a constant gives.
    """
    importing = {unit.path for unit in code.everything() if not unit.test and any(_by_variable(unit))}
    functions = _functions(code) if importing else {}
    named = _Named(code, project)
    for unit in (unit for path in sorted(importing) for unit in code.units[path]):
        for call, symbol in unit.ending(frozenset(functions)):
            for target in functions[call.name.rpartition(".")[2]] if unknown(symbol) else ():
                if target.path != unit.path and named.tells(target.path):
                    at = unit.at(call.line, f"{shown(call.name)}()")
                    graph.link(Edge(unit.node, target.node, at, by_name=True, guarded=call.guarded))


def _by_variable(unit: Unit) -> Iterator[Call]:
    """Yield the calls that import a module whose name is no constant."""
    for call, _ in unit.ending(IMPORTING):
        if call.arguments and not text_of(call.arguments[0]):
            yield call


def _functions(code: Code) -> dict[str, list[Unit]]:
    """Return the functions that stand at the top of a file, by name; names shared by many are left out."""
    found: dict[str, list[Unit]] = {}
    for unit in code.everything():
        name = unit.function.name
        if "." not in name and name not in (*TOP, *UBIQUITOUS) and not (unit.test or unit.function.stub):
            found.setdefault(name, []).append(unit)
    return {name: units for name, units in found.items() if len(units) <= MAX_CANDIDATES}


class _Named:
    """The modules that texts other than prose, or arguments somewhere, name in full."""

    def __init__(self, code: Code, project: Project) -> None:
        self._code = code
        self._texts = [text for path, text in project.texts.items() if not document_path(path)]
        self._arguments: frozenset[Argument] | None = None
        self._known: dict[str, bool] = {}

    def tells(self, path: str) -> bool:
        """Tell whether the dotted name of a file stands somewhere; looked for once."""
        if path not in self._known:
            parts = parts_of(path)
            dotted = [".".join(parts[start:]) for start in range(len(parts) - 1)]
            self._known[path] = not self._given().isdisjoint(f"={one}" for one in dotted) or any(
                one in text for text in self._texts for one in dotted
            )
        return self._known[path]

    def _given(self) -> frozenset[Argument]:
        if self._arguments is None:
            calls = (call for unit in self._code.everything() for call in unit.function.calls)
            self._arguments = frozenset(
                value
                for call in calls
                for value in (*call.arguments, *call.keywords.values())
                if value.__class__ is str
            )
        return self._arguments
