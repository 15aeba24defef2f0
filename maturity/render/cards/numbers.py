"""How a card prints a number: rounded where people read it, exactly where programs do."""

from maturity.model.card import Cell

DIGITS = 6
"""Significant digits of a number that is printed."""
WHOLE = 2**53
"""Up to which a floating-point number holds every whole number exactly: counts are printed in full."""
DIFFERENCE = "difference"
"""The column whose numbers have a sign."""


def number(value: float) -> str:
    """Return a number as it is printed: with so many significant digits, and a count in full."""
    told = value if _is_count(value) else float(f"{value:.{DIGITS}g}")
    return str(int(told)) if _is_count(told) else f"{told:.{DIGITS}g}"


def exact(value: float) -> str:
    """Return a number from which the very same number is read again."""
    return number(value) if _is_count(value) else repr(value)


def printed(cell: Cell, column: str = "") -> str:
    """Return a cell as it is printed; a difference has its sign."""
    if isinstance(cell, str):
        return cell
    return ("+" if column == DIFFERENCE and cell >= 0 else "") + number(cell)


def _is_count(value: float) -> bool:
    return float(value).is_integer() and abs(value) < WHOLE
