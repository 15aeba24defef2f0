"""Who wrote the lines of a file, as git tells."""

import re
from typing import NamedTuple

from maturity.sources.git.private import Private
from maturity.sources.names import decode

_HEADER = re.compile(rb"^([0-9a-f]{40,64}) \d+ \d+")
_BYTES = 4 << 20


class Authored(NamedTuple):
    """Who changed a line last, in which commit."""

    author: str
    commit: str
    when: int = 0
    """UNIX seconds, by the clock of the author."""


def read(private: Private, path: str) -> tuple[Authored, ...]:
    """Return who changed each line of a file at HEAD last; nothing where git does not tell."""
    with private.start("blame", "--line-porcelain", "--no-textconv", "HEAD", "--", path) as process:
        output = process.everything(_BYTES)
    if output.fault or output.cut:
        return ()
    found: list[Authored] = []
    commit = author = ""
    when = 0
    for line in output.data.split(b"\n"):
        if match := _HEADER.match(line):
            commit = match[1].decode("ascii")
        elif line.startswith(b"author "):
            author = decode(line[7:])
        elif line.startswith(b"author-time ") and line[12:].isdigit():
            when = int(line[12:])
        elif line.startswith(b"\t"):
            found.append(Authored(author[:200], commit, when))
    return tuple(found)
