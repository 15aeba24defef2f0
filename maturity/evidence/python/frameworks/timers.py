"""Schedulers inside Python: what they call at an interval."""

from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase

from maturity.evidence.python.code import Unit, foreign_name, reference_of, shown, text_of
from maturity.evidence.python.frameworks.framework import Found, Framework
from maturity.evidence.python.module import NONE, Call
from maturity.evidence.python.namespace import Symbol, node_of
from maturity.model.activity import Root


@dataclass(frozen=True, slots=True)
class Timer:
    """One scheduler: calls that are given a function, and decorators of one."""

    system: str
    roots: tuple[str, ...]
    calls: tuple[str, ...] = ()
    """Patterns of the last part of calls whose arguments hold the function, on its own or an unknown receiver."""
    decorators: tuple[str, ...] = ()
    """Patterns of the end of a decorator's name."""
    keywords: tuple[str, ...] = ()
    """Keywords of the decorator, one of which has to be there."""
    root: Root = "schedule"


TIMERS = (
    Timer(
        "apscheduler",
        ("apscheduler", "flask_apscheduler"),
        ("add_job", "add_schedule", "scheduled_job"),
        ("scheduled_job", "scheduler.task"),
    ),
    Timer("schedule", ("schedule",), ("do",), ("repeat",)),
    Timer("celery", ("celery",), ("add_periodic_task",), ("periodic_task",)),
    Timer("huey", ("huey",), (), ("periodic_task",)),
    Timer("dramatiq", ("periodiq", "dramatiq_crontab"), (), ("cron", "actor"), ("periodic",)),
    Timer("rq-scheduler", ("rq_scheduler", "rq"), ("cron", "schedule")),
    Timer("modal", ("modal",), (), ("function", "cls"), ("schedule",)),
    Timer("fastapi-utils", ("fastapi_utils", "fastapi_utilities"), (), ("repeat_every", "repeat_at")),
    Timer("rocketry", ("rocketry",), (), ("task", "cond")),
    Timer("aiocron", ("aiocron",), ("crontab",), ("crontab",)),
    Timer("azure-functions", ("azure",), (), ("timer_trigger", "schedule")),
    Timer(
        "azure-functions",
        ("azure",),
        (),
        ("*_queue_trigger", "queue_trigger", "blob_trigger", "event_grid_trigger", "event_hub_*"),
        root="event",
    ),
    Timer("cloud-functions", ("firebase_functions",), (), ("on_schedule",)),
    Timer(
        "cloud-functions",
        ("firebase_functions", "functions_framework"),
        (),
        ("cloud_event", "on_message_published", "on_object_finalized"),
        root="event",
    ),
    Timer(
        "dagster", ("dagster",), (), ("sensor", "asset_sensor", "run_status_sensor", "multi_asset_sensor"), root="event"
    ),
    Timer("faust", ("faust",), (), ("agent",), root="event"),
    Timer("faust", ("faust",), (), ("timer", "crontab")),
    Timer("faststream", ("faststream",), (), ("subscriber",), root="event"),
    Timer("watchdog", ("watchdog",), ("schedule",), (), root="event"),
)


def _read(timer: Timer, units: list[Unit], found: Found) -> None:
    for unit in units:
        for decorator in unit.function.decorators:
            if _is_decorator(timer, unit, decorator, found):
                text = f"@{shown(decorator.name)}"
                found.trigger(
                    timer.system, _detail(decorator, text), timer.root, unit.node, unit.at(decorator.line, text)
                )
        for call, symbol in unit.calls():
            if _is_call(timer, call, symbol):
                for target in _given(unit, call, found):
                    text = f"{shown(call.name)}({target.name})"
                    node = node_of(target.path, target.name)
                    found.trigger(timer.system, _detail(call, text), timer.root, node, unit.at(call.line, text))


def _is_decorator(timer: Timer, unit: Unit, decorator: Call, found: Found) -> bool:
    if timer.keywords and all(decorator.keywords.get(key, NONE) in (False, NONE) for key in timer.keywords):
        return False
    name = found.code.named(unit, decorator) or decorator.name
    foreign = name.partition(".")[0]
    # An object of another file (`@app.schedule`) has no foreign name; the file's imports vouch for it.
    known = foreign in timer.roots or not name or name.startswith("?") or foreign == decorator.name.partition(".")[0]
    plain = name if name and not name.startswith("?") else decorator.name
    ends = any(
        fnmatchcase(plain, f"*.{pattern}") or fnmatchcase(plain.rpartition(".")[2], pattern)
        for pattern in timer.decorators
    )
    return known and ends


def _is_call(timer: Timer, call: Call, symbol: Symbol | None) -> bool:
    name = foreign_name(call.name, symbol)
    top, _, rest = name.partition(".")
    if not rest or top not in (*timer.roots, "?", "self"):
        return False
    return any(fnmatchcase(rest.rpartition(".")[2], pattern) for pattern in timer.calls)


def _given(unit: Unit, call: Call, found: Found) -> Iterator[Symbol]:
    """Yield the functions that a scheduler is given, also as a Celery signature (`train.s()`) or called by a lambda."""
    given = list(_named(unit, call, found))
    yield from given
    for one, symbol in unit.calls():
        signature = one.name.endswith((".s", ".si", ".signature")) or not given
        if one.line == call.line and signature and symbol is not None and symbol.kind == "function":
            yield symbol


def _named(unit: Unit, call: Call, found: Found) -> Iterator[Symbol]:
    for argument in (*call.arguments, *call.keywords.values()):
        symbol = found.code.resolve(unit, reference_of(argument)) if reference_of(argument) else None
        if symbol is not None and symbol.kind in ("function", "unread"):
            yield symbol


def _detail(call: Call, text: str) -> str:
    """Return the words of a trigger: the times it is given, or how it is written."""
    written = [value for value in (*call.arguments, *call.keywords.values()) if text_of(value)]
    return (text_of(written[0]) if written else text)[:100]


def _framework(timer: Timer) -> Framework:
    return Framework(timer.system, frozenset(timer.roots), lambda units, found: _read(timer, units, found))


FRAMEWORKS = tuple(_framework(timer) for timer in TIMERS)
