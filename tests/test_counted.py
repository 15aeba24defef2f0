"""One thing is no things."""

from maturity.counted import counted


def test_one_has_no_s() -> None:
    assert [counted(number, "runs") for number in (0, 1, 2)] == ["0 runs", "1 run", "2 runs"]
