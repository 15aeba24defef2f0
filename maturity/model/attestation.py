"""Attestations: what a person states because no tool can see it. They are shown as attested, never as proven."""

from typing import Literal

from maturity.model.place import Place
from maturity.model.rule import Text
from maturity.model.value import Value

AttestedOutcome = Literal["met", "partly-met", "not-met", "not-applicable"]

AttestationState = Literal["valid", "expired", "not-yet", "over-long", "ended", "unmatched", "malformed"]
"""Whether a statement counts.

valid      it counts
expired    its last day has passed
not-yet    it was dated in the future
over-long  it lasts longer than a year
ended      before its time: its subject changed, or the evidence says otherwise
unmatched  there is no such rule, framework or item
malformed  it cannot be read
"""


class AttestedEvidence(Value):
    """What a statement points to. It is never fetched: its digest lets a reader check what he gets."""

    link: str
    sha256: str | None = None


class AttestedSubject(Value):
    """The file of the repository that a statement is about, in one state."""

    path: str
    blob: str
    """Git's id of the content, as `git hash-object PATH` tells it."""


class Attestation(Value):
    """One entry of `.maturity/attestations.yaml`, and whether it counts today."""

    item: str
    """A rule's id, or an item of a framework as `framework:item`."""
    statement: str
    outcome: AttestedOutcome | None
    """None only where it is malformed."""
    author: str
    role: str
    date: str
    """ISO date."""
    expires: str
    """ISO date; valid through that day, UTC."""
    evidence: AttestedEvidence | None = None
    subject: AttestedSubject | None = None
    at: Place
    """Where it stands."""
    state: AttestationState
    detail: Text
    """Until when it counts, or why it does not."""
