"""travis."""


def read(builder: object) -> None:
    """Read."""
