"""Explanations: what one rule asked of one target, part by part, and why each fact did or did not count."""

from maturity.model.fact import Fact
from maturity.model.finding import Evidence, Status
from maturity.model.raw import Gap
from maturity.model.rule import Level, Text
from maturity.model.value import Value


class Stated(Value):
    """One fact in words, where it stands, and each condition of the rule that it does not meet."""

    said: Text
    evidence: Evidence
    reasons: tuple[Text, ...] = ()
    """Clauses: `nothing reaches it`."""


class Part(Value):
    """One plain question of a rule, put to the facts by itself."""

    asks: Text
    condition: bool
    """It tells whether the rule applies, not whether it holds."""
    status: Status
    kind: str
    """The kind of fact that it looks at."""
    considered: int
    """Facts of this kind."""
    alike: int
    """Of these, the ones that are of the sort that is asked for."""
    decided: tuple[Stated, ...]
    """What proves or violates it, best first."""
    undisplayed: int
    """Further facts that decide it."""
    turned_down: tuple[Stated, ...]
    """What nearly counts, nearest first."""
    passed_over: int
    """Further facts that nearly count."""
    gaps: tuple[Gap, ...]
    """What may hide more facts of this kind."""


class Explanation(Value):
    """Why a rule says of a target what it says."""

    tool: str
    """Version."""
    target: str
    commit: str | None
    rule: str
    level: Level
    required: bool
    title: Text
    status: Status
    summary: Text
    asks: Text
    applies: Text | None
    parts: tuple[Part, ...]


class Reproduction(Value):
    """The facts on which a verdict rests: enough to reach it again, and nothing else of the target."""

    tool: str
    """Version."""
    rule: str
    verdict: Status
    facts: tuple[Fact, ...]
    gaps: tuple[Gap, ...] = ()
