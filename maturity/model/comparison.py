"""Two assessments side by side: what changed, rule by rule, and why."""

from typing import Literal

from maturity.model.finding import Status
from maturity.model.rule import Level, PrincipleId, Text
from maturity.model.value import Value

Direction = Literal["better", "worse", "same"]
"""same: the outcome changed, yet neither towards a pass nor away from one."""

Cause = Literal["project", "live", "sources", "sight", "waiver", "tool", "open"]
"""Why the outcome of a rule changed.

project  the project did: another commit, or files that are not committed
live     the project did not: a server, a remote or the calendar did
sources  a source was given once and not the other time
sight    what would tell could not be read in one of the two
waiver   a waiver was granted, withdrawn, or ran out
tool     the project did not: the tool or its catalog of rules did
open     both the project and the tool changed: the assessments cannot tell which of them it was
"""


class Side(Value):
    """What is said of each of the two assessments."""

    target: str
    commit: str | None
    dirty: bool
    started: str
    version: str
    """Of the tool."""
    catalog_digest: str
    level: int
    score: float | None


class PrincipleChange(Value):
    """A principle whose level or score moved; None where an assessment does not know it."""

    id: PrincipleId
    title: Text
    level_before: int | None
    level_after: int | None
    score_before: float | None
    score_after: float | None


class Change(Value):
    """A rule whose outcome changed; None where an assessment does not know the rule."""

    rule: str
    principle: PrincipleId
    level: Level
    required: bool
    title: Text
    before: Status | None
    after: Status | None
    waived_before: bool = False
    waived_after: bool = False
    direction: Direction
    cause: Cause
    summary: Text
    """What the later assessment says of it, or the earlier one where the later has nothing."""


class Comparison(Value):
    """What changed between two assessments."""

    before: Side
    after: Side
    same_target: bool
    principles: tuple[PrincipleChange, ...]
    changes: tuple[Change, ...]
    """What got worse first, then what got better, then the rest; in each the required rules first, level by level."""
