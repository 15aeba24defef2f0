"""Functions that start what they are given: `run_module("jobs.train")`, `run("python train.py")`, own ones all.

A small wrapper around `subprocess` is how runners, orchestrators' tasks and release scripts start the programs of their
project; the wrapper alone does not say which.
"""

import re
from collections.abc import Iterator

from maturity.evidence.graph.graph import Edge, Graph
from maturity.evidence.python.code import Code, Unit, foreign_name, reference_of, shown, text_of
from maturity.evidence.python.edges import COMMANDS, Shell, python_first
from maturity.evidence.python.files import folder_of
from maturity.evidence.python.module import Argument, Call
from maturity.evidence.python.namespace import TOP, node_of

_MOST_WRAPPERS = 3
"""How many functions may hand a name on before one of them starts it."""
_STARTING = frozenset(name.rpartition(".")[2] for name in COMMANDS)
_MODULE = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+")


def link_launched(code: Code, graph: Graph, shell: Shell | None) -> None:
    """Link calls of such functions with the programs that their arguments name.

    A file or a dotted module counts where the project has it; a command line where it is the whole command.
    """
    launchers = _launchers(code)
    for unit in code.everything() if launchers else ():
        for call, symbol in unit.calls():
            target = code.unit(symbol)
            if target is None or target.node not in launchers or target.node == unit.node:
                continue
            for parameter, text in _texts(call, target):
                program = _program(code, unit, text)
                if program is not None:
                    graph.link(Edge(unit.node, program, unit.at(call.line, f"{shown(call.name)}()")))
                elif shell is not None and " " in text and parameter in launchers[target.node]:
                    shell.script(unit.node, python_first(text), unit.path, call.line)


def _launchers(code: Code) -> dict[str, frozenset[str]]:
    """Return the functions whose callers choose a command to start, each with the parameters that are all of it."""
    found: dict[str, frozenset[str]] = {}
    for unit in code.everything():
        if unit.function.name not in TOP and unit.function.parameters:
            started = list(_open_commands(unit))
            if started:
                found[unit.node] = frozenset(map(reference_of, started)) & _names(unit)
    layer = set(found)
    for _ in range(_MOST_WRAPPERS if found else 0):
        handed = {node: names for unit in code.everything() for node, names in _hands_on(code, unit, found, layer)}
        layer = handed.keys() - found.keys()
        found |= {node: handed[node] for node in layer}
    return found


def _open_commands(unit: Unit) -> Iterator[Argument]:
    """Yield the commands that a function starts and that are not all written in it."""
    for call, symbol in unit.ending(_STARTING):
        if call.arguments and foreign_name(call.name, symbol) in COMMANDS:
            text = text_of(call.arguments[0])
            if not text or "{}" in text:
                yield call.arguments[0]


def _hands_on(
    code: Code, unit: Unit, found: dict[str, frozenset[str]], layer: set[str]
) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield a function that hands one of its own parameters to a function that starts it."""
    own = _names(unit)
    for call, symbol in unit.calls() if own else ():
        target = code.unit(symbol)
        if target is None or target.node not in layer or target.node == unit.node:
            continue
        given = {parameter: reference_of(argument) for parameter, argument in _given(call, target)}
        if not own.isdisjoint(given.values()):
            yield unit.node, frozenset(given.get(one, "") for one in found[target.node]) & own


def _names(unit: Unit) -> frozenset[str]:
    return frozenset(one.name for one in unit.function.parameters)


def _given(call: Call, target: Unit) -> Iterator[tuple[str, Argument]]:
    """Yield the arguments of a call with the parameters that take them."""
    names = [one.name for one in target.function.parameters if one.name not in ("self", "cls")]
    yield from zip(names, call.arguments, strict=False)
    yield from call.keywords.items()


def _texts(call: Call, target: Unit) -> Iterator[tuple[str, str]]:
    for parameter, argument in _given(call, target):
        if text := text_of(argument):
            yield parameter, text


def _program(code: Code, unit: Unit, text: str) -> str | None:
    """Return the node of the file or module of the project that a text names."""
    if text.endswith(".py") and " " not in text:
        path = code.index.files.ending(text, folder_of(unit.path))
        return node_of(path) if path else None
    return code.index.module(text, unit.path.rpartition("/")[0]) if _MODULE.fullmatch(text) else None
