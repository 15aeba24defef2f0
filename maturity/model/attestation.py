"""Attestations: what a person states because no tool can see it. They are shown as attested, never as proven."""

from typing import Literal

from maturity.model.place import Place
from maturity.model.rule import Text
from maturity.model.value import Value

AttestedOutcome = Literal["met", "partly-met", "not-met", "not-applicable"]

AttestationState = Literal["valid", "expired", "ended", "malformed", "unknown-item"]
"""Ended: before its time, since its subject changed or the evidence says otherwise."""


class AttestedEvidence(Value):
    """What an attestation points to. It is never fetched: its digest lets a reader check what he gets."""

    link: str
    sha256: str | None = None


class AttestedSubject(Value):
    """The state of a file of the repository to which an attestation is bound."""

    path: str
    blob: str
    """Git's id of the content, as `git hash-object PATH` tells it."""


class Attestation(Value):
    """One statement of `.maturity/attestations.yaml`, and whether it counts today."""

    item: str
    """A rule's id, or an item of a framework as `framework:item`."""
    statement: str
    outcome: AttestedOutcome | None
    """None only when it is malformed."""
    author: str
    role: str
    date: str
    """ISO date."""
    expires: str
    """ISO date; valid through that day, UTC."""
    evidence: AttestedEvidence | None = None
    subject: AttestedSubject | None = None
    at: Place
    """Where the statement stands."""
    state: AttestationState
    reason: Text | None = None
    """Why it does not count."""
