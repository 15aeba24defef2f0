"""Find an installed package and load what its entry points name; what fails is told in one line with its name."""

import contextlib
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import metadata
from typing import Any, TypeVar

from maturity.errors import MaturityError, UsageError
from maturity.plugins.deadline import OutOfTime, within

EXTRACTORS, SOURCES, FORMATS = "maturity.extractors", "maturity.sources", "maturity.formats"
GROUPS = (EXTRACTORS, SOURCES, FORMATS)
SECONDS = 300.0
"""What one entry point may take."""
_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?")

T = TypeVar("T")


class PluginFailed(MaturityError):
    """A package failed, or returned what it should not: one line that names it."""


@dataclass(frozen=True, slots=True)
class Package:
    """An installed package with entry points for us."""

    name: str
    version: str
    entries: tuple[metadata.EntryPoint, ...]

    def __str__(self) -> str:
        return f"{self.name} {self.version}"

    def of(self, group: str) -> tuple[metadata.EntryPoint, ...]:
        """Return the entry points of one group, by name."""
        return tuple(sorted((one for one in self.entries if one.group == group), key=lambda one: one.name))

    def call(self, entry: metadata.EntryPoint, use: Callable[[Any], T]) -> T:
        """Load what an entry point names and use it; what it prints goes to standard error.

        Raises:
            PluginFailed: it cannot be loaded, it fails, or it takes too long. Its own words may be foreign, or
                secret, and stay out.
        """
        try:
            with contextlib.redirect_stdout(sys.stderr), within(SECONDS):
                return use(entry.load())
        except OutOfTime:
            raise PluginFailed(f"{self}: {entry.name}: took longer than {SECONDS:g} s") from None
        except PluginFailed as fault:
            raise PluginFailed(f"{self}: {entry.name}: {fault}") from None
        except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever a package of others does is its fault
            raise PluginFailed(f"{self}: {entry.name}: {type(error).__name__}{_place(error)}") from None


def installed(name: str, option: str = "--plugin") -> Package:
    """Return an installed package by its name. Nothing of it is imported.

    Raises:
        UsageError: there is none of this name, or it has nothing for us.
    """
    try:
        found = metadata.distribution(name) if _NAME.fullmatch(name) else None
    except metadata.PackageNotFoundError:
        found = None
    if found is None:
        known = ", ".join(sorted(_known())) or "none that extends us is"
        raise UsageError(f"{option} {name}: no package of this name is installed beside maturity; installed: {known}")
    entries = tuple(one for one in found.entry_points if one.group in GROUPS)
    if not entries:
        raise UsageError(f"{option} {name}: the package has no entry point in {', '.join(GROUPS)}")
    return Package(found.metadata["Name"], found.version, entries)


def _known() -> Iterator[str]:
    for group in GROUPS:
        yield from {one.dist.metadata["Name"] for one in metadata.entry_points(group=group) if one.dist}


def _place(error: BaseException) -> str:
    """Return where a package failed: its innermost line."""
    trace, place = error.__traceback__, ""
    while trace:
        module = str(trace.tb_frame.f_globals.get("__name__", ""))
        if not module.startswith(("maturity.", "importlib.", "<")):
            place = f" in {module}, line {trace.tb_lineno}"
        trace = trace.tb_next
    return place
