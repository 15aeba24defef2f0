"""What a schedule looks like as an argument: a cron line, a preset, an interval, a data set that is waited for."""

from collections.abc import Iterable
from dataclasses import dataclass

from maturity.evidence.python.code import Unit, foreign_name, reference_of, text_of
from maturity.evidence.python.module import Call
from maturity.model.activity import Root

NEVER = frozenset(("", "none", "@once", "null", "manual"))
INTERVALS = frozenset(
    (
        *("timedelta", "relativedelta", "crontab", "CronSchedule", "IntervalSchedule", "RRuleSchedule", "Cron", "Period"),
        *("CronTrigger", "RecurrenceTrigger", "CronTriggerTimetable", "DeltaTriggerTimetable", "CronDataIntervalTimetable"),
        *("ScheduleRecurrence", "Schedule", "FixedRate", "ScheduleSpec", "CronExpression", "RecurrencePattern", "Interval"),
    )
)
DATA = frozenset(("Dataset", "Asset", "DatasetOrTimeSchedule", "AssetOrTimeSchedule", "DatasetAlias", "AssetWatcher"))
DURATIONS = frozenset(("dagrun_timeout", "retry_delay", "execution_timeout", "sla", "default_args", "timeout"))
"""Other arguments that hold a time span; beside one of them a lone `timedelta` is nobody's in particular."""
SPAN = 12
"""Lines of a call in which the parts of its arguments stand."""


@dataclass(frozen=True, slots=True)
class Event:
    """What starts a pipeline."""

    root: Root
    text: str


def scheduled(unit: Unit, call: Call, keys: Iterable[str]) -> Event | None:
    """Return the schedule that one of these keyword arguments of a call gives; None when it gives none."""
    for key in keys:
        if key in call.keywords:
            return _event(unit, call, key)
    return None


def _event(unit: Unit, call: Call, key: str) -> Event | None:
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
    return _made_inside(unit, call, key)


def _made_inside(unit: Unit, call: Call, key: str) -> Event | None:
    """Look for the schedule among the calls inside the arguments: `schedule=timedelta(days=1)` is None to the parser,
    and so is `schedule=None`.
    """
    inside = {
        foreign_name(one.name, symbol).rpartition(".")[2]
        for one, symbol in unit.calls()
        if call.line <= one.line <= call.line + SPAN and one is not call
    }
    if inside & DATA:
        return Event("event", f"{key}={sorted(inside & DATA)[0]}")
    if inside & INTERVALS and not DURATIONS.intersection(call.keywords):
        return Event("schedule", f"{key}={sorted(inside & INTERVALS)[0]}")
    return None
