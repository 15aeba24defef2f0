"""Facts that join git, MLflow and DVC."""

from typing import Literal

from maturity.model.facts.located import Located

LinkName = Literal["run", "commit", "reachable", "lock", "objects", "dataset"]
"""The links of a serving version's lineage, in order.

run        the version names a run that exists
commit     the run names a commit that is in the repository
reachable  a branch or tag leads to that commit
lock       dvc.lock or .dvc files are at that commit and record data
objects    the objects that they record are in the remote
dataset    the digest that the run recorded is one that they record
"""

LinkState = Literal["proved", "broken", "unknown", "absent"]
"""absent: there is nothing to prove (the run recorded no digest, the repository uses no DVC, no remote was given)."""


class LineageLinkFact(Located):
    """One link of the lineage of one serving version."""

    kind: Literal["lineage-link"] = "lineage-link"
    model: str
    version: str
    link: LinkName
    proved: bool
    absent: bool
    """There is nothing to prove. A link that nobody could look at is no fact but a gap."""


class ReproductionFact(Located):
    """A record of a re-run of a serving version."""

    kind: Literal["reproduction"] = "reproduction"
    model: str
    version: str
    within_tolerance: bool
    genuine: bool
    """Its signature or digest holds."""
    age_days: float
    serving: bool
    """It is about a version that serves now."""
