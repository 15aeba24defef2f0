"""Choose among findings: by principle, level, outcome, weight, source, change and words; and put them in order."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Literal, NamedTuple, TypeVar, get_args

from maturity.model.finding import Finding, Status
from maturity.model.rule import Level, PrincipleId, Source
from maturity.rules.order import PRINCIPLES

T = TypeVar("T")

Order = Literal["level", "rule", "outcome", "effort"]
ORDERS: tuple[Order, ...] = get_args(Order)

_URGENCY: tuple[Status, ...] = ("fail", "unknown", "manual", "pass", "not-assessed", "not-applicable")
_EFFORTS = ("hours", "days", "weeks")


class Choice(NamedTuple):
    """What a finding has to be to be chosen; what is None or empty asks for nothing."""

    principle: PrincipleId | None = None
    level: Level | None = None
    status: Status | None = None
    required: bool | None = None
    source: Source | None = None
    changed: bool = False
    """Its outcome is another than the last time."""
    words: str = ""
    """Each of them occurs in the rule, its title, its summary or its evidence, in whatever case."""


Part = Literal["principle", "level", "status", "required", "source", "changed"]
"""What can be gone through value by value."""


def following(choice: Choice, part: Part) -> Choice:
    """Go on to the next value of one part of a choice; after the last one it asks for nothing."""
    match part:
        case "principle":
            return choice._replace(principle=after(choice.principle, PRINCIPLES))
        case "level":
            return choice._replace(level=after(choice.level, get_args(Level)))
        case "status":
            return choice._replace(status=after(choice.status, _URGENCY))
        case "required":
            return choice._replace(required=after(choice.required, (True, False)))
        case "source":
            return choice._replace(source=after(choice.source, get_args(Source)))
        case "changed":
            return choice._replace(changed=not choice.changed)


def after(now: T | None, values: Sequence[T]) -> T | None:
    """Return what follows a value; the first one after None, and None after the last one."""
    position = values.index(now) + 1 if now in values else 0
    return values[position] if position < len(values) else None


def choose(
    findings: Iterable[Finding],
    choice: Choice,
    *,
    sources: Mapping[str, Source],
    changed: frozenset[str] = frozenset(),
    order: Order = "level",
) -> tuple[Finding, ...]:
    """Return the findings that are as chosen, in order; `sources` and `changed` tell of rules by their ids."""
    wanted = choice.words.casefold().split()
    chosen = [
        one
        for one in findings
        if choice.principle in (None, one.principle)
        and choice.level in (None, one.level)
        and choice.status in (None, one.status)
        and choice.required in (None, one.required)
        and (choice.source is None or sources.get(one.rule) == choice.source)
        and (not choice.changed or one.rule in changed)
        and (not wanted or _says(one, wanted))
    ]
    return tuple(sorted(chosen, key=_KEYS[order]))


def _says(finding: Finding, wanted: list[str]) -> bool:
    texts = [finding.rule, finding.title.en, finding.title.zh, finding.summary.en, finding.summary.zh]
    texts += (f"{evidence.path or evidence.uri or ''} {evidence.text}" for evidence in finding.evidence)
    said = "\n".join(texts).casefold()
    return all(word in said for word in wanted)


def _by_level(finding: Finding) -> tuple[int, int, bool, str]:
    return finding.level, PRINCIPLES.index(finding.principle), not finding.required, finding.rule


def _by_outcome(finding: Finding) -> tuple[int, bool, int, str]:
    return _URGENCY.index(finding.status), not finding.required, finding.level, finding.rule


def _by_effort(finding: Finding) -> tuple[int, int, str]:
    known = finding.effort in _EFFORTS
    return _EFFORTS.index(finding.effort) if known else len(_EFFORTS), _URGENCY.index(finding.status), finding.rule


_KEYS: dict[Order, Callable[[Finding], tuple[object, ...]]] = {
    "level": _by_level,
    "rule": lambda finding: (finding.rule,),
    "outcome": _by_outcome,
    "effort": _by_effort,
}
