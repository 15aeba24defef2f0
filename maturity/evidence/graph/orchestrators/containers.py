"""Containers as documents of orchestrators write them: a command, a script, or what their image starts."""

import posixpath
import re
from typing import TYPE_CHECKING

from maturity.documents.tree import Table, series, text
from maturity.evidence.graph.graph import End
from maturity.evidence.graph.runners.compose import commands
from maturity.evidence.graph.shell import Options

if TYPE_CHECKING:
    from maturity.evidence.graph.builder import Builder

_KANIKO = re.compile(r"\bkaniko\b.*/executor\b")
"""An image that builds images; as a container gives only arguments, its entry point is the command."""
_SHELLS = ("sh", "bash", "ash", "zsh")


def run_container(builder: "Builder", node: str, path: str, body: Table) -> None:
    """Follow a container: its script, else its command with arguments, else the image's own command."""
    folder = builder.files.base(posixpath.dirname(path))
    source = text(body.get("source"))
    if source:
        _script(builder, node, path, body, folder)
        return
    for line, words in commands(body, ["command", "args"]):
        vector = tuple(words.split()) if isinstance(words, str) else words
        if _KANIKO.search(text(body.get("image"))) and not body.get("command"):
            vector = ("executor", *vector)
        builder.command(node, vector, builder.place(path, line), folder)
    if not body.get("command") and text(body.get("image")):
        at = builder.place(path, body.line_of("image"))
        builder.command(node, ("docker", "run", text(body.get("image"))), at)


def _script(builder: "Builder", node: str, path: str, body: Table, folder: str) -> None:
    """Follow a script that stands in the document, as far as a shell runs it."""
    first = next((one for one in series(body.get("command")) if isinstance(one, str)), "sh")
    line = body.line_of("source")
    if posixpath.basename(first) in _SHELLS:
        builder.script(node, text(body.get("source")), path, line, folder, options=Options(errexit=True))
    else:
        builder.graph.end(End(node, f"a text for {first[:40]} is not read", builder.place(path, line)))
