"""What a written card says to a reader, as digests of its sections: by them a text that is changed is found."""

import hashlib
import json
import re
from collections.abc import Mapping
from typing import NamedTuple

from maturity.model.card import BLOCK_BEGIN, BLOCK_END, Card
from maturity.render.cards.numbers import printed

FOOTER = "footer"
"""What the last lines are called, which have no title."""
DIGITS = 16
_HEADINGS = ("# ", "## ", "### ")
_FENCE = "---"
_PROGRAM = re.compile(r"`{3,}")
"""Around lines of a program: what looks like a heading there is none."""
_INDEX = "model-index:"
"""The metrics of the front matter; the rest of it people may add to."""
_FORM = re.compile(r"[\s|*]+|(?<!\w)_|_(?!\w)|:(?=-)|-(?![\d.])|(?<=-):")
"""Signs that formatters of Markdown set as they like: of these no digest is made. The sign of a number is none."""


class Section(NamedTuple):
    """One section of a written card."""

    line: int
    digest: str
    """SHA-256 of its text without form, its first digits."""


class Sections:
    """Sections as they are read, one after the other. A title that stands twice is numbered."""

    def __init__(self) -> None:
        self._found: dict[str, tuple[int, list[str]]] = {}
        self._current: list[str] | None = None

    def begin(self, title: str, line: int) -> None:
        """Begin a section; what was before it has ended."""
        number, wanted = 2, title
        while wanted in self._found:
            wanted, number = f"{title} ({number})", number + 1
        self._current = []
        self._found[wanted] = (line, self._current)

    def add(self, text: str) -> None:
        """Add to the section that has begun, if one has."""
        if self._current is not None and text:
            self._current.append(text)

    def end(self) -> None:
        """End the section; what follows belongs to none."""
        self._current = None

    def sealed(self) -> dict[str, Section]:
        """Return all sections with their digests."""
        return {title: Section(line, _digest("\n".join(texts))) for title, (line, texts) in self._found.items()}


def sections(text: str) -> dict[str, Section]:
    """Return the sections of a Markdown card by their titles, the metrics of its front matter, and its last lines."""
    found, matter, begun, program = Sections(), False, False, ""
    for number, line in enumerate(text.splitlines(), 1):
        heading = next((sign for sign in _HEADINGS if line.startswith(sign)), "")
        fence = _PROGRAM.match(line)
        if fence and (not program or fence[0] == program):
            program = "" if program else fence[0]
        if program:
            found.add(line)
        elif line == _FENCE and not begun:
            matter = not matter
            found.end()
        elif matter and line.startswith(_INDEX):
            found.begin(_INDEX.removesuffix(":"), number)
        elif matter and line[:1] not in (" ", "-"):
            found.end()
        elif heading and not matter:
            begun = True
            found.begin(line.removeprefix(heading).strip(), number)
        elif line == _FENCE:
            found.begin(FOOTER, number)
        elif line.startswith(BLOCK_BEGIN):
            found.end()
        else:
            found.add(_plain(line))
    return found.sealed()


def _plain(line: str) -> str:
    return _FORM.sub("", line.replace("\\", ""))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:DIGITS]


def block(card: Card, sealed: Mapping[str, Section]) -> str:
    """Return what a card of these sections carries to be checked by later, as a comment of Markdown and of HTML."""
    held = {
        "model": card.model,
        "version": card.version,
        "digest": card.digest,
        "stated": [[one.name, printed(one.value)] for one in card.stated],
        "sections": {title: one.digest for title, one in sealed.items()},
    }
    # No text of others ends the comment early: JSON says the same in other signs.
    told = json.dumps(held, sort_keys=True).replace("<", "\\u003c").replace(">", "\\u003e")
    return f"{BLOCK_BEGIN}\n{told}\n{BLOCK_END}"
