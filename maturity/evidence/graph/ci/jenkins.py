"""jenkins."""


def read(builder: object) -> None:
    """Read."""
