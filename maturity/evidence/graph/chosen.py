"""Command lines whose options choose what a Python program does: `python run.py --pipeline scoring`."""

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from maturity.evidence.graph.invocation import Invocation

if TYPE_CHECKING:
    from maturity.evidence.graph.builder import Builder

_OPTION = re.compile(r"--([A-Za-z][\w-]{0,40})(?:=(.*))?")
_WORD = re.compile(r"[\w.-]{1,60}")


def link(builder: "Builder", invocation: Invocation, program: str, arguments: Sequence[str]) -> bool:
    """Link a command line with a program of which its options choose a part; False where they choose none.

    What that part is, is told when Python is linked.
    """
    path = program.removeprefix("py:")
    module = builder.project.modules.get(path)
    known = {choice.option for function in module.functions for choice in function.choices} if module else set()
    options = {name: value for name, value in _options(arguments).items() if name in known}
    if not options:
        return False
    shown = " ".join(f"--{name} {value}" for name, value in options.items())
    node = f"task:{path} {shown}"
    builder.program(node, "command", shown, invocation.at)
    builder.graph.chosen[node] = path, options
    builder.link(invocation, node)
    return True


def _options(words: Sequence[str]) -> Mapping[str, str]:
    """Return the options that are given one plain word, by the names that programs know them under."""
    found: dict[str, str] = {}
    for position, word in enumerate(words):
        option = _OPTION.fullmatch(word)
        if option is not None:
            following = words[position + 1] if position + 1 < len(words) else ""
            value = following if option[2] is None else option[2]
            if _WORD.fullmatch(value) and not value.startswith("-"):
                found[option[1].replace("-", "_")] = value
    return found
