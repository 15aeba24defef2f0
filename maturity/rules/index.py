"""Facts by kind and by the value of a field, so that a rule looks only at facts that it may accept."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from maturity.model.raw import Gap
from maturity.model.rule import Condition, Expected, Where
from maturity.rules.fields import kinds

_NARROWED = {"activity": "activity", "lineage-link": "link"}
"""The field by which a gap may say which facts of a kind it can hide."""


class FactIndex:
    """What is known of a target: facts, and the gaps that may hide some."""

    def __init__(self, facts: Iterable[Any], gaps: Iterable[Gap]) -> None:
        self._by_kind: dict[str, list[Any]] = defaultdict(list)
        for fact in facts:
            self._by_kind[fact.kind].append(fact)
        self._by_value: dict[tuple[str, str], dict[Any, list[Any]]] = {}
        self._gaps: dict[str, list[Gap]] = defaultdict(list)
        self._everywhere: Gap | None = None
        for gap in gaps:
            self._note(gap)

    def _note(self, gap: Gap) -> None:
        """Sort a gap by what it hides. One of a whole target that names no kind may hide any."""
        for kind in gap.hides:
            self._gaps[kind].append(gap)
        if not gap.hides and gap.path is None and self._everywhere is None:
            self._everywhere = gap

    def of(self, kind: str) -> list[Any]:
        """Return every fact of a kind."""
        return self._by_kind.get(kind, [])

    def gap(self, kind: str, where: Where, more: Collection[str] = ()) -> Gap | None:
        """Return the first gap that `gaps` yields."""
        return next(self.gaps(kind, where, more), None)

    def gaps(self, kind: str, where: Where, more: Collection[str] = ()) -> Iterator[Gap]:
        """Yield every gap that may hide facts of a kind such as `where` asks for, or fields of them.

        `more` names the fields that are asked for beside those of `where`.
        """
        for gap in self._gaps.get(kind, ()):
            if gap.fields and {*where, *more}.isdisjoint(gap.fields):
                continue
            narrow = {"activity": gap.activities, "lineage-link": gap.links}.get(kind, ())
            if not narrow or _may_be(where.get(_NARROWED[kind]), narrow):
                yield gap
        if self._everywhere is not None:
            yield self._everywhere

    def candidates(self, kind: str, where: Where) -> list[Any]:
        """Return the facts of a kind that have the first plain value that `where` asks for."""
        fields = kinds()[kind]
        for name, expected in where.items():
            if not isinstance(expected, Condition) and not fields[name].many:
                by_value = self._values(kind, name)
                values = dict.fromkeys(expected if isinstance(expected, tuple) else (expected,))
                return [fact for value in values for fact in by_value.get(value, ())]
        return self.of(kind)

    def _values(self, kind: str, name: str) -> dict[Any, list[Any]]:
        if (kind, name) not in self._by_value:
            by_value: dict[Any, list[Any]] = defaultdict(list)
            for fact in self.of(kind):
                by_value[getattr(fact, name)].append(fact)
            self._by_value[kind, name] = by_value
        return self._by_value[kind, name]


def _may_be(expected: Expected | None, hidden: Collection[str]) -> bool:
    """Tell whether one of the hidden values is as expected; what only a condition tells is taken for possible."""
    if expected is None or isinstance(expected, Condition):
        return True
    return not set(hidden).isdisjoint(expected if isinstance(expected, tuple) else (expected,))
