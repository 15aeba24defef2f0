"""Sites: the calls, decorators, base classes and comparisons of a function that prove an activity."""

from collections.abc import Iterator
from dataclasses import replace

from maturity.evidence.graph.graph import Graph, Site
from maturity.evidence.python.code import Code, Unit, foreign_name, shown
from maturity.evidence.python.overruled import Overruled
from maturity.evidence.python.words import tells_movement
from maturity.evidence.technologies import Match, Technologies
from maturity.model.place import Place

OWN = "own"
"""Name of the technology where the project's own code does it."""


_STEPS = ("optimizer_step", "optimiser_step", "optim_step")


class Signs:
    """The last parts of all names that can prove something: most calls are dismissed by one look-up."""

    def __init__(self, technologies: Technologies) -> None:
        self.technologies = technologies
        proofs = [proof for entry in technologies.entries for proof in entry.proves]
        self.calls = frozenset(name.rpartition(".")[2] for proof in proofs for name in (*proof.calls, *proof.methods))
        self.loops = frozenset(name.rpartition(".")[2] for proof in proofs for name in proof.together)


def prove(code: Code, technologies: Technologies, graph: Graph) -> None:
    """Add the sites of every function."""
    signs = Signs(technologies)
    overruled = Overruled(code)
    for unit in code.everything():
        for match, place in _matches(code, unit, signs):
            graph.prove(Site(unit.node, match.activity, match.technology, place, detail=match.title))
        for site in _gates(unit, overruled):
            graph.prove(site)


def _matches(code: Code, unit: Unit, signs: Signs) -> Iterator[tuple[Match, Place]]:
    """Yield what the calls, loops and decorators of a function prove."""
    loop = _loop(unit, signs)
    for call, symbol in unit.ending(signs.calls):
        name = foreign_name(call.name, symbol)
        if name:
            found = signs.technologies.call(name, call.keywords, unit.imports, call.arguments)
            if not found and name.startswith(("?", "self.")):
                found = signs.technologies.call(name, call.keywords, code.given(unit.path), call.arguments)
            if not found and name.startswith("?."):
                found = signs.technologies.call(name, call.keywords, code.taken(unit.path), call.arguments)
            for match in found:
                yield match, unit.at(call.line, f"{shown(call.name)}()")
    if loop:
        for match in signs.technologies.together(_whole(code, unit, loop, signs), unit.imports):
            text = "training loop" if match.activity == "train" else f"{match.title} calls"
            yield match, unit.at(loop.get("backward", min(loop.values())), text)
    for decorator in unit.function.decorators:
        named = replace(decorator, name=code.named(unit, decorator) or decorator.name)
        for match in signs.technologies.decorator(named, unit.imports):
            yield match, unit.at(decorator.line, f"@{shown(decorator.name)}")


def _loop(unit: Unit, signs: Signs) -> dict[str, int]:
    """Return the first line of each call that a loop written by hand has."""
    found: dict[str, int] = {}
    for call, _ in unit.ending(signs.loops):
        found.setdefault(call.name.rpartition(".")[2], call.line)
    # An optimiser of one's own steps by another name. Gradients alone train nothing: a heat map of them explains one.
    for call, last in zip(unit.function.calls, unit.lasts, strict=True) if "backward" in found else ():
        if last.startswith("step_") or last.endswith(_STEPS):
            found.setdefault("step", call.line)
    return found


def _whole(code: Code, unit: Unit, loop: dict[str, int], signs: Signs) -> frozenset[str]:
    """Return the calls of a loop with those of the parts that are functions of their own: one computes the gradient.

    A function that is a whole loop by itself is none of another's parts.
    """
    parts = [_loop(one, signs) for one in code.near(unit, 1) if one is not unit]
    return frozenset(loop).union(
        *(one for one in parts if not signs.technologies.together(frozenset(one), unit.imports))
    )


def _gates(unit: Unit, overruled: Overruled) -> Iterator[Site]:
    """Yield the comparisons that decide; inside a test suite only an assertion does, and none on how far data moved."""
    for gate in unit.function.gates:
        if unit.test and (gate.effect != "assert" or tells_movement(f"{unit.node} {gate.text}")):
            continue
        site = Site(unit.node, "gate", OWN, unit.at(gate.line, gate.text), detail=gate.effect)
        for one in compared(site, champion=gate.champion):
            held = one.activity != "gate" or not overruled.ignores(unit.path, gate.decision)
            yield one if held else replace(one, blocking=False)


def compared(gate: Site, *, champion: bool) -> Iterator[Site]:
    """Yield the site of a gate, and that of a comparison with the model to beat where it is one."""
    yield gate
    if champion:
        yield replace(gate, activity="compare-champion")
