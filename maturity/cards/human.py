"""The part of a card that people write: `model-card.yaml`, in the repository, reviewed like code."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from maturity.cards.fields import catalog, human_fields
from maturity.documents.tree import Table
from maturity.documents.yaml import load_typed
from maturity.errors import Unreadable, UsageError
from maturity.model.card import Answer, Subject
from maturity.rules.validate import suggest

FILES: dict[Subject, str] = {"model": "model-card.yaml", "data": "data-card.yaml"}
FILE = FILES["model"]
SINGLE: dict[Subject, str] = {"model": "models", "data": "data"}
"""Beneath which key the answers of one model or one output stand."""
_PLACEHOLDER = re.compile(
    r"\W*(?:tbd|tba|todo|fixme|xxx+|n/?a|none|unknown|待定|待补充|\[?more information needed\]?|lorem ipsum.*|\?+)?\W*",
    re.IGNORECASE | re.DOTALL,
)
_HEAD = {
    "en": "# What machines cannot know. An answer that is empty is shown as missing.\n"
    "# Answers hold for all that the repository has; those for one stand beneath `{single}: NAME:`.",
    "zh": "# 机器无法得知的内容。空白会显示为缺失。\n# 这里的回答适用于全部；单个的回答写在 `{single}: 名称:` 之下。",
}
_QUESTION = re.compile(r"\((?:due from level \d|自 \d 级起应填写)\)\Z")
_KEY = re.compile(r"^(?P<indent> *)(?P<key>[a-z][a-z-]*):(?P<rest>.*)$")


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


def questions(language: str, kept: Mapping[str, str] | None = None, subject: Subject = "model") -> str:
    """Return a file with every question, and the answers that are there already.

    Args:
        language: Of the questions: `en` or `zh`.
        kept: The lines of an older file, by field: an answer with everything that belongs to it.
    """
    parts = [_HEAD[language].format(single=SINGLE[subject])]
    held = dict(kept or {})
    for field in catalog(subject).fields:
        if field.ask:
            question = field.ask.en if language == "en" else field.ask.zh
            due = {"en": f"due from level {field.level}", "zh": f"自 {field.level} 级起应填写"}[language]
            parts.append(f"\n# {question} ({due})\n{held.pop(field.id, field.id + ':')}")
    parts += [f"\n{rest}" for rest in held.values()]
    return "\n".join(parts).rstrip() + "\n"


def kept(source: str) -> dict[str, str]:
    """Return the lines of each key at the top of a file, comments and the lines that belong to it included."""
    found: dict[str, list[str]] = {}
    current: list[str] | None = None
    for line in source.splitlines():
        match = _KEY.match(line)
        if match and not match["indent"]:
            current = found.setdefault(match["key"], [])
        if current is not None and (
            line[:1] in (" ", "-", "\t") or (match and not match["indent"]) or not line.strip()
        ):
            current.append(line)
    return {key: "\n".join(lines).rstrip() for key, lines in found.items()}


def keeps(before: str, after: str) -> bool:
    """Tell whether a file that was written anew holds every value and every comment of the one before."""
    try:
        old, new = (load_typed(text) for text in (before, after))
    except Unreadable:
        return False
    if not old or old[0] is None:
        held = True
    else:
        held = bool(new) and isinstance(new[0], dict) and all(new[0].get(key) == value for key, value in old[0].items())
    comments = {line.strip() for line in before.splitlines() if line.lstrip().startswith("#")}
    # Questions are ours, in whatever language or wording they were asked before.
    heads = {head.format(single=single) for head in _HEAD.values() for single in SINGLE.values()}
    ours = {line for head in heads for line in head.split("\n")}
    comments = {line for line in comments if line not in ours and not _QUESTION.search(line)}
    return held and comments <= {line.strip() for line in after.splitlines()}
