"""Whether a version of a registered model may take an alias, and what is written when it may."""

from typing import Literal

from maturity.model.rule import Text
from maturity.model.value import Value

RequirementName = Literal["lineage", "card", "signature", "tests", "level"]


Result = Literal["promoted", "not-promoted", "already", "dry-run"]


class Requirement(Value):
    """One thing that a version has to have, and how it went. What could not be told is not met."""

    name: RequirementName
    met: bool
    detail: Text


class Promotion(Value):
    """What was asked for, what was found, and what came of it."""

    model: str
    version: str
    alias: str
    previous: str
    """The version that the alias named before; empty when there was none."""
    commit: str
    """The commit of its run, which was judged; empty when none could be."""
    assessment: str
    """Of the assessment as it was written: `sha256:` and the digest in hex."""
    requirements: tuple[Requirement, ...]
    tags: dict[str, str]
    """What is written on the version."""
    outcome: Result
