"""What waits in the background: handlers of changed files (watchdog), and tasks that celery beat starts."""

from maturity.evidence.python.code import Unit, text_of
from maturity.evidence.python.frameworks.classes import classes_of, methods_of
from maturity.evidence.python.frameworks.framework import Found, Framework
from maturity.evidence.python.implied import BEAT

_HANDLERS = "EventHandler"
"""End of the names of watchdog's bases: FileSystemEventHandler, PatternMatchingEventHandler, ..."""
_CHANGES = ("on_created", "on_modified", "on_closed", "on_moved", "on_any_event")
_TASKS = ("task", "shared_task")


def _watch(units: list[Unit], found: Found) -> None:
    """Start the methods of a handler that is told of new and changed files."""
    for declared, bases in classes_of(units, found):
        if any(base.startswith("watchdog.") and base.endswith(_HANDLERS) for base in bases):
            for name, unit in methods_of(units, declared):
                if name in _CHANGES:
                    at = unit.at(unit.function.line, f"def {unit.function.name}")
                    found.trigger("watchdog", unit.function.name, "event", unit.node, at)


def _beat(units: list[Unit], found: Found) -> None:
    """Start the tasks that a table of times names: `{"task": "app.jobs.retrain", "schedule": crontab(hour=3)}`."""
    entries = [(unit, call) for unit in units for call in unit.function.calls if call.name == BEAT]
    tasks = _tasks(found) if entries else {}
    for unit, call in entries:
        name = text_of(call.arguments[0])
        for task in tasks.get(name.rpartition(".")[2], ()):
            if _is_meant(task, name):
                found.trigger("celery", name, "schedule", task.node, unit.at(call.line, name))


def _tasks(found: Found) -> dict[str, list[Unit]]:
    """Return the tasks of the project by the last part of what they are called."""
    tasks: dict[str, list[Unit]] = {}
    for unit in found.code.everything():
        for decorator in unit.function.decorators:
            if decorator.name.rpartition(".")[2] in _TASKS:
                named = text_of(decorator.keywords.get("name")) or unit.function.name
                tasks.setdefault(named.rpartition(".")[2], []).append(unit)
    return tasks


def _is_meant(task: Unit, name: str) -> bool:
    """Tell whether a task has this name: one that it was given, or that of its file and its function."""
    if any(text_of(one.keywords.get("name")) == name for one in task.function.decorators):
        return True
    own = f"{task.path.removesuffix('.py').replace('/', '.')}.{task.function.name}"
    return f".{own}".endswith(f".{name}")


FRAMEWORKS = (
    Framework("watchdog", frozenset(("watchdog",)), _watch),
    Framework("celery", frozenset(("celery",)), _beat),
)
