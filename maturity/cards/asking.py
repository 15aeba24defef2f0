"""The questions about one model, beneath `models: NAME:`: only those that nothing answers yet."""

import json
import re
from collections.abc import Sequence
from typing import NamedTuple

from maturity.cards import human
from maturity.cards.fields import catalog
from maturity.cards.lines import block, indent_of
from maturity.documents.tree import Table
from maturity.documents.yaml import load_typed
from maturity.errors import Unreadable, UsageError
from maturity.model.card import Card, CardField, Entry, Grid, Words
from maturity.render.cards.numbers import printed
from maturity.render.display import displayable

_KEY = human.SINGLE["model"]
_PLAIN = re.compile(r"[A-Za-z][\w.-]*", re.ASCII)
_STEP = 2
_SHOWN = 120
_KNOWN = {
    "en": "{title} - known already: {said}; answer only to add to it",
    "zh": "{title}——已知：{said}；仅在需要补充时回答",
}
_CANNOT = "nothing can be added for this model: write its answers as lines below `models:` and its name, without braces"


class Asked(NamedTuple):
    """A file with the questions about a model, and what became of each field that a person can fill."""

    content: str
    questions: tuple[str, ...]
    """Fields that are asked for, now or before."""
    known: tuple[str, ...]
    general: tuple[str, ...]
    """Fields that are answered for all models."""


def asked(language: str, before: str, card: Card) -> Asked:
    """Return a file that asks about the model of a card what neither a source nor a person has said.

    What is there stays byte for byte; lines are only put between. What a source says stands as a comment.

    Args:
        language: Of the questions: `en` or `zh`.
        before: The file as it is; empty where there is none.
        card: What is known of the model.

    Raises:
        Unreadable: nothing can be put into the file, as its models stand in braces.
    """
    tree = _tree(before)
    general = tuple(human.answers(before, "", "\0"))
    own = _own(tree, card.model)
    there = set(own) if isinstance(own, Table) else set[str]()
    lines = before.splitlines(keepends=True)
    remarked = _remarked(lines, tree, card.model)
    questions: list[str] = []
    known: list[str] = []
    added: list[str] = []
    for field in catalog("model").fields:
        entry = card.entry(field.id)
        if field.ask is None:
            continue
        if field.id in there or (field.id not in general and entry.value is None):
            questions.append(field.id)
            added += [] if field.id in there else ["", f"# {human.question(field, language)}", f"{field.id}:"]
        elif field.id not in general:
            known.append(field.id)
            added += [] if field.id in remarked else ["", _known(field, entry, language), f"# {field.id}:"]
    content = _put(lines, tree, card.model, added, language) if added else before
    _verify(before, content, card.model, {*there, *questions} if added else there)
    return Asked(content, tuple(questions), tuple(known), general)


def _tree(source: str) -> Table:
    documents = load_typed(source) if source.strip() else ()
    if len(documents) > 1:
        raise Unreadable(_CANNOT)
    return documents[0] if documents and isinstance(documents[0], Table) else Table()


def _own(tree: Table, name: str) -> object:
    models = tree.get(_KEY)
    return models.get(name) if isinstance(models, Table) else None


def _known(field: CardField, entry: Entry, language: str) -> str:
    title = field.en if language == "en" else field.zh
    return "# " + _KNOWN[language].format(title=title, said=displayable(_said(entry), _SHOWN))


def _said(entry: Entry) -> str:
    match entry.value:
        case Words(lines=lines):
            return ", ".join(lines)
        case Grid(rows=rows):
            return ", ".join(" ".join(map(printed, row)) for row in rows)
        case _:
            return ""


def _remarked(lines: Sequence[str], tree: Table, name: str) -> set[str]:
    """Return the fields that stand as comments in the section of a model."""
    found = (re.fullmatch(r"\s*#\s*([a-z-]+):\s*", lines[at]) for at in _section(lines, tree, name))
    return {one[1] for one in found if one}


def _section(lines: Sequence[str], tree: Table, name: str) -> range:
    models = tree.get(_KEY)
    if not isinstance(models, Table) or name not in models:
        return range(0)
    return block(lines, models.line_of(name) - 1)


def _put(lines: list[str], tree: Table, name: str, added: list[str], language: str) -> str:
    """Return the file with lines for a model: at the end of its section, of all sections, or of the file."""
    models = tree.get(_KEY)
    if not lines:
        lines = [line + "\n" for line in human.head(language).splitlines()]
    if isinstance(models, Table) and name in models:
        section, own = _section(lines, tree, name), models[name]
        outer = indent_of(lines[section.start])
        inner = _indent(lines, own) if isinstance(own, Table) and own else outer + _STEP
        return _between(lines, section.stop, inner, added)
    named = name if _PLAIN.fullmatch(name) and not _is_word(name) else json.dumps(name, ensure_ascii=False)
    if isinstance(models, Table):
        section = block(lines, tree.line_of(_KEY) - 1)
        outer = _indent(lines, models) if models else _STEP
        return _between(lines, section.stop, outer, ["", f"{named}:", *_deeper(added)])
    return _between(lines, len(lines), 0, ["", f"{_KEY}:", *_deeper([f"{named}:", *_deeper(added)])])


def _is_word(name: str) -> bool:
    """Tell whether YAML takes a plain word for something else than itself."""
    documents = load_typed(name)
    return not documents or documents[0] != name


def _indent(lines: Sequence[str], table: Table) -> int:
    return indent_of(lines[table.line_of(next(iter(table))) - 1])


def _deeper(lines: Sequence[str]) -> list[str]:
    return [" " * _STEP + line if line else line for line in lines]


def _between(lines: Sequence[str], at: int, indent: int, added: Sequence[str]) -> str:
    before, after = "".join(lines[:at]), "".join(lines[at:])
    ended = "" if not before or before.endswith("\n") else "\n"
    told = "".join(f"{' ' * indent}{line}\n" if line else "\n" for line in added)
    return before + ended + told + after


def _verify(before: str, after: str, name: str, keys: set[str]) -> None:
    """Make sure that the file says of every model what it said, and asks what it is to ask."""
    models = _tree(before).get(_KEY)
    names = ["\0", name, *(str(one) for one in models)] if isinstance(models, Table) else ["\0", name]
    try:
        same = all(_texts(before, one) == _texts(after, one) for one in names)
        own = _own(_tree(after), name)
    except (Unreadable, UsageError):
        raise Unreadable(_CANNOT) from None
    if not same or not (isinstance(own, Table) and set(own) >= keys if keys else True):
        raise Unreadable(_CANNOT)


def _texts(source: str, name: str) -> dict[str, str]:
    return {field: one.text for field, one in human.answers(source, "", name).items()}
