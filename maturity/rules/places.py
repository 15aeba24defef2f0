"""Choose and make the evidence of a finding out of facts."""

from collections.abc import Iterable
from typing import Any

from maturity.model.finding import Evidence
from maturity.model.place import Chain, Place

Address = tuple[str | None, int | None, str | None]

MOST = 20
"""More places convince nobody."""
RELATED = 5
"""Related places of one fact that are shown."""


def best_first(facts: Iterable[Any]) -> list[Any]:
    """Sort facts by length of their chain, then by place."""
    return sorted(facts, key=_rank)


def evidence(facts: Iterable[Any]) -> tuple[Evidence, ...]:
    """Return the best places of facts, each place once, at most `MOST`: where each fact is, then what is related."""
    found: dict[tuple[str, Address], Evidence] = {}
    shown: list[Any] = []
    for fact in facts:
        if len(found) == MOST:
            break
        key = (fact.kind, address(fact.at))
        if key not in found:
            found[key] = _evidence(fact.kind, fact.at, getattr(fact, "chain", ()))
            shown.append(fact)
    for fact in shown:
        for place in fact.related[:RELATED]:
            if len(found) < MOST:
                found.setdefault((fact.kind, address(place)), _evidence(fact.kind, place))
    return tuple(found.values())


def _evidence(kind: str, place: Place, chain: Chain = ()) -> Evidence:
    return Evidence(kind=kind, path=place.path, line=place.line, uri=place.uri, text=place.text, chain=chain)


def address(place: Place) -> Address:
    """Return a place without its words: two facts of one line are one place to a reader."""
    return place.path, place.line, place.uri


def _rank(fact: Any) -> tuple[int, str, int, str, str]:
    place: Place = fact.at
    return len(getattr(fact, "chain", ())), place.path or "", place.line or 0, place.uri or "", place.text
