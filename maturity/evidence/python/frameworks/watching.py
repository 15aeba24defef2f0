"""What waits in the background: handlers of changed files (watchdog), and tasks that celery beat starts."""

from maturity.evidence.python.code import Unit, foreign_name, shown
from maturity.evidence.python.frameworks.classes import classes_of, methods_of
from maturity.evidence.python.frameworks.framework import Found, Framework

_HANDLERS = "EventHandler"
"""End of the names of watchdog's bases: FileSystemEventHandler, PatternMatchingEventHandler, ..."""
_CHANGES = ("on_created", "on_modified", "on_closed", "on_moved", "on_any_event")
_TASKS = ("task", "shared_task")
_TIMES = frozenset(("crontab", "solar"))


def _watch(units: list[Unit], found: Found) -> None:
    """Start the methods of a handler that is told of new and changed files."""
    for declared, bases in classes_of(units, found):
        if any(base.startswith("watchdog.") and base.endswith(_HANDLERS) for base in bases):
            for name, unit in methods_of(units, declared):
                if name in _CHANGES:
                    at = unit.at(unit.function.line, f"def {unit.function.name}")
                    found.trigger("watchdog", unit.function.name, "event", unit.node, at)


def _beat(units: list[Unit], found: Found) -> None:
    """Start the tasks of a file with a table of times: `beat_schedule` names them by a text."""
    times = [
        (unit, call)
        for unit in units
        for call, symbol in unit.ending(_TIMES)
        if foreign_name(call.name, symbol).startswith("celery.schedules.")
    ]
    for unit, call in times[:1]:
        for task in units:
            if any(one.name.rpartition(".")[2] in _TASKS for one in task.function.decorators):
                text = f"{shown(call.name)}()"
                found.trigger("celery", text, "schedule", task.node, unit.at(call.line, text))


FRAMEWORKS = (
    Framework("watchdog", frozenset(("watchdog",)), _watch),
    Framework("celery", frozenset(("celery",)), _beat),
)
