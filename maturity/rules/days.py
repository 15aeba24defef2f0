"""Dates as people write them into files: in the one form that no two of them read differently."""

from datetime import date


def day(text: str) -> date | None:
    """Return the day of a text of the form 2026-12-31; None for any other."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if found.isoformat() == text else None
