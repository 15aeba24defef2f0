"""AWS Step Functions: the states of a state machine, their order, and the services that their tasks call."""

import itertools
import re
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from maturity.documents.tree import Table, items, table, text
from maturity.evidence.graph.orchestrators.steps import MAX_STEPS, Declared, Step, declare, schedule

if TYPE_CHECKING:
    from maturity.evidence.graph.builder import Builder

TOOL = "step-functions"
MAX_NESTING = 5
_SERVICE = re.compile(r":states:[^:]*:[^:]*:(?:aws-sdk:)?([\w\-]+:\w+)")
_TYPES = ("AWS::Serverless::StateMachine", "AWS::StepFunctions::StateMachine")
_SCHEDULES = ("Schedule", "ScheduleV2")


def read(builder: "Builder") -> None:
    """Read every state machine: a document of its own, or a resource of a template."""
    builder.each(lambda name: name.endswith((".json", ".yaml", ".yml")), partial(_read, builder))


def _read(builder: "Builder", path: str) -> None:
    written = builder.project.texts[path]
    if "StartAt" not in written and "StateMachine" not in written:
        return
    for document in builder.project.yaml(path)[:1]:
        body = table(document)
        if "StartAt" in body and table(body.get("States")):
            declare(builder, Declared(TOOL, path, path, body.line_of("States")), list(_steps(builder, path, body)))
            continue
        resources = table(body.get("Resources"))
        for name, one in resources.items():
            if text(table(one).get("Type")) in _TYPES:
                _resource(builder, path, name, table(table(one).get("Properties")))


def _resource(builder: "Builder", path: str, name: str, properties: Table) -> None:
    """Read a state machine of a CloudFormation or SAM template, and what starts it."""
    machine = table(properties.get("Definition"))
    uri = text(properties.get("DefinitionUri"))
    found = builder.files.find(uri, path.rpartition("/")[0]) if uri else None
    node = f"file:{found}" if found else f"job:{path}#{name}"
    if table(machine.get("States")):
        line = properties.line_of("Definition")
        declare(builder, Declared(TOOL, path, name, line, node), list(_steps(builder, path, machine)))
    elif found is None:
        return
    events = table(properties.get("Events"))
    for key, event in events.items():
        kind = text(table(event).get("Type"))
        enabled = text(table(table(event).get("Properties")).get("Enabled")).lower() != "false"
        if kind in _SCHEDULES and enabled:
            schedule(builder, TOOL, node, path, events.line_of(key), kind)


def _steps(builder: "Builder", path: str, machine: Table) -> Iterator[Step]:
    """Yield the states of a machine and of its parallel branches; a state waits for those that lead to it."""
    found = list(itertools.islice(_states(machine, 0), MAX_STEPS))
    states = {name: state for name, state, _ in found}
    sources: dict[str, list[str]] = {}
    for name, state, _ in found:
        for target in _next(state):
            sources.setdefault(target, []).append(name)
    for name, state, line in found:
        if text(state.get("Type")) in ("Task", ""):
            before = tuple(_tasks_before(name, sources, states))
            yield Step(name, line, before, partial(_follow, builder, path, state))


def _tasks_before(name: str, sources: dict[str, list[str]], states: dict[str, Table]) -> Iterator[str]:
    """Yield the tasks before a state, whatever choices and waits stand between."""
    todo, seen = list(sources.get(name, ())), {name}
    while todo:
        one = todo.pop()
        if one in seen:
            continue
        seen.add(one)
        if text(states[one].get("Type")) in ("Task", ""):
            yield one
        else:
            todo += sources.get(one, ())


def _states(machine: Table, depth: int) -> Iterator[tuple[str, Table, int]]:
    states = table(machine.get("States"))
    for name, body in states.items():
        state = table(body)
        yield name, state, states.line_of(name)
        inner = [one for _, one in items(state.get("Branches"))]
        inner += [state.get("Iterator"), state.get("ItemProcessor")]
        for branch in inner:
            if isinstance(branch, Table) and depth < MAX_NESTING:
                yield from _states(branch, depth + 1)


def _next(state: Table) -> Iterator[str]:
    """Yield the states that follow one, and those that its branches start with."""
    yield from (text(state.get(key)) for key in ("Next", "Default"))
    for key in ("Choices", "Branches", "Catch"):
        for _, one in items(state.get(key)):
            yield text(table(one).get("Next")) or text(table(one).get("StartAt"))
    yield from (text(table(state.get(key)).get("StartAt")) for key in ("Iterator", "ItemProcessor"))


def _follow(builder: "Builder", path: str, state: Table, node: str) -> None:
    """Note what the service does that a task calls."""
    resource: Any = state.get("Resource")
    service = _SERVICE.search(text(resource))
    if service is not None:
        at = builder.place(path, state.line_of("Resource"))
        builder.action(node, service.group(1).partition(".")[0], {}, at)
