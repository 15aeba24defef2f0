"""What packages of others observed."""

from typing import Literal

from maturity.model.facts.located import Located


class ObservationFact(Located):
    """One thing that a package saw which the operator named."""

    kind: Literal["observation"] = "observation"
    name: str
    """What it is, in the package's own words."""
    holds: bool
    """It is as it should be."""
    value: str
    """More about it; empty when there is no more to say."""
