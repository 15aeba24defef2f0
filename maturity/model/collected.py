"""Everything a repository shows: what the evidence room hands to the rules, and what is remembered of a scan."""

from maturity.model.assessment import RepositoryEvidence
from maturity.model.fact import Fact
from maturity.model.raw import Gap
from maturity.model.value import Value


class Collected(Value):
    """Located facts, what could not be looked at, and the inventory that people ask for beside the findings."""

    facts: tuple[Fact, ...]
    gaps: tuple[Gap, ...]
    inventory: RepositoryEvidence
