"""cloudbuild."""


def read(builder: object) -> None:
    """Read."""
