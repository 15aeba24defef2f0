"""Routes: sticky, within a percent of their weights, and growing without dealing anybody anew."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from churn.serving.router import Router, buckets

CUSTOMERS = np.arange(100_000, dtype=np.int64)


def shares(router: Router, customers: np.ndarray) -> dict[str, float]:
    return {route: len(positions) / len(customers) for route, positions in router.split(customers).items()}


@pytest.mark.parametrize(
    "customers", [CUSTOMERS, CUSTOMERS * 1_000_003, CUSTOMERS + 2**62], ids=["counted", "strided", "large"]
)
@pytest.mark.parametrize(("canary", "challenger"), [(0.05, 0.0), (0.25, 0.3), (0.05, 0.5), (1.0, 0.0)])
def test_shares_lie_within_a_percent_of_the_weights(customers: np.ndarray, canary: float, challenger: float) -> None:
    found = shares(Router(canary, challenger), customers)
    assert found.get("canary", 0) == pytest.approx(canary, abs=0.01)
    assert found.get("challenger", 0) == pytest.approx(challenger, abs=0.01)
    assert sum(found.values()) == pytest.approx(1)


def test_a_canary_that_grows_keeps_its_customers() -> None:
    small, large = (set(Router(weight).split(CUSTOMERS)["canary"].tolist()) for weight in (0.05, 0.25))
    assert small < large


@given(
    customers=st.lists(st.integers(0, 2**63 - 1), min_size=1, max_size=50),
    canary=st.floats(0, 0.5),
    challenger=st.floats(0, 0.5),
)
def test_every_customer_has_one_route_wherever_it_stands(
    customers: list[int], canary: float, challenger: float
) -> None:
    router = Router(canary, challenger)
    routes = {int(position): route for route, part in router.split(customers).items() for position in part}
    assert sorted(routes) == list(range(len(customers)))
    for position, customer in enumerate(customers):
        assert list(router.split([customer])) == [routes[position]]


def test_buckets_are_the_same_on_every_server() -> None:
    """The first is SplitMix64's published first output for seed 0, 0xE220A8397B1DCDAF; a change would deal all anew."""
    found = buckets([0, 1, 2**63 - 1])
    assert found[0] == pytest.approx(0xE220A8397B1DCDAF / 2**64)
    assert found.tolist() == pytest.approx([0.8833108082, 0.5665615752, 0.1656469901], abs=1e-10)
    assert ((buckets(CUSTOMERS) >= 0) & (buckets(CUSTOMERS) < 1)).all()
