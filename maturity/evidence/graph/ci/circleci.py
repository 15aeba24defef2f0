"""circleci."""


def read(builder: object) -> None:
    """Read."""
