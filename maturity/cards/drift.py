"""Whether a written card still says what the registry and the run record."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from pydantic import ValidationError

from maturity.cards.build import CHANGED_BY_PUBLISHING, digest_of
from maturity.errors import UsageError
from maturity.model.card import BLOCK_BEGIN, BLOCK_END, Card, Cell, Entry, Stated
from maturity.render.cards.numbers import exact, number
from maturity.render.cards.sealing import sections

_BLOCK = re.compile(re.escape(BLOCK_BEGIN) + r"\n(?P<held>.*?)\n" + re.escape(BLOCK_END), re.DOTALL)


class Difference(NamedTuple):
    """One value that is not what it was."""

    name: str
    printed: str
    """In the card; `-` where it says nothing."""
    recorded: str
    """Now; `-` where nothing is recorded."""


class Altered(NamedTuple):
    """A section that does not say any more what it said when the card was written."""

    title: str
    line: int
    """Where it begins; 0 where it is gone."""


class Printed(NamedTuple):
    """What a written card states."""

    model: str
    version: str
    stated: tuple[Stated, ...]
    altered: tuple[Altered, ...] = ()
    whole: Card | None = None
    """All of it, where it is JSON."""
    source: str = ""


def printed(content: str, place: str) -> Printed:
    """Read what a written card states: our Markdown, or our JSON.

    Raises:
        UsageError: it is neither.
    """
    found = _BLOCK.search(content)
    try:
        held = json.loads(found["held"] if found else content)
        stated = held["stated"]
        pairs = [(one["name"], one["value"]) if isinstance(one, dict) else tuple(one) for one in stated]
        told = tuple(Stated(name=str(name), value=_value(value)) for name, value in pairs)
        if found:
            seen = tuple(_altered(content, held.get("sections", {})))
            return Printed(str(held["model"]), str(held["version"]), told, seen)
        return Printed(str(held["model"]), str(held["version"]), told, whole=_whole(content), source=content)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise UsageError(f"{place}: is no card of ours; write one with `maturity card ... --output FILE`") from None


def _value(value: object) -> Cell:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else str(value)


def _altered(content: str, written: Mapping[str, str]) -> Iterator[Altered]:
    """Yield the sections that people read otherwise than they were written; those of their own may be added."""
    now = sections(content)
    for title, digest in written.items():
        if title not in now:
            yield Altered(title, 0)
        elif now[title].digest != digest:
            yield Altered(title, now[title].line)


def _whole(content: str) -> Card | None:
    """Return a card of JSON; None where it is of another version of the format."""
    try:
        return Card.model_validate_json(content)
    except ValidationError:
        return None


def altered(card: Card, old: Printed) -> tuple[Altered, ...]:
    """Return where a written card does not say any more what it said when it was written.

    JSON carries the digest of its content. Where that is not so any more, the fields that differ from `card` are named,
    the one of now; all of it is where none does.
    """
    whole = old.whole
    if whole is None or digest_of(whole.stated, whole.entries) == whole.digest:
        return old.altered
    now = {one.field: _content(one) for one in card.entries}
    changed = [
        one.field
        for one in whole.entries
        if one.field not in CHANGED_BY_PUBLISHING and now.get(one.field) != _content(one)
    ]
    return tuple(Altered(field, _line_of(old.source, "field", field)) for field in changed) or (
        Altered("digest", _line_of(old.source, "digest", whole.digest)),
    )


def _content(entry: Entry) -> tuple[object, ...]:
    """Return what of an entry the digest of a card covers."""
    return entry.value, entry.answer and entry.answer.text, entry.histories


def _line_of(source: str, key: str, value: str) -> int:
    """Return the line of a key with a value in JSON; 1 where it stands otherwise."""
    found = re.search(rf'"{re.escape(key)}"\s*:\s*{re.escape(json.dumps(value))}', source)
    return source.count("\n", 0, found.start()) + 1 if found else 1


def differences(card: Card, old: Printed) -> tuple[Difference, ...]:
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
