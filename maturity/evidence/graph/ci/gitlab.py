"""gitlab."""


def read(builder: object) -> None:
    """Read."""
