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
    interactive: bool = False
    """A person sits at it, and a screen can be drawn."""
    words: tuple[str, ...] = ()
    """The command line, as it was given."""
    tell: Callable[[str], None] = lambda _words: None
    """Say something at once that a person has to know; it stays."""
    ask: Callable[[str], bool] | None = None
    """Ask a person who looks on to agree to something; None where there is none."""


class Outcome(NamedTuple):
    """What a command has to say: the result, the exit code and remarks for standard error."""

    text: str
    code: int = 0
    notes: tuple[str, ...] = ()
    files: tuple[tuple[Path, str | bytes], ...] = ()
    """What other files get that were asked for."""
    binary: bytes = b""
    """A result that is no text; it stands in for `text`, and only a file takes it."""
    screen: "Callable[[], Outcome] | None" = None
    """Opens the terminal UI in place of all this, and returns what is left to say when it is closed."""

    @classmethod
    def of(cls, result: str | bytes, code: int = 0, notes: tuple[str, ...] = ()) -> "Outcome":
        """Return the outcome for a result of either kind."""
        return cls(result, code, notes) if isinstance(result, str) else cls("", code, notes, binary=result)


Command = Callable[[argparse.Namespace, Terminal], Outcome]
"""The `run` of a command module."""
