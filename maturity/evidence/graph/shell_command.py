"""What reading a shell text takes and gives, and what is known on the way."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from maturity.evidence.graph.masks import TEMPLATES


@dataclass(frozen=True, slots=True)
class Command:
    """One command that a shell text runs."""

    words: tuple[str, ...]
    line: int
    """Line within the text, from 0."""
    folder: str = ""
    """Where `cd` has led to, relative to where the text started."""
    blocking: bool = True
    """False where its failure does not make the text fail."""
    background: bool = False
    negated: bool = False
    stdin: str = ""
    """Text of its here-document."""


@dataclass(frozen=True, slots=True)
class Options:
    """How the shell was started."""

    errexit: bool = True
    """Started with -e: a failing command ends it. Without, only the last command's failure shows."""
    pipefail: bool = False
    variables: Mapping[str, str] = field(default_factory=dict)
    expressions: re.Pattern[str] = TEMPLATES


@dataclass(frozen=True, slots=True)
class Context:
    """Where a statement stands."""

    blocking: bool = True
    last: bool = True
    """Its status is the status of the whole text."""
    top: bool = False
    background: bool = False
    negated: bool = False
    calls: int = 0
    stdin: str = ""


@dataclass(frozen=True, slots=True)
class State:
    """What a subshell inherits and does not give back."""

    folder: str
    errexit: bool
    pipefail: bool
    variables: Mapping[str, str]
