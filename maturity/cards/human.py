"""The part of a card that people write: `model-card.yaml`, in the repository, reviewed like code."""

import re
from collections.abc import Iterator
from typing import Any

from maturity.cards.fields import catalog, human_fields
from maturity.documents.tree import Table
from maturity.documents.yaml import load_typed
from maturity.errors import Unreadable, UsageError
from maturity.model.card import ANSWERS, Answer, CardField, Subject
from maturity.rules.validate import suggest

FILES = ANSWERS
FILE = FILES["model"]
SINGLE: dict[Subject, str] = {"model": "models", "data": "data"}
"""Beneath which key the answers of one model or one output stand."""
_PLACEHOLDER = re.compile(
    r"\W*(?:tbd|tba|todo|fixme|xxx+|n/?a|unknown|待定|待补充|\[?more information needed\]?|lorem ipsum.*|\?+)?\W*",
    re.IGNORECASE | re.DOTALL,
)
_DUE = {"en": "due from level {level}", "zh": "自 {level} 级起应填写"}
_HEAD = {
    "en": "# What machines cannot know. An answer that is empty is shown as missing.\n"
    "# Answers hold for all that the repository has; those for one stand beneath `{single}: NAME:`.",
    "zh": "# 机器无法得知的内容。空白会显示为缺失。\n# 这里的回答适用于全部；单个的回答写在 `{single}: 名称:` 之下。",
}


def answers(source: str, place: str, name: str, subject: Subject = "model") -> dict[str, Answer]:
    """Read what people answered for a model, or for data.

    The file holds answers at its top, which hold for all, and beneath `models: NAME:` or `data: PATH:` those for one.

    Raises:
        UsageError: it is no YAML, or has a key that is no field: `PLACE:LINE: what is wrong`.
    """
    try:
        documents = load_typed(source)
    except Unreadable as error:
        raise UsageError(f"{place}: {error}") from None
    tree = documents[0] if documents else None
    if tree is None:
        return {}
    if not isinstance(tree, Table):
        raise UsageError(f"{place}:1: has to be a mapping from fields to answers")
    found = dict(_read(tree, place, subject, top=True))
    own = tree.get(SINGLE[subject])
    if isinstance(own, Table) and isinstance(own.get(name), Table):
        found |= dict(_read(own[name], place, subject, top=False))
    return found


def _read(tree: Table, place: str, subject: Subject, *, top: bool) -> Iterator[tuple[str, Answer]]:
    known, single = human_fields(subject), SINGLE[subject]
    for key, value in tree.items():
        line = tree.line_of(key)
        if top and key == single:
            if not isinstance(value, Table):
                raise UsageError(f"{place}:{line}: {single!r} has to map names to their answers")
            continue
        if key not in known:
            raise UsageError(f"{place}:{line}: {key!r} is no field that a person fills{suggest(key, known) or ''}")
        if said := _said(value):
            yield key, Answer(text=said, locator=f"{place}:{line}")


def _said(value: Any) -> str:
    """Return an answer as text; empty for nothing, and for what only holds a place."""
    if isinstance(value, list):
        return "\n".join(f"- {one}" for one in map(_said, value) if one)
    if isinstance(value, Table):
        return "\n".join(f"{key}: {said}" for key, one in value.items() if (said := _said(one)))
    text = "" if value is None else str(value).strip()
    return "" if _PLACEHOLDER.fullmatch(text) else text


def questions(language: str, before: str = "", subject: Subject = "model") -> str:
    """Return a file with every question: what is there stays byte for byte, what is not asked there yet follows it.

    Args:
        language: Of the questions that are added: `en` or `zh`.
        before: The file as it is; empty where there is none.
        subject: What the questions are about.

    Raises:
        Unreadable: nothing can follow the file, as it is one mapping in braces or ends its document.
    """
    there = _keys(before)
    missing = {field.id: field for field in catalog(subject).fields if field.ask and field.id not in there}
    added = "".join(f"\n# {question(field, language)}\n{key}:\n" for key, field in missing.items())
    if not before.strip():
        return head(language, subject) + added
    whole = (before if before.endswith("\n") or not added else before + "\n") + added
    if added and not there | missing.keys() <= _keys(whole):
        raise Unreadable("nothing can be added below: write it as lines of `field: answer`, without braces or `...`")
    return whole


def head(language: str, subject: Subject = "model") -> str:
    """Return how a file begins that had no line yet."""
    return _HEAD[language].format(single=SINGLE[subject]) + "\n"


def question(field: CardField, language: str) -> str:
    """Return what a person is asked, and from which level the answer is due; of a field that asks."""
    assert field.ask is not None
    asked = field.ask.en if language == "en" else field.ask.zh
    return f"{asked} ({_DUE[language].format(level=field.level)})"


def _keys(source: str) -> set[str]:
    """Return the keys at the top of a file; none where nothing can be read."""
    try:
        documents = load_typed(source)
    except Unreadable:
        return set()
    return set(documents[0]) if len(documents) == 1 and isinstance(documents[0], Table) else set()
