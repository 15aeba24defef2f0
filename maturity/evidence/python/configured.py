"""Objects that Hydra makes of configuration: what a `_target_` names is run by those who call `instantiate`."""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from maturity.evidence.graph.graph import Edge, Graph, Site
from maturity.evidence.layout import document_path, test_path
from maturity.evidence.project import Project
from maturity.evidence.python.code import Code, Unit
from maturity.evidence.python.module import Module
from maturity.evidence.python.namespace import Symbol, node_of
from maturity.evidence.technologies import Technologies
from maturity.model.place import Place

MAKING = frozenset(("instantiate", "call"))
_MAKERS = ("hydra.utils.instantiate", "hydra.utils.call", "hydra_zen.instantiate")
_TARGET = re.compile(r"^\s*-?\s*[\"']?_target_[\"']?\s*:\s*[\"']?([A-Za-z_][\w.]*)")


class Target(NamedTuple):
    """A name that configuration gives as `_target_`, and where."""

    name: str
    at: Place


def targets(project: Project) -> tuple[Target, ...]:
    """Return what the YAML files of a project name as `_target_`, each name once; none where nobody imports Hydra."""
    if not any(_hydra(module) for module in project.modules.values()):
        return ()
    found: dict[str, Target] = {}
    for path, text in project.texts.items():
        if path.endswith((".yaml", ".yml")) and "_target_" in text and not (test_path(path) or document_path(path)):
            for number, line in enumerate(text.splitlines(), 1):
                match = _TARGET.match(line[:500])
                if match:
                    found.setdefault(match[1], Target(match[1], project.place(path, number)))
    return tuple(found.values())


def lent(modules: Mapping[str, Module], named: tuple[Target, ...]) -> dict[str, frozenset[str]]:
    """Return, for each file that uses Hydra, the modules that configuration imports into it.

    `trainer = instantiate(config.trainer)` is a trainer of the library that the configuration names.
    """
    tops = frozenset(one.name.partition(".")[0] for one in named)
    return {path: tops for path, module in modules.items() if _hydra(module)} if tops else {}


def link(code: Code, technologies: Technologies, graph: Graph, named: tuple[Target, ...]) -> None:
    """Link the calls of `instantiate` with the project's own targets, and prove there what the foreign ones do."""
    for unit, line in _making(code) if named else ():
        for one in named:
            symbol = code.symbols.imported(unit.path, one.name)
            for target in (*code.functions(symbol), *_class_node(graph, symbol)):
                at = unit.at(line, f"instantiate {one.name}")
                graph.link(Edge(unit.node, node_of(target.path, target.name), at))
            if symbol is not None and symbol.kind == "foreign":
                for match in technologies.call(symbol.name, {}, frozenset()):
                    graph.prove(Site(unit.node, match.activity, match.technology, one.at, detail=match.title))


def _hydra(module: Module) -> bool:
    return any(one.target.partition(".")[0] in ("hydra", "hydra_zen") for one in module.imports)


def _making(code: Code) -> Iterator[tuple[Unit, int]]:
    """Yield the functions that make objects of configuration, each with the first line that does."""
    for unit in code.everything():
        if unit.test or unit.path.endswith(".ipynb") or unit.imports.isdisjoint(("hydra", "hydra_zen")):
            continue
        line = next((call.line for call, _ in unit.ending(MAKING) if call.name in _MAKERS), 0)
        if line:
            yield unit, line


def _class_node(graph: Graph, symbol: Symbol | None) -> tuple[Symbol, ...]:
    known = symbol is not None and symbol.kind == "class" and node_of(symbol.path, symbol.name) in graph.nodes
    return (symbol,) if symbol is not None and known else ()
