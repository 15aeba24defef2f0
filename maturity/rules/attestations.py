"""Attestations: read the file, and tell which statements count today and why the others do not. Pure.

The file lies in the scanned repository and is hostile data: it is listed, and nothing it names is fetched or believed.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple, get_args

from maturity.documents import yaml
from maturity.documents.tree import Series, Table
from maturity.errors import Unreadable
from maturity.model.attestation import Attestation, AttestationState, AttestedOutcome
from maturity.model.finding import Finding
from maturity.model.place import Place
from maturity.model.rule import Text
from maturity.rules.entries import LONGEST, choice_fault, date_fault, shape_fault, words
from maturity.rules.validate import suggest

FILE = ".maturity/attestations.yaml"
MOST = 1_000
DAYS = 90
"""How long a statement counts that names no end."""
MOST_DAYS = 366
_LAST = date(9000, 12, 31)
"""No later day is one: reckoning with it would leave the calendar."""
_NEEDED = ("item", "statement", "outcome", "author", "role", "date")
_KEYS = (*_NEEDED, "expires", "evidence", "subject")
_PARTS = {"evidence": ("link", "sha256"), "subject": ("path", "blob")}
_DIGESTS = {"sha256": re.compile("[0-9a-f]{64}"), "blob": re.compile("[0-9a-f]{40}|[0-9a-f]{64}")}
_PASSWORD = re.compile(r"//[^/@\s]*@")

Deciding = Callable[[str], "tuple[str, ...] | None"]
"""Returns the rules whose failure speaks against an item; None when there is no such item."""


class Attested(NamedTuple):
    """Findings, with those marked that a person answered, and every statement with whether it counts."""

    findings: tuple[Finding, ...]
    attestations: tuple[Attestation, ...]


def read(content: str, path: str = FILE) -> tuple[Attestation, ...]:
    """Read a file of attestations. A malformed entry counts for nothing and hides no other."""
    try:
        tree = yaml.load(content)
    except Unreadable as error:
        return (_malformed({}, Place(path=path), Text(en=str(error), zh=str(error))),)
    if tree is None:
        return ()
    entries = tree.get("attestations") if isinstance(tree, Table) else None
    if not isinstance(entries, Series):
        said = Text(en="the file has no list `attestations`", zh="文件中没有 `attestations` 列表")
        return (_malformed({}, Place(path=path, line=1), said),)
    found = [_entry(entry, Place(path=path, line=entries.line_of(n))) for n, entry in enumerate(entries[:MOST])]
    if len(entries) > MOST:
        said = Text(en=f"only {MOST} attestations are read", zh=f"只读取 {MOST} 条声明")
        found.append(_malformed({}, Place(path=path, line=entries.line_of(MOST)), said))
    return tuple(found)


def unreadable(reason: str) -> Attestation:
    """Return what stands for a file of attestations that could not be read."""
    return _malformed({}, Place(path=FILE), Text(en=reason, zh=reason))


def apply(
    entries: Sequence[Attestation],
    findings: Sequence[Finding],
    deciding: Deciding,
    blobs: Mapping[str, str],
    today: date,
) -> Attested:
    """Tell which statements count, and mark the findings that wait for a person and have his answer.

    Args:
        entries: What was read.
        findings: What the rules say.
        deciding: Tells which rules speak on an item.
        blobs: The id of the content of each file of the repository, by its path.
        today: The day, UTC.
    """
    by_rule = {finding.rule: finding for finding in findings}
    judged = tuple(_judged(entry, by_rule, deciding, blobs, today) for entry in entries)
    met = {one.item for one in judged if one.state == "valid" and one.outcome == "met"}
    answered = {rule for rule in met if rule in by_rule and by_rule[rule].status == "manual"}
    marked = (one.model_copy(update={"attested": True}) if one.rule in answered else one for one in findings)
    return Attested(tuple(marked), judged)


def _judged(
    entry: Attestation,
    by_rule: Mapping[str, Finding],
    deciding: Deciding,
    blobs: Mapping[str, str],
    today: date,
) -> Attestation:
    if entry.state == "malformed":
        return entry
    begins, ends = date.fromisoformat(entry.date), date.fromisoformat(entry.expires)
    rules = (entry.item,) if entry.item in by_rule else deciding(entry.item)
    if rules is None:
        hint = suggest(entry.item, by_rule) if ":" not in entry.item else ""
        return _with(
            entry, "unmatched", f"there is no rule or item {entry.item!r}{hint}", f"没有规则或条目 {entry.item!r}"
        )
    if ends < today:
        return _with(entry, "expired", f"ended on {entry.expires}", f"已于 {entry.expires} 到期")
    if begins > today:
        return _with(entry, "not-yet", f"dated {entry.date}", f"日期为 {entry.date}，尚未生效")
    if ends - begins > timedelta(days=MOST_DAYS):
        return _with(entry, "over-long", f"lasts more than {MOST_DAYS} days", f"期限超过 {MOST_DAYS} 天")
    subject = entry.subject
    if subject and blobs.get(subject.path) != subject.blob:
        gone = subject.path not in blobs
        en, zh = ("is not there", "不存在") if gone else ("changed", "已更改")
        return _with(entry, "ended", f"its subject {subject.path!r} {en}", f"其对象 {subject.path!r} {zh}")
    failed = [rule for rule in rules if rule in by_rule and by_rule[rule].status == "fail"]
    if entry.outcome == "met" and failed:
        return _with(entry, "ended", f"the rule {failed[0]!r} fails", f"规则 {failed[0]!r} 未通过")
    return _with(entry, "valid", f"until {entry.expires}", f"有效至 {entry.expires}")


def _entry(entry: Any, at: Place) -> Attestation:
    if not isinstance(entry, Table):
        return _malformed({}, at, Text(en="an attestation is a mapping", zh="声明应为键值映射"))
    texts, fault = words(entry), _fault(entry)
    if fault:
        return _malformed(texts, at, fault)
    begins = date.fromisoformat(texts["date"])
    ends = texts.get("expires") or (begins + timedelta(days=DAYS)).isoformat()
    parts = {key: dict(entry[key]) for key in _PARTS if key in entry}
    if "evidence" in parts:
        parts["evidence"]["link"] = _shown(parts["evidence"]["link"])
    return _attestation({**texts, "expires": ends}, parts, at, "valid", Text(en="", zh=""))


def _fault(entry: Table) -> Text | None:
    texts = words(entry)
    return (
        shape_fault(entry, _KEYS, _NEEDED)
        or choice_fault("outcome", texts["outcome"], get_args(AttestedOutcome))
        or next(filter(None, (_part_fault(key, entry[key]) for key in _PARTS if key in entry)), None)
        or next(filter(None, (date_fault(key, texts[key], _LAST) for key in ("date", "expires") if key in texts)), None)
        or _order_fault(texts)
    )


def _part_fault(key: str, part: Any) -> Text | None:
    """Say what is wrong with `evidence` or `subject`."""
    names = _PARTS[key]
    if not isinstance(part, Table):
        return Text(en=f"{key!r} is a mapping of {' and '.join(names)}", zh=f"{key!r} 应为 {'、'.join(names)} 的映射")
    for name, value in part.items():
        if name not in names:
            return Text(
                en=f"unknown key {name[:60]!r} in {key!r}{suggest(name, names)}",
                zh=f"{key!r} 中有未知的键 {name[:60]!r}",
            )
        if not isinstance(value, str) or not 0 < len(value) <= LONGEST:
            return Text(en=f"{name!r} is no short text", zh=f"{name!r} 不是短文本")
        if name in _DIGESTS and not _DIGESTS[name].fullmatch(value):
            return Text(en=f"{name!r} is no digest in small hexadecimal digits", zh=f"{name!r} 不是小写十六进制摘要")
    absent = next((name for name in names if name not in part and name != "sha256"), None)
    return Text(en=f"{absent!r} is missing in {key!r}", zh=f"{key!r} 中缺少 {absent!r}") if absent else None


def _order_fault(texts: Mapping[str, str]) -> Text | None:
    if texts.get("expires", texts["date"]) < texts["date"]:
        return Text(en="it ends before its date", zh="结束日期早于声明日期")
    return None


def _malformed(texts: Mapping[str, str], at: Place, said: Text) -> Attestation:
    return _attestation({key: text for key, text in texts.items() if key != "outcome"}, {}, at, "malformed", said)


def _attestation(
    texts: Mapping[str, str], parts: Mapping[str, Any], at: Place, state: AttestationState, said: Text
) -> Attestation:
    told = {key: _shown(texts.get(key, ""))[:LONGEST] for key in _KEYS if key not in ("outcome", *_PARTS)}
    outcome = {"outcome": texts.get("outcome")}
    return Attestation.model_validate({**told, **outcome, **parts, "at": at, "state": state, "detail": said})


def _shown(text: str) -> str:
    """Return foreign text without the name and password of an address."""
    return _PASSWORD.sub("//***@", text)


def _with(entry: Attestation, state: AttestationState, en: str, zh: str) -> Attestation:
    return entry.model_copy(update={"state": state, "detail": Text(en=en, zh=zh)})
