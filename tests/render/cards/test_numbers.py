"""Numbers: rounded for people, exact for programs."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.render.cards.numbers import DIFFERENCE, DIGITS, WHOLE, exact, number, printed

FINITE = st.floats(allow_nan=False, allow_infinity=False)


@pytest.mark.parametrize(
    ("value", "told", "whole"),
    [
        (0.8200000000000001, "0.82", "0.8200000000000001"),
        (0.1234567, "0.123457", "0.1234567"),
        (12345678.0, "12345678", "12345678"),
        (12345678.5, "12345700", "12345678.5"),
        (999999.5, "1000000", "999999.5"),
        (-0.0, "0", "0"),
        (1e-9, "1e-09", "1e-09"),
        (2.0**60, "1.15292e+18", "1.152921504606847e+18"),
    ],
)
def test_a_number_in_both_forms(value: float, told: str, whole: str) -> None:
    assert (number(value), exact(value)) == (told, whole)


def test_only_numbers_are_rounded_and_only_differences_have_a_sign() -> None:
    assert printed("0.8200000000000001") == "0.8200000000000001"
    assert printed(0.8200000000000001) == "0.82"
    assert [printed(value, DIFFERENCE) for value in (0.25, 0.0, -0.25)] == ["+0.25", "+0", "-0.25"]


@given(FINITE)
def test_what_is_printed_is_the_number_to_six_digits_and_says_so_again(value: float) -> None:
    told = number(value)
    if value.is_integer() and abs(value) < WHOLE:
        assert float(told) == value
    else:
        assert math.isclose(float(told), value, rel_tol=0.5000001 * 10.0 ** (1 - DIGITS), abs_tol=5e-324)
        mantissa = told.lstrip("-").partition("e")[0].replace(".", "").strip("0")
        assert len(mantissa) <= DIGITS
    assert number(float(told)) == told


@given(FINITE)
def test_what_is_exact_is_read_as_the_very_same_number(value: float) -> None:
    assert float(exact(value)) == value
