"""Frameworks: what others ask of an AI system, which of our rules speak to it, and what came of them.

Nothing here says that a law or a standard is fulfilled: an item is met, partly met, not met, or cannot be assessed.
"""

from typing import Literal

from maturity.model.attestation import Attestation
from maturity.model.finding import Status
from maturity.model.rule import Text
from maturity.model.value import Value

Verification = Literal["auto", "partial", "document", "attest", "out", "group", "level"]
"""What can decide an item: evidence alone (auto), evidence and a person (partial), a document of which the presence can
be seen but not the quality (document), a person only (attest), nothing that a scan could see (out). A group
is a heading, a level the name of one: neither has a result of its own."""

Relation = Literal["full", "partial", "supports"]
"""A rule decides an item, alone or with others that do (full), shows a part of it (partial), or only speaks for it
(supports)."""

Scoring = Literal["ml-test-score"]
"""The published formula that a framework is scored by."""

ItemState = Literal["met", "partly-met", "not-met", "attested", "not-applicable", "not-assessable", "out-of-scope"]


class RuleLink(Value):
    """What a rule says about an item."""

    rule: str
    relation: Relation
    reason: Text


class FrameworkItem(Value):
    """One item of a framework, reachable by a rule or not."""

    id: str
    ref: str
    """How the framework itself calls it."""
    title: Text
    verify: Verification
    section: str | None = None
    """The group it belongs to."""
    needs: Text | None = None
    """What a person has to show, beyond what rules can see."""
    rules: tuple[RuleLink, ...] = ()


class Framework(Value):
    """One framework: a file of `checks/frameworks/` with every item, named after its id."""

    id: str
    name: Text
    version: str
    scope: Text
    """What of it is listed."""
    confidence: Text
    """How sure the list is, and what it was checked against."""
    notes: tuple[Text, ...] = ()
    scoring: Scoring | None = None
    items: tuple[FrameworkItem, ...]


class LinkResult(Value):
    """A rule that speaks to an item, and what it found."""

    rule: str
    relation: Relation
    reason: Text
    status: Status | None
    """None when the assessment does not hold the rule."""
    waived: bool = False


class ItemResult(Value):
    """What came of one item."""

    id: str
    ref: str
    title: Text
    verify: Verification
    state: ItemState
    needs: Text | None = None
    links: tuple[LinkResult, ...] = ()
    attestation: Attestation | None = None
    """The valid statement on this item, where there is one; it stands beside the evidence."""


class Coverage(Value):
    """How many items were in scope, assessed and met; never one percentage alone."""

    items: int = 0
    in_scope: int = 0
    """All but those out of scope and not applicable."""
    assessed: int = 0
    """Met, partly met, not met or attested."""
    met: int = 0
    partly_met: int = 0
    not_met: int = 0
    attested: int = 0
    """Met by the word of a person; not counted as met."""
    not_assessable: int = 0
    not_applicable: int = 0
    out_of_scope: int = 0


class SectionResult(Value):
    """A section of a framework: its items in order."""

    id: str
    ref: str
    title: Text
    coverage: Coverage
    items: tuple[ItemResult, ...]


class SectionPoints(Value):
    """Points of one section of a scored framework."""

    section: str
    points: float
    open: int
    """Items that could not be assessed and earned nothing: the points are a lower bound while there are some."""


class Score(Value):
    """A score by the framework's own formula."""

    points: float
    """Those of the weakest section."""
    sections: tuple[SectionPoints, ...]
    meaning: Text
    """What the framework calls such a score."""


class FrameworkResult(Value):
    """One framework held against one assessment: what a chapter of a report shows."""

    id: str
    name: Text
    version: str
    scope: Text
    confidence: Text
    notes: tuple[Text, ...]
    coverage: Coverage
    sections: tuple[SectionResult, ...]
    score: Score | None = None
