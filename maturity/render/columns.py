"""Columns of a terminal: East Asian characters take two."""

import unicodedata
from collections.abc import Iterator

from maturity.render.display import ELLIPSIS

_ORDERS = ("::", "##")


def width(text: str) -> int:
    """Return how many columns a text takes."""
    return len(text) if text.isascii() else sum(map(_columns, text))


def pad(text: str, columns: int) -> str:
    """Return the text filled with blanks up to a number of columns."""
    return text + " " * (columns - width(text))


def fit(text: str, columns: int) -> str:
    """Return the text cut to a number of columns, with an ellipsis where something is lost."""
    if width(text) <= columns:
        return text
    kept, used = "", width(ELLIPSIS)
    for char in text:
        used += _columns(char)
        if used > columns:
            break
        kept += char
    return kept.rstrip() + ELLIPSIS


def wrap(text: str, columns: int) -> list[str]:
    """Break a text into lines, between words and between East Asian characters.

    No line begins with what a CI system would take for a command there: it stays on the line before, however long.
    """
    lines, line = [], ""
    for piece in _pieces(text):
        if line and not piece.startswith(_ORDERS) and width(line) + width(piece.rstrip()) > columns:
            lines.append(line.rstrip())
            line = ""
        line += piece
    return [*lines, line.rstrip()] if line.strip() else lines


def _pieces(text: str) -> Iterator[str]:
    """Yield what must stay together: a word with its blank, or one wide character with the sign that closes it."""
    piece = ""
    for char in text:
        if piece and (piece[-1] == " " or _wide(char) or _wide(piece[-1])) and not _closes(char):
            yield piece
            piece = ""
        piece += char
    if piece:
        yield piece


def _closes(char: str) -> bool:
    """Tell whether a line may not begin with this character."""
    return char == " " or char in ",.;:!?)]}，。；：！？、）」』】》"


def _columns(char: str) -> int:
    return 0 if unicodedata.combining(char) else 1 + _wide(char)


def _wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WF"
