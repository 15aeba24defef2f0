"""Python text that stands on a command line, in a here-document or in a step: what it calls, proves and compares."""

import re
import textwrap
from collections.abc import Iterator
from typing import TYPE_CHECKING

from maturity.evidence.graph.graph import Edge, Site
from maturity.evidence.graph.invocation import Invocation
from maturity.evidence.python.module import Call, Module
from maturity.evidence.python.parse import parse_text
from maturity.evidence.python.sites import OWN, compared

if TYPE_CHECKING:
    from maturity.evidence.graph.builder import Builder

_FILLED = re.compile(r"\$\{\{\s*([^{}]*?)\s*\}\}|\$\{(\w+)[^}]*\}|\$\(\s*([^()]*)\)|\$(\w+)")
"""What the shell or the CI system puts into the text first."""


def follow(builder: "Builder", invocation: Invocation, text: str) -> None:
    """Link what a Python text calls of the project, and note what it does by itself."""
    module = _module(text)
    if module.problem:
        builder.end(invocation, "a text on a command line is not Python 3")
        return
    imports = frozenset(one.target.partition(".")[0] for one in module.imports)
    for function in module.functions:
        for call in function.calls:
            _call(builder, invocation, call, imports)
        for gate in function.gates:
            site = Site(invocation.node, "gate", OWN, invocation.at, invocation.blocking, detail=gate.effect)
            for one in compared(site, champion=gate.champion):
                builder.graph.prove(one)


def _module(text: str) -> Module:
    """Parse a text with names where values are put in; of an indented one the first line may have lost its indent."""
    filled = _FILLED.sub(lambda found: "_".join(re.findall(r"\w+", "".join(filter(None, found.groups())))), text)
    module = parse_text("-c", textwrap.dedent(filled))
    if module.problem:
        first, _, rest = filled.partition("\n")
        again = parse_text("-c", f"{first.strip()}\n{textwrap.dedent(rest)}")
        return module if again.problem else again
    return module


def _call(builder: "Builder", invocation: Invocation, call: Call, imports: frozenset[str]) -> None:
    for reference in _references(call.name):
        node = builder.python.attribute(reference, invocation.folder)
        if node is not None:
            builder.graph.link(Edge(invocation.node, node, invocation.at, invocation.blocking))
            return
    proofs = builder.technologies.call(call.name, call.keywords, imports, call.arguments)
    builder.prove(invocation.node, proofs, invocation.at, blocking=invocation.blocking)


def _references(name: str) -> Iterator[str]:
    """Yield what a dotted name may mean, the longest module first: `a.b.c` is `c` of `a.b`, or `b.c` of `a`."""
    parts = name.split(".")
    for length in range(len(parts) - 1, 0, -1):
        yield f"{'.'.join(parts[:length])}:{'.'.join(parts[length:])}"
