"""Modules that a command names for its program to import: `run-pipeline --module-name churn.pipeline`."""

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from maturity.evidence.graph.invocation import Invocation

if TYPE_CHECKING:
    from maturity.evidence.graph.builder import Builder

_OPTION = re.compile(r"--?[\w\-]*module(?:[-_](?:name|path))?(?:=(.*))?")
_DOTTED = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*")
_CALLED = ("get_pipeline", "create_pipeline", "build_pipeline", "pipeline", "main", "run")
"""Functions that programs look up in such a module, as the templates of platforms name them."""


def follow_named_modules(builder: "Builder", invocation: Invocation) -> None:
    """Link a command with the modules it names, and with the functions its program is likely to call there."""
    for option, value in pairwise((*invocation.arguments, "")):
        found = _OPTION.fullmatch(option)
        name = (found.group(1) or value) if found else ""
        if _DOTTED.fullmatch(name[:200]):
            module = builder.python.module(name, invocation.folder)
            functions = [builder.python.attribute(f"{name}:{one}", invocation.folder) for one in _CALLED]
            for node in dict.fromkeys((module, *functions)) if module is not None else ():
                if node is not None:
                    builder.link(invocation, node)
