"""azure."""


def read(builder: object) -> None:
    """Read."""
