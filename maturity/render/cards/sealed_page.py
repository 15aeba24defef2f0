"""The sections of a card in HTML: what they say and show, whatever a formatter does to their source."""

import re
from html.parser import HTMLParser

from maturity.render.cards.sealing import FOOTER, Section, Sections

_HEADINGS = ("h1", "h2", "h3")
_UNSEEN = ("head", "style", "script")
_SHOWN = ("src", "alt", "href", "style", "hidden", "points", "cx", "cy", "x", "y")
"""Attributes that change what is seen."""
_BLANK = re.compile(r"\s+")


def page_sections(page: str) -> dict[str, Section]:
    """Return the sections of a card in HTML by their titles, and its last lines."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    return reader.found.sealed()


class _Reader(HTMLParser):
    """Reads texts, elements and the attributes that are seen; comments and blanks say nothing."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found = Sections()
        self._heading: list[str] | None = None
        self._line = 0
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self._unseen += 1
        elif tag in _HEADINGS:
            self._heading, self._line = [], self.getpos()[0]
        elif tag == "footer":
            self.found.begin(FOOTER, self.getpos()[0])
        seen = "".join(f" {name}={value or ''}" for name, value in sorted(attrs) if name in _SHOWN)
        if tag not in _HEADINGS or seen:
            self.found.add(f"<{tag}{seen}>")

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        elif tag in _HEADINGS and self._heading is not None:
            self.found.begin(" ".join("".join(self._heading).split()), self._line)
            self._heading = None

    def handle_data(self, data: str) -> None:
        if self._heading is not None:
            self._heading.append(data)
        elif not self._unseen:
            self.found.add(_BLANK.sub("", data))
