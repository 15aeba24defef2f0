"""Metaflow: a flow is a class, its steps are methods, its schedule a decorator of the class."""

from maturity.evidence.graph.graph import Edge
from maturity.evidence.python.code import Unit, shown
from maturity.evidence.python.frameworks.classes import class_node, classes_of, methods_of
from maturity.evidence.python.frameworks.framework import Found, Framework, Step, decorators_of
from maturity.evidence.python.module import Class
from maturity.evidence.python.namespace import node_of
from maturity.model.activity import Root

STEPS = ("metaflow.step", "metaflow.decorators.step")
STARTING: dict[str, Root] = {
    "metaflow.schedule": "schedule",
    "metaflow.trigger": "event",
    "metaflow.trigger_on_finish": "event",
}


def _read(units: list[Unit], found: Found) -> None:
    path = units[0].path
    for declared, bases in classes_of(units, found):
        if not any(base.endswith("FlowSpec") for base in bases):
            continue
        steps: list[Step] = [
            (name, unit.node) for name, unit in methods_of(units, declared) if decorators_of(found, unit, STEPS)
        ]
        node = class_node(path, declared, found)
        at = found.project.place(path, declared.line, f"class {declared.name}(FlowSpec)")
        found.pipeline("metaflow", declared.name, node, steps, at)
        found.graph.link(Edge(node_of(path), node, at))
        if steps:
            _start(path, declared, node, found)


def _start(path: str, declared: Class, node: str, found: Found) -> None:
    for decorator in declared.decorators:
        symbol = found.code.symbols.resolve(path, decorator.name)
        root = STARTING.get(symbol.name) if symbol is not None else None
        if root is not None:
            text = f"@{shown(decorator.name)}({', '.join(decorator.keywords)})"
            found.trigger("metaflow", text, root, node, found.project.place(path, decorator.line, text))


FRAMEWORK = Framework("metaflow", frozenset(("metaflow",)), _read)
