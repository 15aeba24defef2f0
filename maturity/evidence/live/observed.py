"""What a collector makes of one live source."""

from typing import Generic, NamedTuple, TypeVar

from maturity.model.fact import Fact
from maturity.model.raw import Gap

E = TypeVar("E")


class Observed(NamedTuple, Generic[E]):
    """The facts of one live source, what of it may be hidden, and the inventory that the assessment keeps."""

    facts: tuple[Fact, ...]
    gaps: tuple[Gap, ...]
    evidence: E
