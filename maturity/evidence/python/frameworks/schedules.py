"""What a schedule looks like as an argument: a cron line, a preset, an interval, a data set that is waited for."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import takewhile

from maturity.evidence.python.code import Unit, reference_of, text_of
from maturity.evidence.python.module import Call
from maturity.model.activity import Root

NEVER = frozenset(("", "none", "@once", "null", "manual"))
INTERVALS = frozenset(
    (
        "timedelta relativedelta crontab CronSchedule IntervalSchedule RRuleSchedule Cron Period CronTrigger "
        "RecurrenceTrigger CronTriggerTimetable DeltaTriggerTimetable CronDataIntervalTimetable "
        "ScheduleRecurrence Schedule FixedRate ScheduleSpec CronExpression RecurrencePattern Interval"
    ).split()
)
DATA = frozenset(("Dataset", "Asset", "DatasetOrTimeSchedule", "AssetOrTimeSchedule", "DatasetAlias", "AssetWatcher"))
DURATIONS = frozenset(("dagrun_timeout", "retry_delay", "execution_timeout", "sla", "default_args", "timeout"))
"""Other arguments that hold a time span; beside one of them a lone `timedelta` is nobody's in particular."""
DATES = frozenset(
    ("datetime", "now", "utcnow", "today", "days_ago", "timezone", "DateTime", "strptime", "getenv", "get")
)
"""Other calls that stand inside the arguments of a pipeline."""


@dataclass(frozen=True, slots=True)
class Event:
    """What starts a pipeline."""

    root: Root
    text: str


def scheduled(units: Iterable[Unit], call: Call, keys: Iterable[str]) -> Event | None:
    """Return the schedule that one of these keyword arguments of a call gives; None when it gives none.

    The units are those of the file: what stands inside a decorator's arguments belongs to the top level.
    """
    for key in keys:
        if key in call.keywords:
            return _event(units, call, key)
    return None


def _event(units: Iterable[Unit], call: Call, key: str) -> Event | None:
    value = call.keywords[key]
    text = text_of(value)
    if text:
        return None if text.strip().lower() in NEVER else Event("schedule", f"{key}={text}"[:100])
    reference = reference_of(value)
    if reference:
        last = reference.removesuffix("()").rpartition(".")[2]
        return Event("event" if last in DATA else "schedule", f"{key}={last}") if last.lower() not in NEVER else None
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return Event("schedule", f"{key}={value}")
    return _made_inside(units, call, key)


def _made_inside(units: Iterable[Unit], call: Call, key: str) -> Event | None:
    """Look for the schedule among the calls inside an argument that the parser gives no value, such as a list."""
    inside = set(_names_inside(units, call))
    if inside & DATA:
        return Event("event", f"{key}={min(inside & DATA)}")
    if inside & INTERVALS and not DURATIONS.intersection(call.keywords):
        return Event("schedule", f"{key}={min(inside & INTERVALS)}")
    return None


def _names_inside(units: Iterable[Unit], call: Call) -> Iterator[str]:
    """Yield the last parts of the calls that follow a call, up to the first that cannot stand in its arguments."""
    for unit in units:
        after = (
            last
            for one, last in zip(unit.function.calls, unit.lasts, strict=True)
            if one.line >= call.line and one is not call
        )
        yield from takewhile(lambda last: last in INTERVALS | DATA | DATES, after)
