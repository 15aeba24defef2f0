"""What a gate demands, and what it says."""

from typing import Literal

from pydantic import Field

from maturity.model.rule import PrincipleId, Text
from maturity.model.value import Value

LiveSource = Literal["mlflow", "dvc"]

DemandKind = Literal["level", "principle", "score", "source", "framework", "baseline"]


class Policy(Value):
    """What an assessment has to reach."""

    level: int | None = None
    principles: dict[PrincipleId, int] = Field(default_factory=dict)
    """The level that a principle has to reach."""
    score: float | None = None
    """The least share of assessed rules that pass, 0-1."""
    sources: tuple[LiveSource, ...] = ()
    """Sources that have to be given and readable."""
    frameworks: tuple[str, ...] = ()
    """Frameworks, groups of items or items (`NAME`, `NAME:ITEM`) of which the rules have to be met."""
    waivers: bool = True
    """A waived failure does not block."""


class Demand(Value):
    """One thing that the gate demanded, and how it went."""

    kind: DemandKind
    wanted: Text
    got: Text
    met: bool
    blockers: tuple[str, ...] = ()
    """Rules that stand in the way, cheapest first."""


class Verdict(Value):
    """What the gate says of an assessment."""

    reached: bool
    level: int
    level_with_waivers: int
    demands: tuple[Demand, ...]
    unreadable: tuple[str, ...] = ()
    """Sources that were given and could not be read: the gate could not tell."""
