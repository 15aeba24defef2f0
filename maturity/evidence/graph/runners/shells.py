"""Shells: a script, a text given with -c, a sourced file."""

from typing import TYPE_CHECKING

from maturity.evidence.graph.invocation import Invocation
from maturity.evidence.graph.shell import Options, parse

if TYPE_CHECKING:
    from maturity.evidence.graph.builder import Builder

_VALUED = ("-o", "+o", "-O", "+O", "--rcfile", "--init-file")


def shell(builder: "Builder", invocation: Invocation) -> None:
    """Follow `bash script.sh`, `bash -ec "..."` and `bash <<EOF`."""
    words = invocation.arguments
    position = 0
    errexit = False
    while position < len(words) and words[position].startswith(("-", "+")):
        flag = words[position]
        short = flag.startswith("-") and not flag.startswith("--")
        errexit = errexit or (short and "e" in flag and "o" not in flag)
        if short and "c" in flag:
            text(builder, invocation, words[position + 1] if position + 1 < len(words) else "", errexit=errexit)
            return
        position += 2 if flag in _VALUED else 1
    if position < len(words):
        builder.run_path(invocation, words[position])
    elif invocation.stdin:
        text(builder, invocation, invocation.stdin, errexit=errexit)


def source(builder: "Builder", invocation: Invocation) -> None:
    """Follow `source script.sh`; a virtual environment's script is none of the project's."""
    words = [word for word in invocation.arguments if not word.startswith("-")]
    if words and not words[0].endswith("activate"):
        builder.run_path(invocation, words[0])


def evaluate(builder: "Builder", invocation: Invocation) -> None:
    """Follow `eval "COMMAND"`."""
    text(builder, invocation, " ".join(invocation.arguments), errexit=True)


def powershell(builder: "Builder", invocation: Invocation) -> None:
    """Follow `pwsh -File script.ps1` and `pwsh -Command "..."`."""
    words = invocation.arguments
    for position, word in enumerate(words[:-1]):
        if word.lower() in ("-file", "-f"):
            builder.run_path(invocation, words[position + 1])
            return
        if word.lower() in ("-command", "-c"):
            text(builder, invocation, " ".join(words[position + 1 :]), errexit=False)
            return
    if words and words[0].endswith(".ps1"):
        builder.run_path(invocation, words[0])


def text(builder: "Builder", invocation: Invocation, source_text: str, *, errexit: bool) -> None:
    """Follow every command of a text that stands inside one command."""
    for command in parse(source_text, Options(errexit=errexit)):
        folder = builder.files.folder(command.folder, invocation.folder) if command.folder else invocation.folder
        inner = invocation.inner(command.words, folder)
        if not command.blocking:
            inner = inner.lenient()
        builder.run(inner)
