"""codebuild."""


def read(builder: object) -> None:
    """Read."""
