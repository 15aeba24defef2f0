"""Luigi: each task is a class that requires others; Luigi runs these first."""

from maturity.evidence.graph.graph import Edge
from maturity.evidence.python.code import Unit
from maturity.evidence.python.frameworks.classes import class_node, classes_of, methods_of
from maturity.evidence.python.frameworks.framework import Found, Framework, Step
from maturity.evidence.python.module import Class
from maturity.evidence.python.namespace import node_of

RUN = ("run", "requires", "output", "complete")
"""Methods that Luigi calls."""


def _read(units: list[Unit], found: Found) -> None:
    path = units[0].path
    tasks = [
        declared
        for declared, bases in classes_of(units, found)
        if any(base.startswith("luigi.") and base.endswith("Task") for base in bases)
    ]
    if not tasks:
        return
    steps: list[Step] = [(declared.name, class_node(path, declared, found)) for declared in tasks]
    needing = [_link(units, declared, node, found) for declared, (_, node) in zip(tasks, steps, strict=True)]
    at = found.project.place(path, tasks[-1].line, f"class {tasks[-1].name}(luigi.Task)")
    found.pipeline("luigi", path, node_of(path), steps, at, ordered=any(needing))


def _link(units: list[Unit], declared: Class, node: str, found: Found) -> bool:
    """Link a task with its methods and with the tasks it requires; tell whether it requires any."""
    needs = False
    for name, unit in methods_of(units, declared):
        if name in RUN:
            found.graph.link(Edge(node, unit.node, unit.at(unit.function.line, f"def {name}")))
        for call, symbol in unit.calls() if name == "requires" else ():
            if symbol is not None and symbol.kind == "class":
                needs = True
                required = node_of(symbol.path, symbol.name)
                found.graph.link(Edge(node, required, unit.at(call.line, f"requires {symbol.name}")))
    return needs


FRAMEWORK = Framework("luigi", frozenset(("luigi",)), _read)
