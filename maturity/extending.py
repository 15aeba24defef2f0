"""What a package of somebody else is written against: the values that its entry points take and return.

Three groups of entry points are known; `docs/extending.md` has a worked example.

| group | the object is a function | it returns |
|---|---|---|
| `maturity.extractors` | `extract(files: Files)` | observations about files |
| `maturity.sources` | `read(environment: Mapping[str, str])` | a `Reading` of something live |
| `maturity.formats` | `render(assessment: Assessment, style: Style)` | text or bytes |

Rules ask about observations as about any fact: `some: observation`, `where: {name: acme-passport, holds: true}`.
This module is stable: what it holds changes only with the first number of the version.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Observation:
    """One thing that was seen, with the place where a reader finds it."""

    name: str
    """What it is, with a first word of yours: `acme-passport`. Small letters, digits and hyphens."""
    holds: bool = True
    """It is as it should be. What is not there is not observed; what could not be looked at is a gap."""
    value: str = ""
    """More about it, for rules that ask for one of several."""
    path: str = ""
    """The file, as `Files.paths` has it; or else `uri`."""
    line: int | None = None
    """Counted from 1."""
    uri: str = ""
    """The address of something live, without credentials."""
    text: str = ""
    """What stands there, in a few words, without secrets."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a live source showed."""

    uri: str
    """What was read, without credentials."""
    observations: Sequence[Observation] = ()
    gaps: Sequence[str] = ()
    """Why a part of it could not be looked at; rules about observations that found nothing are then `unknown`."""


class Files(Protocol):
    """The files of the target. They are foreign: nothing of them may be run, imported, unpickled or followed."""

    @property
    def paths(self) -> Sequence[str]:
        """Every file that is judged, relative to the target."""

    def read(self, path: str) -> str | None:
        """Return a file's text, 1 MiB at most; None, and a gap, when it cannot be had."""


class Extractor(Protocol):
    """The object behind an entry point of `maturity.extractors`."""

    def __call__(self, files: Files, /) -> Iterable[Observation]:
        """Observe files; what raises is a gap."""


class Source(Protocol):
    """The object behind an entry point of `maturity.sources`; it finds address and credentials in the environment."""

    def __call__(self, environment: Mapping[str, str], /) -> Reading:
        """Read something live; what raises makes the source unreadable."""
