"""Functions of the project that make a step for whoever calls them: `fit = in_docker("fit", ["python", "fit.py"])`."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from maturity.evidence.python.code import Code, Unit, foreign_name, reference_of, text_of
from maturity.evidence.python.frameworks.framework import belongs, text_given
from maturity.evidence.python.module import Argument, Call

_DEEP = 3
"""Factories that call factories: one for all tasks, one for each image."""


@dataclass(slots=True)
class Factories:
    """The factories of one tool: functions whose step is named by their caller."""

    code: Code
    roots: Sequence[str]
    steps: Sequence[str]
    names: Sequence[str]
    """Keywords that hold the name of a step."""
    _known: dict[str, tuple[Call, ...]] = field(default_factory=dict)

    def chain(self, unit: Unit | None, depth: int = _DEEP) -> tuple[Call, ...]:
        """Return the calls by which a function makes its only step, nearest first; nothing when it is no factory."""
        if unit is None or not unit.function.parameters or depth == 0:
            return ()
        if unit.node not in self._known:
            self._known[unit.node] = ()  # a function that calls itself makes nothing
            self._known[unit.node] = self._chain(unit, depth)
        return self._known[unit.node]

    def _chain(self, unit: Unit, depth: int) -> tuple[Call, ...]:
        given = frozenset(one.name for one in unit.function.parameters)
        found: list[tuple[Call, ...]] = []
        for call, symbol in unit.calls():
            made = belongs(foreign_name(call.name, symbol), self.roots, self.steps)
            rest = () if made else self.chain(self.code.unit(symbol), depth - 1)
            if (made or rest) and self._named_by(call, given):
                found.append((call, *rest))
        return found[0] if len(found) == 1 else ()

    def _named_by(self, call: Call, given: frozenset[str]) -> bool:
        """Tell whether the name of a step is a parameter of the function that makes it, or is built with one."""
        values = [call.keywords.get(key) for key in self.names] + list(call.arguments[:1])
        return any(reference_of(one) in given or "{}" in text_of(one) for one in values)

    def called(self, unit: Unit) -> list[tuple[Call, tuple[Call, ...]]]:
        """Return the calls that name a step and have a factory make it, each with the calls by which it is made; what
        these take from the caller is filled in.
        """
        if self.chain(unit):
            return []
        found = []
        for call, symbol in unit.calls():
            maker = self.code.unit(symbol)
            chain = self.chain(maker)
            if maker is not None and chain and text_given(call, 0, *self.names):
                found.append((call, tuple(self._filled(call, maker, chain))))
        return found

    def _filled(self, call: Call, maker: Unit | None, chain: tuple[Call, ...]) -> Iterator[Call]:
        for inner in chain:
            given = _bound(call, maker)
            keywords = {key: given.get(reference_of(value), value) for key, value in inner.keywords.items()}
            arguments = tuple(given.get(reference_of(value), value) for value in inner.arguments)
            maker = self.code.unit(self.code.resolve(maker, inner.name)) if maker is not None else None
            call = replace(inner, keywords=keywords, arguments=arguments)
            yield call


def _bound(call: Call, maker: Unit | None) -> dict[str, Argument]:
    """Return what the parameters of a function are given by a call."""
    parameters = [one.name for one in maker.function.parameters] if maker is not None else []
    return {**dict(zip(parameters, call.arguments, strict=False)), **call.keywords}
