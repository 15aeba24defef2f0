"""Temporal: a workflow is a class whose run method executes activities, which are functions."""

from collections.abc import Iterator

from maturity.evidence.graph.graph import Edge
from maturity.evidence.python.code import Unit, reference_of, text_of
from maturity.evidence.python.frameworks.classes import class_node, classes_of, methods_of
from maturity.evidence.python.frameworks.framework import Found, Framework, Step, decorators_of

EXECUTING = frozenset(
    (
        "execute_activity start_activity execute_local_activity start_local_activity execute_activity_method "
        "start_activity_method execute_child_workflow start_child_workflow"
    ).split()
)


def _read(units: list[Unit], found: Found) -> None:
    path = units[0].path
    for declared, _ in classes_of(units, found):
        if not any(one.name.endswith("workflow.defn") for one in declared.decorators):
            continue
        node = class_node(path, declared, found)
        steps: list[Step] = []
        for _, unit in methods_of(units, declared):
            if decorators_of(found, unit, ("temporalio.workflow.run",)):
                found.graph.link(Edge(node, unit.node, unit.at(unit.function.line, "@workflow.run")))
                steps.extend(_activities(unit, found))
        at = found.project.place(path, declared.line, f"class {declared.name}")
        found.pipeline("temporal", declared.name, node, steps, at)


def _activities(unit: Unit, found: Found) -> Iterator[Step]:
    """Yield the activities that a workflow executes, by reference or by name."""
    for call, _ in unit.ending(EXECUTING):
        for argument in call.arguments[:1]:
            name = reference_of(argument)
            target = found.code.unit(found.code.resolve(unit, name)) if name else None
            if target is not None:
                found.graph.link(Edge(unit.node, target.node, unit.at(call.line, target.function.name)))
                yield target.function.name, target.node
            elif text_of(argument):
                yield from _named(text_of(argument), found)


def _named(title: str, found: Found) -> Iterator[Step]:
    for unit in found.code.everything():
        named = unit.function.name.rpartition(".")[2] == title
        if named and any("activity" in one.name for one in unit.function.decorators):
            yield title, unit.node


FRAMEWORK = Framework("temporal", frozenset(("temporalio",)), _read)
