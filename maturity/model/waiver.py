"""Waivers: accepted exceptions with an end, and what became of each."""

from typing import Literal

from maturity.model.place import Place
from maturity.model.rule import Text
from maturity.model.value import Value

ReasonCode = Literal["risk-accepted", "false-positive", "compensating-control", "planned-fix", "not-detected"]

WaiverState = Literal[
    "in-force",
    "ending",
    "expired",
    "not-yet",
    "over-long",
    "stale",
    "unmatched",
    "malformed",
]
"""What a waiver does.

in-force   it waives a failure
ending     it waives a failure and ends within 30 days
expired    its last day has passed
not-yet    it was created in the future
over-long  it lasts longer than the policy allows
stale      its rule does not fail
unmatched  there is no such rule, or what fails is not what it covers
malformed  it cannot be read
"""

WAIVING: frozenset[WaiverState] = frozenset({"in-force", "ending"})


class Waiver(Value):
    """An accepted exception. It is shown beside the outcome and never earns a level."""

    id: str
    rule: str
    subject: str = "*"
    """Glob over the paths and addresses that the finding names; `*` covers the whole finding."""
    reason: ReasonCode
    justification: str
    requested_by: str
    approved_by: str
    created: str
    """ISO date."""
    expires: str
    """ISO date; valid through that day, UTC."""
    ticket: str = ""


class WaiverReport(Value):
    """One entry of a file of waivers, and what became of it."""

    id: str
    rule: str
    state: WaiverState
    detail: Text
    at: Place
