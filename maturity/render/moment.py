"""Times as machine formats want them: in UTC, to the second."""

from datetime import UTC, datetime, timedelta

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
"""Stands for a time that an assessment tells in no form one can read."""

_YEARS = range(2000, 2999)
"""Nothing was assessed before, and OSCAL knows no later leap days."""
_LONGEST = 366 * 24 * 3600


def moment(written: str) -> datetime:
    """Return the time that a text in ISO 8601 tells, in UTC; one without an offset is taken for UTC."""
    try:
        told = datetime.fromisoformat(written)
        told = told.replace(tzinfo=told.tzinfo or UTC, microsecond=0).astimezone(UTC)
    except (ValueError, OverflowError):
        return EPOCH
    return told if told.year in _YEARS else EPOCH


def later(start: datetime, seconds: float) -> datetime:
    """Return the time some seconds later; what is no length of a scan adds nothing."""
    return start + timedelta(seconds=int(seconds)) if 0 <= seconds <= _LONGEST else start


def stamp(when: datetime) -> str:
    """Return a time as `2026-01-02T03:04:05Z`."""
    return when.strftime("%Y-%m-%dT%H:%M:%SZ")
