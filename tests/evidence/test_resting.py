"""The garbage collector rests, and comes back."""

import gc

import pytest

from maturity.evidence.resting import garbage_resting


def test_the_collector_rests_until_the_outermost_rest_ends() -> None:
    assert gc.isenabled()
    with garbage_resting():
        with garbage_resting():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()


def test_it_comes_back_after_a_failure() -> None:
    @garbage_resting()
    def fail() -> None:
        raise ValueError(gc.isenabled())

    with pytest.raises(ValueError, match="False"):
        fail()
    assert gc.isenabled()
