"""Configuration: what is in force, and who said so."""

from typing import Literal

from maturity.model.value import Value

Origin = Literal["default", "repository", "user", "file", "command line"]
"""Who set a value, the weakest first. The repository may be hostile; the others are the operator."""


class ConfiguredValue(Value):
    """One key of the configuration, as it is in force."""

    key: str
    """`section.key`, as in the file."""
    value: str
    """The value as JSON."""
    origin: Origin
    place: str = ""
    """File and line, where there is one."""
