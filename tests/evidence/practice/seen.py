"""Small projects through the whole evidence room, with the technologies that we ship."""

from functools import cache
from textwrap import dedent
from typing import Any

from maturity.commands.examples import collector
from maturity.model.rule import Example
from maturity.rules.test import FactsOf


@cache
def _room() -> FactsOf:
    return collector()


def seen(kind: str, files: dict[str, str]) -> list[Any]:
    """Return the facts of a kind that a project shows."""
    facts, gaps = _room()(Example(name="x", files={path: dedent(text) for path, text in files.items()}))
    assert not [gap for gap in gaps if "our own fault" in gap.reason]
    return [fact for fact in facts if fact.kind == kind]
