"""Calls of unknown receivers: class hierarchy analysis by the method's name, and classes named in configuration."""

import re
from collections.abc import Iterator

from maturity.evidence.graph.components import condense
from maturity.evidence.graph.graph import Edge, Graph
from maturity.evidence.project import Project
from maturity.evidence.python.code import Code, Unit, shown
from maturity.evidence.python.namespace import Symbol, node_of
from maturity.model.place import Place

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
_TARGET = re.compile(r"^\s*-?\s*[\"']?_target_[\"']?\s*:\s*[\"']?([A-Za-z_][\w.]*)")


def link_by_name(code: Code, graph: Graph) -> None:
    """Link calls of unknown receivers with the methods of that name in the files the caller can get to."""
    methods = _methods(code)
    bits, reached = closures(code)
    names = frozenset(methods)
    for unit in code.everything():
        for call, symbol in unit.ending(names):
            if not unknown(symbol):
                continue
            near = [node for path, node in methods[call.name.rpartition(".")[2]] if bits[path] & reached[unit.path]]
            if 0 < len(near) <= MAX_CANDIDATES:
                at = unit.at(call.line, f"{shown(call.name)}()")
                for node in near:
                    if node != unit.node:
                        graph.link(Edge(unit.node, node, at, by_name=True, guarded=call.guarded))


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


def link_configured(code: Code, project: Project, graph: Graph) -> None:
    """Link the calls of `hydra.utils.instantiate` with what configuration names as `_target_`."""
    calls = [
        (unit, call.line)
        for unit in code.everything()
        if "hydra" in unit.imports
        for call, _ in unit.calls()
        if call.name.endswith("utils.instantiate") or call.name in ("hydra.utils.call", "hydra_zen.instantiate")
    ]
    if not calls:
        return
    targets = list(_targets(project))
    for unit, line in calls:
        _link_targets(code, graph, unit, line, targets)


def _targets(project: Project) -> Iterator[str]:
    """Yield the names that the YAML files of the project give as `_target_`."""
    for path, text in project.texts.items():
        if path.endswith((".yaml", ".yml")) and "_target_" in text:
            for line in text.splitlines():
                found = _TARGET.match(line[:500])
                if found:
                    yield found[1]


def _link_targets(code: Code, graph: Graph, unit: Unit, line: int, targets: list[str]) -> None:
    for target in dict.fromkeys(targets):
        symbol = code.symbols.imported(unit.path, target)
        for one in (*code.functions(symbol), *_class_node(graph, symbol)):
            at: Place = unit.at(line, f"instantiate {target}")
            graph.link(Edge(unit.node, node_of(one.path, one.name), at))


def _class_node(graph: Graph, symbol: Symbol | None) -> tuple[Symbol, ...]:
    known = symbol is not None and symbol.kind == "class" and node_of(symbol.path, symbol.name) in graph.nodes
    return (symbol,) if symbol is not None and known else ()
