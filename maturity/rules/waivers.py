"""Waivers: read the file, mark the findings that are waived, and tell what became of each entry. Pure."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from fnmatch import fnmatchcase
from typing import Any, NamedTuple, get_args

from maturity.documents import yaml
from maturity.documents.tree import Series, Table
from maturity.errors import Unreadable
from maturity.model.finding import Evidence, Finding
from maturity.model.place import Place
from maturity.model.rule import Text
from maturity.model.waiver import ReasonCode, Waiver, WaiverReport, WaiverState
from maturity.rules.entries import choice_fault, date_fault, shape_fault, words
from maturity.rules.places import MOST as MOST_PLACES
from maturity.rules.validate import suggest

FILE = ".maturity/waivers.yaml"
MOST = 1_000
ENDING_DAYS = 30
WHOLE = "*"
_NEEDED = ("rule", "reason", "justification", "requested_by", "approved_by", "created", "expires")
_KEYS = ("id", *_NEEDED, "subject", "ticket")


class Entry(NamedTuple):
    """One entry of the file: a waiver, or the reason why it is none."""

    waiver: Waiver | None
    report: WaiverReport


class Waived(NamedTuple):
    """Findings with their waivers, and what became of each waiver."""

    findings: tuple[Finding, ...]
    reports: tuple[WaiverReport, ...]


def read(content: str, path: str = FILE) -> tuple[Entry, ...]:
    """Read a file of waivers. A malformed entry waives nothing and hides no other."""
    try:
        tree = yaml.load(content)
    except Unreadable as error:
        return (_malformed("", "", Place(path=path), f"{error}", f"{error}"),)
    if tree is None:
        return ()
    entries = tree.get("waivers") if isinstance(tree, Table) else None
    if not isinstance(entries, Series):
        place = Place(path=path, line=1)
        return (_malformed("", "", place, "the file has no list `waivers`", "文件中没有 `waivers` 列表"),)
    seen: set[str] = set()
    found = []
    for position, entry in enumerate(entries[:MOST]):
        found.append(_entry(entry, Place(path=path, line=entries.line_of(position)), seen))
    if len(entries) > MOST:
        place = Place(path=path, line=entries.line_of(MOST))
        found.append(_malformed("", "", place, f"only {MOST} waivers are read", f"只读取 {MOST} 条豁免"))
    return tuple(found)


def unreadable(reason: str) -> Entry:
    """Return what stands for a file of waivers that could not be read."""
    return _malformed("", "", Place(path=FILE), reason, reason)


def apply(entries: Sequence[Entry], findings: Sequence[Finding], today: date, most_days: int) -> Waived:
    """Mark the failures that valid waivers cover. `most_days` is how long a waiver may last."""
    by_rule = {finding.rule: finding for finding in findings}
    valid: dict[str, list[tuple[Waiver, Place]]] = {}
    reports: list[WaiverReport] = []
    for waiver, report in entries:
        if waiver is None:
            reports.append(report)
        elif fault := _invalid(waiver, report.at, by_rule, today, most_days):
            reports.append(fault)
        else:
            valid.setdefault(waiver.rule, []).append((waiver, report.at))
    marked = dict(by_rule)
    for rule, group in valid.items():
        finding = by_rule[rule]
        concerned = [waiver for waiver, _ in group if _concerns(waiver, finding)]
        covered = _covers(concerned, finding)
        if covered:
            first = min(concerned, key=lambda one: (one.expires, one.id))
            marked[rule] = finding.model_copy(update={"waived": True, "waiver": first})
        reports += [
            _outcome(waiver, at, finding, today, covers=covered and waiver in concerned) for waiver, at in group
        ]
    reports.sort(key=lambda one: (one.at.line or 0, one.id))
    return Waived(tuple(marked[finding.rule] for finding in findings), tuple(reports))


def _entry(entry: Any, at: Place, seen: set[str]) -> Entry:
    if not isinstance(entry, Table):
        return _malformed("", "", at, "a waiver is a mapping", "豁免应为键值映射")
    texts, fault = words(entry), _fault(entry)
    identifier, rule = texts.get("id", "")[:100], texts.get("rule", "")[:100]
    if not fault and identifier in seen:
        fault = Text(en=f"the id {identifier!r} stands twice", zh=f"编号 {identifier!r} 重复")
    if fault:
        return _malformed(identifier, rule, at, fault.en, fault.zh)
    seen.add(identifier)
    waiver = Waiver.model_validate({"id": identifier or f"{rule}:{at.line}", **texts})
    return Entry(waiver, _report(waiver, "in-force", at, ""))


def _fault(entry: Table) -> Text | None:
    texts = words(entry)
    return (
        shape_fault(entry, _KEYS, _NEEDED)
        or choice_fault("reason", texts["reason"], get_args(ReasonCode))
        or next(filter(None, (date_fault(key, texts[key]) for key in ("created", "expires"))), None)
        or _order_fault(texts)
    )


def _order_fault(texts: Mapping[str, str]) -> Text | None:
    if texts["expires"] < texts["created"]:
        return Text(en="it ends before it was created", zh="结束日期早于创建日期")
    return None


def _invalid(
    waiver: Waiver, at: Place, by_rule: dict[str, Finding], today: date, most_days: int
) -> WaiverReport | None:
    """Say why a waiver is not valid at all, whatever its finding says."""
    created, expires = date.fromisoformat(waiver.created), date.fromisoformat(waiver.expires)
    if waiver.rule not in by_rule:
        hint = suggest(waiver.rule, by_rule)
        return _report(waiver, "unmatched", at, f"there is no rule {waiver.rule!r}{hint}", f"没有规则 {waiver.rule!r}")
    if expires < today:
        return _report(waiver, "expired", at, f"ended on {waiver.expires}", f"已于 {waiver.expires} 到期")
    if created > today:
        return _report(waiver, "not-yet", at, f"created on {waiver.created}", f"创建于 {waiver.created}，尚未生效")
    days = (expires - created).days
    if days > most_days:
        return _report(
            waiver, "over-long", at, f"lasts {days} days; at most {most_days}", f"期限 {days} 天，上限 {most_days} 天"
        )
    return None


def _concerns(waiver: Waiver, finding: Finding) -> bool:
    return waiver.subject == WHOLE or any(_matches(waiver, place) for place in finding.evidence)


def _covers(waivers: Sequence[Waiver], finding: Finding) -> bool:
    """Tell whether waivers cover everything that a finding names. What could not be told is not waived."""
    if finding.status != "fail":
        return False
    if any(waiver.subject == WHOLE for waiver in waivers):
        return True
    # A list of places that was cut may hide one that nobody waived.
    complete = 0 < len(finding.evidence) < MOST_PLACES
    return complete and all(any(_matches(waiver, place) for waiver in waivers) for place in finding.evidence)


def _matches(waiver: Waiver, place: Evidence) -> bool:
    return fnmatchcase(place.path or place.uri or "", waiver.subject)


def _outcome(waiver: Waiver, at: Place, finding: Finding, today: date, *, covers: bool) -> WaiverReport:
    if covers:
        if date.fromisoformat(waiver.expires) - today <= timedelta(days=ENDING_DAYS):
            return _report(waiver, "ending", at, f"ends on {waiver.expires}", f"将于 {waiver.expires} 到期")
        return _report(waiver, "in-force", at, f"until {waiver.expires}", f"有效至 {waiver.expires}")
    if finding.status == "fail":
        said = f"something that fails is not covered by {waiver.subject!r}"
        return _report(waiver, "unmatched", at, said, f"{waiver.subject!r} 未涵盖全部未通过之处")
    if finding.status == "unknown":
        said = "the rule could not be told, and only a failure can be waived"
        return _report(waiver, "unmatched", at, said, "该规则结论未知，只有未通过才能豁免")
    return _report(waiver, "stale", at, f"the rule does not fail ({finding.status})", "该规则并未失败")


def _report(waiver: Waiver, state: WaiverState, at: Place, en: str, zh: str = "") -> WaiverReport:
    return WaiverReport(id=waiver.id, rule=waiver.rule, state=state, detail=Text(en=en, zh=zh or en), at=at)


def _malformed(identifier: str, rule: str, at: Place, en: str, zh: str) -> Entry:
    return Entry(None, WaiverReport(id=identifier, rule=rule, state="malformed", detail=Text(en=en, zh=zh), at=at))
