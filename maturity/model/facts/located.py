"""What every fact has."""

from maturity.model.place import Place
from maturity.model.value import Value


class Located(Value):
    """What every fact has: one primary place, and related ones."""

    at: Place
    related: tuple[Place, ...] = ()
