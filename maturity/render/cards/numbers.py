"""How a card prints a number."""

DIGITS = 6
"""Significant digits of a number that is printed."""
WHOLE = 2**53
"""Up to which a floating-point number holds every whole number exactly: counts are printed in full."""


def number(value: float) -> str:
    """Return a number as it is printed."""
    whole = float(value).is_integer() and abs(value) < WHOLE
    return str(int(value)) if whole else f"{value:.{DIGITS}g}"
