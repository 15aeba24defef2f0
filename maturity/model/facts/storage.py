"""Facts about a DVC remote and about the records that lead to it."""

from typing import Literal

from maturity.model.facts.located import Located


class DvcStoreFact(Located):
    """The remote as a whole."""

    kind: Literal["dvc-store"] = "dvc-store"
    remote: str
    objects: int
    bytes: int
    orphans: int
    """Objects that no branch or tag refers to."""
    orphan_share: float
    """Their share of the bytes, 0-1."""
    hashed: int
    """Objects whose content was hashed."""
    sampled: bool
    corrupt: int
    """Objects whose content does not hash to their name."""


class DvcObjectFact(Located):
    """The objects behind one tracked output at one revision; missing ones are related places."""

    kind: Literal["dvc-object"] = "dvc-object"
    output: str
    revision: str
    head: bool
    """HEAD records it."""
    tag: bool
    """A tag records it."""
    objects: int
    missing: int
    corrupt: int


class DvcRecordFact(Located):
    """Something that dvc.lock or a .dvc file recorded, held against what is committed."""

    kind: Literal["dvc-record"] = "dvc-record"
    stage: str
    what: str
    """dependency, output, command, parameter or stage."""
    name: str
    in_sync: bool
