"""Whether a written card still says what the registry and the run record."""

import json
import re
from typing import NamedTuple

from maturity.cards.build import CHANGED_BY_PUBLISHING, completeness_of, digest_of
from maturity.cards.written import Altered, Written
from maturity.model.card import Card, Entry
from maturity.render.cards.numbers import exact, number


class Difference(NamedTuple):
    """One value that is not what it was."""

    name: str
    printed: str
    """In the card; `-` where it says nothing."""
    recorded: str
    """Now; `-` where nothing is recorded."""


def altered(card: Card, old: Written) -> tuple[Altered, ...]:
    """Return where a written card does not say any more what it said when it was written.

    JSON counts what is filled, and carries the digest of its content. Where that is not so any more, the fields that
    differ from `card`, the one of now, are named; its digest is where none does.
    """
    whole = old.whole
    if whole is None:
        return old.altered
    counted = whole.completeness == completeness_of(whole.entries)
    found = old.altered if counted else (*old.altered, _in_json(old, "completeness", "completeness"))
    return found if digest_of(whole.stated, whole.entries) == whole.digest else (*found, *_changed(card, whole, old))


def _changed(card: Card, whole: Card, old: Written) -> list[Altered]:
    """Return the fields of JSON that are not as they are now, or its digest where all are."""
    now = {one.field: _content(one) for one in card.entries}
    changed = [
        one.field
        for one in whole.entries
        if one.field not in CHANGED_BY_PUBLISHING and now.get(one.field) != _content(one)
    ]
    return [_in_json(old, field, "field", field) for field in changed] or [
        _in_json(old, "digest", "digest", whole.digest)
    ]


def _in_json(old: Written, title: str, key: str, value: str = "") -> Altered:
    """Return what was altered with the line of its key; of JSON that a PDF carries nobody sees a line."""
    if not old.source:
        return Altered(title, 1, "attachment")
    wanted = re.escape(json.dumps(value)) if value else ""
    found = re.search(rf'"{re.escape(key)}"\s*:\s*{wanted}', old.source)
    return Altered(title, old.source.count("\n", 0, found.start()) + 1 if found else 1)


def _content(entry: Entry) -> tuple[object, ...]:
    """Return what of an entry the digest of a card covers."""
    return entry.value, entry.answer and entry.answer.text, entry.histories


def differences(card: Card, old: Written) -> tuple[Difference, ...]:
    """Return what a written card says otherwise than the server does now.

    A number is compared as it is written: to the digits that a text prints, and exactly where JSON holds it.
    """
    before, now = ({one.name: one.value for one in stated} for stated in (old.stated, card.stated))
    found = (
        []
        if (old.model, old.version) == (card.model, card.version)
        else [Difference("version", f"{old.model}/{old.version}", f"{card.model}/{card.version}")]
    )
    for name in dict.fromkeys((*before, *now)):
        told, known = before.get(name, "-"), now.get(name, "-")
        said = exact if isinstance(told, float) else number
        one, other = (value if isinstance(value, str) else said(value) for value in (told, known))
        found += [Difference(name, one, other)] if one != other else []
    return tuple(found)
