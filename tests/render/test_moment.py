"""Times, in the form of machines."""

import pytest

from maturity.render.moment import later, moment, stamp


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("2026-01-02T03:04:05Z", "2026-01-02T03:04:05Z"),
        ("2026-01-02T03:04:05.678+02:00", "2026-01-02T01:04:05Z"),
        ("2026-01-02", "2026-01-02T00:00:00Z"),
        ("0001-01-01T00:00:00+14:00", "1970-01-01T00:00:00Z"),
        ("9999-12-31T23:59:59-12:00", "1970-01-01T00:00:00Z"),
        ("1999-12-31", "1970-01-01T00:00:00Z"),
        ("yesterday", "1970-01-01T00:00:00Z"),
        ("", "1970-01-01T00:00:00Z"),
    ],
)
def test_a_time_is_told_in_one_form(written: str, told: str) -> None:
    assert stamp(moment(written)) == told


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (61.9, "2026-01-02T00:01:01Z"),
        (0, "2026-01-02T00:00:00Z"),
        (-5, "2026-01-02T00:00:00Z"),
        (1e300, "2026-01-02T00:00:00Z"),
        (float("nan"), "2026-01-02T00:00:00Z"),
        (float("inf"), "2026-01-02T00:00:00Z"),
    ],
)
def test_what_is_no_length_of_a_scan_adds_nothing(seconds: float, told: str) -> None:
    assert stamp(later(moment("2026-01-02"), seconds)) == told
