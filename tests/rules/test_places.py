"""The places that a finding shows."""

from maturity.model.facts.code import DocumentFact
from maturity.model.place import Place
from maturity.rules.places import MOST, RELATED, evidence


def readme(path: str, line: int, *more: int) -> DocumentFact:
    return DocumentFact(
        at=Place(path=path, line=line), related=tuple(Place(path=path, line=one) for one in more), document="readme"
    )


def shown(*facts: DocumentFact) -> list[str]:
    return [f"{one.path}:{one.line}" for one in evidence(facts)]


def test_related_places_follow_the_places_of_the_facts() -> None:
    assert shown(readme("a.md", 9, 3, 7), readme("b.md", 1, 2)) == ["a.md:9", "b.md:1", "a.md:3", "a.md:7", "b.md:2"]


def test_a_place_is_shown_once() -> None:
    assert shown(readme("a.md", 9, 9, 3), readme("a.md", 3)) == ["a.md:9", "a.md:3"]


def test_related_places_never_crowd_out_facts() -> None:
    many = [readme(f"{number:02}.md", 1, *range(2, 90)) for number in range(MOST - 1)]
    assert shown(*many) == [f"{number:02}.md:1" for number in range(MOST - 1)] + ["00.md:2"]
    assert shown(many[0]) == [f"00.md:{line}" for line in range(1, RELATED + 2)]
