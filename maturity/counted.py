"""How many of something there are, in English words."""


def counted(number: float, things: str) -> str:
    """Return a number and what it counts, one of which has no `s`."""
    return f"{number} {things.removesuffix('s') if number == 1 else things}"
