"""The commands: one module per verb, each with `run(arguments, terminal) -> Outcome`.

None prints, none ends the process.
"""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple


class Terminal(NamedTuple):
    """What a command may know of the terminal."""

    colour: bool = False
    """Results may carry colour."""
    progress: Callable[[str], None] = lambda _words: None
    """Show what is going on, in a few words; nothing of it stays."""


class Outcome(NamedTuple):
    """What a command has to say: the result, the exit code and remarks for standard error."""

    text: str
    code: int = 0
    notes: tuple[str, ...] = ()
    files: tuple[tuple[Path, str | bytes], ...] = ()
    """What other files get that were asked for."""
    binary: bytes = b""
    """A result that is no text; it stands in for `text`, and only a file takes it."""

    @classmethod
    def of(cls, result: str | bytes, code: int = 0, notes: tuple[str, ...] = ()) -> "Outcome":
        """Return the outcome for a result of either kind."""
        return cls(result, code, notes) if isinstance(result, str) else cls("", code, notes, binary=result)


Command = Callable[[argparse.Namespace, Terminal], Outcome]
"""The `run` of a command module."""
