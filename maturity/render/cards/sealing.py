"""What the sections of a written card say to a reader, as digests: text that is changed afterwards is found by them."""

import hashlib
import re
from typing import NamedTuple

from maturity.model.card import BLOCK_BEGIN

_HEADING = "### "
_INDEX = "model-index:"
"""The metrics of the front matter; the rest of it people may add to."""
_ENDS = ("# ", "## ", "---", BLOCK_BEGIN)
_FORM = re.compile(r"[\s|*_\\:-]+")
"""Signs that formatters of Markdown set as they like: of these no digest is made."""
DIGITS = 16


class Section(NamedTuple):
    """One section of a written card."""

    line: int
    digest: str
    """SHA-256 of its text without form, its first digits."""


def sections(text: str) -> dict[str, Section]:
    """Return the sections of a Markdown card by their titles, and the metrics of its front matter.

    A title that stands twice is numbered.
    """
    found: dict[str, tuple[int, list[str]]] = {}
    current: list[str] | None = None
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith(_HEADING):
            current = []
            found[_free(line.removeprefix(_HEADING).strip(), found)] = (number, current)
        elif line.startswith(_INDEX) and not found:
            current = []
            found[_INDEX.removesuffix(":")] = (number, current)
        elif line.startswith(_ENDS) or (found.keys() == {"model-index"} and line[:1] not in (" ", "-")):
            current = None
        elif current is not None:
            current.append(line)
    return {title: Section(line, _digest(lines)) for title, (line, lines) in found.items()}


def _free(title: str, taken: dict[str, tuple[int, list[str]]]) -> str:
    number = 2
    wanted = title
    while wanted in taken:
        wanted, number = f"{title} ({number})", number + 1
    return wanted


def _digest(lines: list[str]) -> str:
    plain = "\n".join(filter(None, (_FORM.sub("", line) for line in lines)))
    return hashlib.sha256(plain.encode("utf-8", "replace")).hexdigest()[:DIGITS]
