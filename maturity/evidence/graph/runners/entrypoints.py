"""Scripts that an image starts with, and what they do for the word that a container is given: `docker run app test`."""

import posixpath
import re
from typing import TYPE_CHECKING

from maturity.evidence.graph.dockerfile import instructions
from maturity.evidence.graph.invocation import Invocation
from maturity.evidence.graph.shell import Options

if TYPE_CHECKING:
    from maturity.evidence.graph.builder import Builder

MAX_LINES = 2_000
"""Of an entry script; it is looked through again for each word that some container is given."""
_WORD = re.compile(r"[\w:-]{1,40}\Z")
_ERREXIT = re.compile(r"\A#![^\n]*sh +-\w*e|^set -\w*e", re.MULTILINE)
_NEXT = re.compile(r"(?:elif|else|fi)\b")


def follow(builder: "Builder", command: Invocation, image: str) -> bool:
    """Follow what the entry script of an image does for the first word of a command; False when it tells none apart."""
    steps = list(instructions(builder.project.texts.get(image, "")))
    last = max((one.stage for one in steps), default=0)
    entries = [one.vector or () for one in steps if one.word == "ENTRYPOINT" and one.stage == last]
    written = next((word for word in entries[-1] if word.endswith(".sh")), "") if entries else ""
    folder = posixpath.dirname(image)
    path = builder.files.find(written, folder) or builder.files.find(posixpath.basename(written), folder)
    text = builder.project.texts.get(path, "") if written and path else ""
    found = arm(text, command.words[0])
    if path is None or found is None:
        return False
    options = Options(errexit=_ERREXIT.search(text) is not None)
    builder.script(command.node, found[1], path, found[0], folder, blocking=command.blocking, options=options)
    return True


def arm(text: str, word: str) -> tuple[int, str] | None:
    """Return the line and the text of what a script does where its first argument is a word; None for no such arm."""
    if not _WORD.match(word):
        return None
    asked = re.compile(rf"([ \t]*)(?:el)?if \[\[? [\"']?\$\{{?1\}}?[\"']? ={{1,2}} [\"']?{re.escape(word)}[\"']? \]")
    case = re.compile(rf"[ \t]*\(?(?:[\"'\w-]+ ?\| ?)*[\"']?{re.escape(word)}[\"']?(?: ?\| ?[\"'\w-]+)*\)")
    lines = text.splitlines()[:MAX_LINES]
    inside = False
    for number, line in enumerate(lines):
        inside = inside or re.match(r"[ \t]*case [\"']?\$\{?1\}?[\"']? in\b", line[:80]) is not None
        if found := asked.match(line[:200]):
            end = next((n for n in range(number + 1, len(lines)) if _ends(lines[n], found[1])), None)
            return number + 2, "\n".join(lines[number + 1 : end])
        if inside and (found := case.match(line[:200])):
            body = "\n".join([line[found.end() :], *lines[number + 1 :]]).partition(";;")[0]
            return number + 1, body
    return None


def _ends(line: str, indent: str) -> bool:
    return line.startswith(indent) and _NEXT.match(line[len(indent) :]) is not None
