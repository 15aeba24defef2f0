"""The forms that words take."""

from typing import NamedTuple


class Noun(NamedTuple):
    """How a kind of fact is called."""

    one: str
    """With its article."""
    many: str
    zh: str


class Predicate(NamedTuple):
    """What is said of a fact that has something, and of one that has not."""

    yes: str
    no: str
    zh_yes: str
    zh_no: str
