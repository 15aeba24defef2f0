"""A card that was written, as it is read again: Markdown, HTML, PDF or JSON."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Literal, NamedTuple

from pydantic import ValidationError

from maturity.children import alone
from maturity.errors import Unreadable, UsageError
from maturity.model.card import BLOCK_BEGIN, BLOCK_END, Card, Cell, Stated
from maturity.render.cards.numbers import printed
from maturity.render.cards.pdf import CARD, PAGES
from maturity.render.cards.sealed_page import page_sections
from maturity.render.cards.sealed_pdf import attachments, library, opened, page_digests
from maturity.render.cards.sealing import Section, sections
from maturity.render.display import displayable
from maturity.rules.validate import decoded

Place = Literal["line", "page", "attachment"]
SECONDS, MEMORY = 20.0, 1 << 30
"""Of the process that reads a page or a PDF: what it reads may be anything."""
_BLOCK = re.compile(re.escape(BLOCK_BEGIN) + r"\n(?P<held>.*?)\n" + re.escape(BLOCK_END), re.DOTALL)
_PAGE = re.compile(r"\s*<(?:!doctype\s+)?html\b", re.IGNORECASE)
_PDF = b"%PDF-"


class Altered(NamedTuple):
    """A part that does not say any more what it said when the card was written."""

    title: str
    """Of the section, or the field; empty for a page."""
    number: int
    """The line or the page; 0 where the part is gone."""
    place: Place = "line"


class Written(NamedTuple):
    """What a written card states."""

    model: str
    version: str
    stated: tuple[Stated, ...]
    altered: tuple[Altered, ...] = ()
    whole: Card | None = None
    """All of it, where JSON is at hand."""
    source: str = ""
    """Where lines of JSON can be named."""


def read(content: bytes, path: Path) -> Written:
    """Read what a written card states.

    Raises:
        UsageError: it is no card of ours, or nothing by which it could be checked is left in it.
    """
    try:
        if content.startswith(_PDF):
            return _of_pdf(content)
        text = decoded(content, path)
        found = _BLOCK.search(text)
        if not found:
            return _of_json(text)
        reader = page_sections if _PAGE.match(text) else sections
        return _of_block(json.loads(found["held"]), _apart(lambda: _dumped(reader(text))))
    except Unreadable as error:
        raise UsageError(f"{displayable(str(path))}: it {error}") from None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise UsageError(
            f"{displayable(str(path))}: is no card of ours; write one with `maturity card ... --output FILE`"
        ) from None


def _apart(work: Callable[[], bytes]) -> Any:
    return json.loads(alone(work, seconds=SECONDS, memory=MEMORY))


def _dumped(found: Mapping[str, Section]) -> bytes:
    return json.dumps(found).encode()


def _of_block(held: Any, now: Mapping[str, tuple[int, str]]) -> Written:
    """Hold the sections of a text against what its block says of them; sections of people's own may be added."""
    altered = []
    for title, digest in held.get("sections", {}).items():
        line, is_now = now.get(title, (0, ""))
        if is_now != digest:
            altered.append(Altered(str(title), line))
    return Written(str(held["model"]), str(held["version"]), _stated(held["stated"]), tuple(altered))


def _of_json(text: str) -> Written:
    held = json.loads(text)
    return Written(str(held["model"]), str(held["version"]), _stated(held["stated"]), whole=_whole(text), source=text)


def _of_pdf(content: bytes) -> Written:
    """Read what a PDF carries; its pages print numbers to fewer digits than the JSON that it carries has."""
    library()

    def work() -> bytes:
        pdf = opened(content)
        held = {name: value.decode("utf-8", "replace") for name, value in attachments(pdf).items()}
        return json.dumps([held.get(CARD), held.get(PAGES), page_digests(pdf)]).encode()

    card, sealed, pages = _apart(work)
    if card is None or sealed is None:
        raise Unreadable(f"carries no {CARD if card is None else PAGES}; write it with --format pdf --variant a-3a")
    told = _of_json(card)
    stated = tuple(Stated(name=one.name, value=printed(one.value)) for one in told.stated)
    return told._replace(stated=stated, altered=tuple(_pages(json.loads(sealed)["pages"], pages)), source="")


def _pages(written: list[str], now: list[str]) -> Iterator[Altered]:
    """Yield the pages that are drawn otherwise, that are gone, and that were added."""
    for number in range(1, max(len(written), len(now)) + 1):
        before, after = (one[number - 1] if number <= len(one) else "" for one in (written, now))
        if before != after or not before:
            yield Altered("", number if number <= len(now) else 0, "page")


def _stated(told: Any) -> tuple[Stated, ...]:
    pairs = [(one["name"], one["value"]) if isinstance(one, dict) else tuple(one) for one in told]
    return tuple(Stated(name=str(name), value=_value(value)) for name, value in pairs)


def _value(value: object) -> Cell:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else str(value)


def _whole(text: str) -> Card | None:
    """Return a card of JSON; None where it is of another version of the format."""
    try:
        return Card.model_validate_json(text)
    except ValidationError:
        return None
