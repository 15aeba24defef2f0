"""Findings: what a rule says of a target, and why."""

from typing import Literal

from maturity.model.place import Chain
from maturity.model.rule import Level, PrincipleId, Text
from maturity.model.value import Value
from maturity.model.waiver import Waiver

Status = Literal["pass", "fail", "unknown", "not-assessed", "not-applicable", "manual"]


class Evidence(Value):
    """One place that supports a finding."""

    kind: str
    """Kind of the fact."""
    path: str | None = None
    line: int | None = None
    uri: str | None = None
    text: str = ""
    chain: Chain = ()


class Finding(Value):
    """The outcome of one rule."""

    rule: str
    principle: PrincipleId
    level: Level
    required: bool
    status: Status
    title: Text
    summary: Text
    """One sentence: what was found or looked for."""
    evidence: tuple[Evidence, ...]
    fix: Text
    effort: str
    references: tuple[str, ...]
    waived: bool = False
    waiver: Waiver | None = None
    attested: bool = False
    """Only a person can say, and one did: by a valid attestation that it holds."""
