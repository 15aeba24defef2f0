"""What a gate demands of a framework: that the rules of its items are met. Pure.

Nothing here says that a law or a standard is fulfilled. An item of which a rule could not look is not assessable, and
what is not assessable never passes.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from maturity.errors import UsageError
from maturity.model.framework import FrameworkResult, ItemResult, LinkResult
from maturity.model.policy import Demand
from maturity.model.rule import Text
from maturity.rules.validate import suggest

State = Literal["met", "attested", "not-applicable", "not-met", "not-assessable", "out-of-scope"]

NAMED = 5
"""Items that are named in one line; the report has all of them."""

_PASSING: tuple[State, ...] = ("met", "attested", "not-applicable")
_WORDS: dict[State, Text] = {
    "met": Text(en="met", zh="已满足"),
    "attested": Text(en="attested", zh="已声明"),
    "not-applicable": Text(en="not applicable", zh="不适用"),
    "not-met": Text(en="not met", zh="未满足"),
    "not-assessable": Text(en="not assessable", zh="无法评估"),
    "out-of-scope": Text(en="out of scope: no scan can see it", zh="超出范围：扫描无法看到"),
}


class _Outcome(NamedTuple):
    """What came of one item for a gate."""

    item: str
    state: State
    rules: int
    """Rules that decide or show it and apply."""
    passed: int
    blockers: tuple[str, ...]


def demand(wanted: str, result: FrameworkResult, *, waivers: bool) -> Demand:
    """Hold what came of a framework against `NAME` or `NAME:ITEM`.

    Args:
        wanted: A framework, which means every item of it that a rule decides or shows, or somebody attested; a group
            of items, which means the same of the group; or one item.
        result: What came of that framework.
        waivers: A waived failure does not block.

    Raises:
        UsageError: the framework has no such item.
    """
    items, single = _items(wanted, result)
    outcomes = [_outcome(item, waivers=waivers) for item in items]
    met = bool(outcomes) and all(one.state in _PASSING for one in outcomes)
    blockers = dict.fromkeys(rule for one in outcomes if one.state not in _PASSING for rule in one.blockers)
    return Demand(
        kind="framework",
        wanted=_wanted(wanted, single=single),
        got=_of_one(outcomes[0]) if single else _of_many(outcomes),
        met=met,
        blockers=tuple(blockers),
    )


def _items(wanted: str, result: FrameworkResult) -> tuple[Sequence[ItemResult], bool]:
    """Return the items that are meant, and whether it is a single one that was named."""
    _, _, name = wanted.partition(":")
    every = [item for section in result.sections for item in section.items]
    if not name:
        return [item for item in every if _reached(item)], False
    for item in every:
        if item.id == name:
            return (item,), True
    for section in result.sections:
        if section.id == name:
            return [item for item in section.items if _reached(item)], False
    known = [*(section.id for section in result.sections), *(item.id for item in every)]
    hint = suggest(name, known) or f"; see: maturity frameworks show {result.id}"
    raise UsageError(f"{wanted}: the framework {result.id!r} has no item {name!r}{hint}")


def _reached(item: ItemResult) -> bool:
    return item.state != "out-of-scope" and bool(_telling(item) or item.attestation)


def _telling(item: ItemResult) -> list[LinkResult]:
    """Return the rules that decide an item; where none does, those that show a part of it."""
    whole = [link for link in item.links if link.relation == "full"]
    return whole or [link for link in item.links if link.relation == "partial"]


def _outcome(item: ItemResult, *, waivers: bool) -> _Outcome:
    telling = [link for link in _telling(item) if link.status != "not-applicable"]
    passed = [link for link in telling if link.status == "pass" or (waivers and link.waived)]
    rest = [link for link in telling if link not in passed]
    # Those that fail come first; one that could not look, or that the assessment does not hold, is none that fails.
    failed = [link for link in rest if link.status == "fail"]
    blockers = tuple(link.rule for link in (*failed, *(link for link in rest if link not in failed)))
    return _Outcome(item.id, _state(item, telling, failed, rest), len(telling), len(passed), blockers)


def _state(
    item: ItemResult, telling: Sequence[LinkResult], failed: Sequence[LinkResult], rest: Sequence[LinkResult]
) -> State:
    """Tell what came of an item. A statement against it always counts; one for it counts where nothing fails."""
    stated = item.attestation.outcome if item.attestation else None
    match item.state:
        case "out-of-scope" | "not-applicable" | "attested" as settled:
            return settled
    if failed or stated in ("not-met", "partly-met"):
        return "not-met"
    return "met" if telling and not rest else "not-assessable"


def _wanted(wanted: str, *, single: bool) -> Text:
    if single:
        return Text(en=f"{wanted} met", zh=f"{wanted} 已满足")
    return Text(en=f"{wanted}: every item that rules reach met", zh=f"{wanted}：规则所及的各项均已满足")


def _of_one(one: _Outcome) -> Text:
    said = _WORDS[one.state]
    if one.state in ("met", "not-met", "not-assessable") and one.rules:
        return Text(
            en=f"{said.en}, {one.passed} of {one.rules} rules pass",
            zh=f"{said.zh}，{one.rules} 条规则通过 {one.passed} 条",
        )
    return said


def _of_many(outcomes: Sequence[_Outcome]) -> Text:
    if not outcomes:
        return Text(en="not assessable: no rule reaches an item", zh="无法评估：没有规则涉及其条目")
    good = sum(one.state in _PASSING for one in outcomes)
    en, zh = [f"{good} of {len(outcomes)} items"], [f"{len(outcomes)} 项中 {good} 项"]
    for state in ("not-met", "not-assessable"):
        items = [one.item for one in outcomes if one.state == state]
        if items:
            en.append(f"{_WORDS[state].en}: {_listed(items)}")
            zh.append(f"{_WORDS[state].zh}：{_listed(items)}")
    return Text(en="; ".join(en), zh="；".join(zh))


def _listed(items: Sequence[str]) -> str:
    return ", ".join((*items[:NAMED], *(["..."] if len(items) > NAMED else [])))


def names(wanted: Iterable[str]) -> Iterator[str]:
    """Yield the frameworks that demands name, each once."""
    yield from dict.fromkeys(one.partition(":")[0] for one in wanted)
