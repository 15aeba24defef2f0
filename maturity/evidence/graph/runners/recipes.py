"""Trainers that are installed, not written: what a run does stands in the configuration file that they are given."""

import re
from typing import TYPE_CHECKING

from maturity.evidence.graph.graph import Site
from maturity.evidence.graph.invocation import Invocation
from maturity.evidence.graph.options import positional

if TYPE_CHECKING:
    from maturity.evidence.graph.builder import Builder

VALUED = ("-o", "--output", "-s", "--serialization-dir", "--code", "-c", "-g", "--gpu-id", "--include-package")
_FORMS = (".cfg", ".json", ".jsonnet", ".yaml", ".yml", ".toml", ".ini")
_SEED = re.compile(r"^[ \t]*[\"']?(?:\w+_)?seed[\"']?[ \t]*[:=][ \t]*-?\d", re.MULTILINE)
"""A seed that is a number; one that is null, or taken from elsewhere in the file, fixes nothing by itself."""


def train(builder: "Builder", invocation: Invocation) -> None:
    """Note what a trainer takes from the file it is given: its parameters, and its seed where one is set."""
    for word in positional(invocation.arguments, VALUED)[1:]:
        path = builder.locate(invocation, word) if word.endswith(_FORMS) else None
        if path is not None and path in builder.project.texts:
            read(builder, invocation.node, path, invocation.program)
            return


def allennlp(builder: "Builder", invocation: Invocation) -> None:
    """Follow `allennlp train CONFIG`."""
    if positional(invocation.arguments, VALUED)[:1] == ("train",):
        train(builder, invocation)


def read(builder: "Builder", node: str, path: str, technology: str) -> None:
    """Note that a program takes its parameters from a file, and its seed where one is set there."""
    builder.graph.prove(Site(node, "read-parameters", technology, builder.place(path, 1)))
    text = builder.project.texts[path]
    if found := _SEED.search(text):
        line = text.count("\n", 0, found.start()) + 1
        builder.graph.prove(Site(node, "fix-seed", technology, builder.place(path, line)))
