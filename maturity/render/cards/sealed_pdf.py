"""The pages of a PDF as digests: of what draws them, of the pictures they show, and of notes that stand on them.

They are compared as they are drawn, so no way of reading text out of a PDF has a say in it.
"""

import hashlib
import logging
import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from maturity.errors import Unreadable, UsageError
from maturity.render.cards.sealing import DIGITS

_DRAWN = re.compile(rb"/([^\s/<>\[\]()%]+)\s+Do\b")
_DEEPEST = 4
MOST_PAGES = 2_000


def library() -> Any:
    """Return the library that opens PDF.

    Raises:
        UsageError: it is missing.
    """
    try:
        import pypdf
    except ImportError:
        raise UsageError("a card as PDF: needs pypdf; install it with: pip install 'maturity[pdf]'") from None
    # It tells of every oddity that it can do without.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    return pypdf


def _faults() -> tuple[type[Exception], ...]:
    """Return what the library raises where a PDF is not as it should be."""
    return (library().errors.PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError)


def opened(content: bytes) -> Any:
    """Return a PDF, opened.

    Raises:
        UsageError: the library is missing.
        Unreadable: it is no PDF that can be opened.
    """
    try:
        reader = library().PdfReader(BytesIO(content))
        pages = len(reader.pages)
    except _faults():
        raise Unreadable("cannot be opened as a PDF: it is damaged, cut off or locked") from None
    if pages > MOST_PAGES:
        raise Unreadable(f"has more than {MOST_PAGES} pages")
    return reader


def page_digests(reader: Any) -> tuple[str, ...]:
    """Return a digest for each page; one that cannot be read has none."""
    return tuple(_page(page) for page in reader.pages)


def attachments(reader: Any) -> dict[str, bytes]:
    """Return the first file of each name that a PDF carries.

    Raises:
        Unreadable: they are damaged.
    """
    held = reader.attachments
    try:
        return {name: bytes(held[name][0]) for name in list(held)[:20] if held[name]}
    except _faults():
        raise Unreadable("carries files that cannot be read") from None


def _page(page: Any) -> str:
    told = hashlib.sha256()
    try:
        for part in (*_drawn(page, _content(page), _DEEPEST), *_notes(page)):
            told.update(len(part).to_bytes(8, "big") + part)
    except _faults():
        return ""
    return told.hexdigest()[:DIGITS]


def _content(page: Any) -> bytes:
    """Return what draws a page: one stream, or several one after the other."""
    held = _held(page, "/Contents") or []
    parts = [one.get_object() for one in held] if isinstance(held, list) else [held]
    return b"\n".join(part.get_data().strip() for part in parts)


def _drawn(owner: Any, content: bytes, deepest: int) -> Iterator[bytes]:
    """Yield what draws a page or a form, then the pictures and forms that it names, in that order."""
    yield content
    known = _held(_held(owner, "/Resources"), "/XObject")
    for name in _DRAWN.findall(content) if deepest else ():
        shown = known["/" + name.decode("ascii", "replace")].get_object()
        yield from _drawn(shown, shown.get_data().strip(), deepest - 1)


def _held(owner: Any, key: str) -> Any:
    """Return what an object holds under a key; nothing where it holds nothing."""
    held = owner.get(key)
    return {} if held is None else held.get_object()


def _notes(page: Any) -> Iterator[bytes]:
    """Yield the notes, stamps and fields that programs put on a page."""
    for one in _held(page, "/Annots"):
        note = one.get_object()
        yield " ".join(str(note.get(key, "")) for key in ("/Subtype", "/Contents", "/V", "/Rect")).encode()
