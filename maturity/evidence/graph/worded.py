"""Command lines whose first words may name a command of a program of the project: `churn monitor drift`."""

import re
from collections.abc import Sequence
from itertools import takewhile
from typing import TYPE_CHECKING

from maturity.evidence.graph.invocation import Invocation

if TYPE_CHECKING:
    from maturity.evidence.graph.builder import Builder

MOST_WORDS = 3
_COMMAND = re.compile(r"[A-Za-z][\w-]{0,40}")
"""What can name a command of a program: no option, no path, no file."""


def link(builder: "Builder", invocation: Invocation, program: str, arguments: Sequence[str]) -> None:
    """Link a command line with a program of the project; which command its words name is told when Python is linked."""
    words = tuple(takewhile(lambda word: _COMMAND.fullmatch(word) is not None, arguments[:MOST_WORDS]))
    if not words:
        builder.link(invocation, program)
        return
    node = f"task:{program.removeprefix('task:')} {' '.join(words)}"
    builder.program(node, "console-script", " ".join(words), invocation.at)
    builder.graph.worded[node] = program, words
    builder.link(invocation, node)
