"""One command as the runners see it."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from maturity.model.place import Place

if TYPE_CHECKING:
    from maturity.evidence.graph.builder import Builder

_VERSIONED = re.compile(r"(python|pip|pypy)\d[\d.]*")
_PYTHON = re.compile(r"\$[({]*\w*(?:PYTHON|PY3?|python|envpython)\w*[})]*|\{envpython\}")


@dataclass(frozen=True, slots=True)
class Invocation:
    """A command line in its place: which program runs it, in which folder, and whether its failure counts."""

    node: str
    words: tuple[str, ...]
    at: Place
    folder: str = ""
    blocking: bool = True
    stdin: str = ""
    depth: int = 0
    """How many wrappers were taken off."""

    @property
    def program(self) -> str:
        """Name of the program without folder and version: `/usr/bin/python3.11` is `python`."""
        first = self.words[0] if self.words else ""
        if _PYTHON.fullmatch(first) or (first.startswith("$") and self.words[1:2] == ("-m",)):
            return "python"  # whatever a variable is called, what is given `-m MODULE` is an interpreter
        name = first.replace("\\", "/").rpartition("/")[2].removesuffix(".exe")
        versioned = _VERSIONED.fullmatch(name)
        return versioned.group(1) if versioned else "python" if name == "py" else name

    @property
    def arguments(self) -> tuple[str, ...]:
        """Everything after the program."""
        return self.words[1:]

    def inner(self, words: tuple[str, ...], folder: str | None = None) -> "Invocation":
        """Return the command that this one wraps."""
        return replace(self, words=words, folder=self.folder if folder is None else folder, depth=self.depth + 1)

    def lenient(self) -> "Invocation":
        """Return the same command, its failure ignored."""
        return replace(self, blocking=False)


Runner = Callable[["Builder", Invocation], None]
"""Follows one command: adds edges, or runs what it wraps."""

Reader = Callable[["Builder"], None]
"""Reads the files of one kind and adds the programs that they declare."""
