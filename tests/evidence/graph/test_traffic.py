"""Whether a command divides traffic."""

import pytest

from maturity.evidence.graph.traffic import dividing
from maturity.evidence.technologies import Technologies
from maturity.model.technology import Proof
from tests.evidence.graph.building import known

AZURE = Technologies((known("azure-ml", Proof(activity="split-traffic", commands=("az ml update --traffic",))),))


@pytest.mark.parametrize(
    ("share", "divides"),
    [
        ("blue=90 green=10", True),
        ("blue=10", True),
        ("$SHARES", True),
        ("blue=100", False),
        ("blue=100 green=0", False),
        ("blue=1000", True),
    ],
)
def test_the_shares_decide(share: str, divides: bool) -> None:
    words = ("ml", "update", "--traffic", share)
    assert bool(dividing(AZURE.command(("az", *words)), words)) is divides
