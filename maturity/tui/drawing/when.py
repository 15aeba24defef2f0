"""A time that an assessment carries, short and in the time of whoever looks."""

from datetime import datetime


def when(started: str) -> str:
    """Return a day and a minute; what is no time stays as it is."""
    try:
        return datetime.fromisoformat(started).astimezone().strftime("%Y-%m-%d %H:%M")
    except ValueError:
        return started
