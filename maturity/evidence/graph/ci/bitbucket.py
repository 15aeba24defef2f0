"""bitbucket."""


def read(builder: object) -> None:
    """Read."""
