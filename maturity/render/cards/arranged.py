"""A card by its sections, with titles in one language: what every form shows in the same order."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import NamedTuple

from maturity.model.card import Card, Entry, Section
from maturity.render.style import Language

CODE = "how-to-use"
"""The field whose text is lines of a program."""


class Titled(NamedTuple):
    """One entry, with the title of its field."""

    title: str
    entry: Entry


class Part(NamedTuple):
    """One section."""

    section: Section
    title: str
    entries: tuple[Titled, ...]


def parts(card: Card, language: Language) -> Iterator[Part]:
    """Yield the sections of a card with all their fields, those that are missing too."""
    for section in card.sections:
        entries = tuple(
            Titled(entry.title.en if language == "en" else entry.title.zh, entry)
            for entry in card.entries
            if entry.section == section.id
        )
        yield Part(section, section.en if language == "en" else section.zh, entries)


def when(card: Card) -> str:
    """Return when the sources were read."""
    return datetime.fromtimestamp(card.read_at, UTC).strftime("%Y-%m-%d %H:%M UTC")
