"""What is wrong with one entry of a list that people keep in a repository: waivers and attestations. Pure."""

from collections.abc import Collection, Mapping
from datetime import date

from maturity.documents.tree import Table
from maturity.model.rule import Text
from maturity.rules.validate import suggest

LONGEST = 1_000
"""Characters of one value."""
QUOTED = 60


def shape_fault(entry: Table, known: Collection[str], needed: Collection[str]) -> Text | None:
    """Say which key is unknown, missing or too long."""
    for key in entry:
        if key not in known:
            return Text(en=f"unknown key {key[:QUOTED]!r}{suggest(key, known)}", zh=f"未知的键 {key[:QUOTED]!r}")
    texts = words(entry)
    for key in needed:
        if not texts.get(key, "").strip():
            return Text(en=f"{key!r} is missing", zh=f"缺少 {key!r}")
    if any(len(value) > LONGEST for value in texts.values()):
        return Text(en=f"a value is longer than {LONGEST} characters", zh=f"有取值超过 {LONGEST} 个字符")
    return None


def choice_fault(key: str, value: str, choices: Collection[str]) -> Text | None:
    """Say that a value is none of those there are."""
    if value in choices:
        return None
    quoted = value[:QUOTED]
    return Text(
        en=f"{key!r} cannot be {quoted!r}; one of: {', '.join(choices)}",
        zh=f"{key!r} 不能为 {quoted!r}；可选：{'、'.join(choices)}",
    )


def date_fault(key: str, value: str, last: date = date.max) -> Text | None:
    """Say that a value is no date, or one beyond the last that can be reckoned with."""
    told = day(value)
    if told is not None and told <= last:
        return None
    return Text(
        en=f"{key!r} is no date of the form 2026-12-31: {value[:40]!r}",
        zh=f"{key!r} 不是形如 2026-12-31 的日期：{value[:40]!r}",
    )


def day(text: str) -> date | None:
    """Read a date of the one form that no two people read differently."""
    try:
        told = date.fromisoformat(text)
    except ValueError:
        return None
    return told if told.isoformat() == text else None


def words(entry: Table) -> Mapping[str, str]:
    """Return the values of an entry that are text."""
    return {key: value for key, value in entry.items() if isinstance(value, str)}
