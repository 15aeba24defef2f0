"""How a project asks to be cited, read as data."""

import pytest

from maturity.cards.citation import cited
from maturity.errors import Unreadable

SOURCE = """cff-version: 1.2.0
title: Churn
authors:
  - family-names: Example
    given-names: Ada
  - name: The churn team
doi: 10.1234/churn
preferred-citation:
  title: Who leaves
  authors: [{family-names: Example, given-names: Ada}]
"""


def test_a_citation_says_what_it_says_and_where() -> None:
    assert cited(SOURCE) == (
        ("title", "Churn", 2),
        ("doi", "10.1234/churn", 7),
        ("authors", "Ada Example, The churn team", 3),
        ("preferred title", "Who leaves", 9),
        ("preferred authors", "Ada Example", 10),
    )


@pytest.mark.parametrize("source", ["title: [\n", "- a list\n", ""])
def test_what_is_no_citation_is_refused(source: str) -> None:
    with pytest.raises(Unreadable):
        cited(source)


def test_a_field_of_another_shape_says_nothing() -> None:
    assert cited("title: {a: b}\nauthors: 3\ndoi: x\n") == (("doi", "x", 3),)
