"""Formats of others: `PACKAGE:FORMAT` names one, and so asks for its package."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from maturity.errors import UsageError

if TYPE_CHECKING:
    from maturity.model.assessment import Assessment

SIGN = ":"


class OrForeign:
    """The formats there are; a name with a colon may be another one, and nobody looks before it is needed."""

    def __init__(self, own: Iterable[str]) -> None:
        self._own = tuple(own)

    def __contains__(self, name: object) -> bool:
        return name in self._own or (isinstance(name, str) and SIGN in name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._own)


def render(name: str, assessment: "Assessment", style: Any) -> str | bytes:
    """Return the assessment in a format of an installed package.

    Raises:
        UsageError: there is no such package or format, or it fails.
    """
    from maturity.plugins.found import FORMATS, PluginFailed, installed  # only who names one pays for looking

    package, _, wanted = name.partition(SIGN)
    found = installed(package, "--format")
    entry = next((one for one in found.of(FORMATS) if one.name == wanted), None)
    if entry is None:
        known = ", ".join(one.name for one in found.of(FORMATS)) or "none"
        raise UsageError(f"--format {name}: {found} has no format {wanted!r}; it has: {known}")
    try:
        return found.call(entry, lambda made: _checked(made(assessment, style)))
    except PluginFailed as fault:
        raise UsageError(f"--format {name}: {fault}; tell its authors") from None


def _checked(result: object) -> str | bytes:
    from maturity.plugins.found import PluginFailed

    if isinstance(result, str | bytes):
        return result
    raise PluginFailed(f"returned {type(result).__name__}, and neither text nor bytes")
