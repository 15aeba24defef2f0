"""Pipelines that are classes: Metaflow flows, Luigi tasks, Temporal workflows, steps of the old ZenML."""

from maturity.evidence.graph.graph import Edge, Node
from maturity.evidence.python.code import Unit, reference_of, shown, text_of
from maturity.evidence.python.frameworks.framework import Found, Framework, Step, decorators_of
from maturity.evidence.python.module import Class
from maturity.evidence.python.namespace import Symbol, node_of

_METAFLOW_SCHEDULES = {"metaflow.schedule": "schedule", "metaflow.trigger": "event", "metaflow.trigger_on_finish": "event"}


def _classes(units: list[Unit], found: Found) -> list[tuple[str, Class, list[str]]]:
    """Return the classes of a file with the full names of their foreign bases."""
    path = units[0].path
    return [
        (path, declared, [base.name for base in found.code.symbols.bases(Symbol("class", path, declared.name)) if base.kind == "foreign"])
        for declared in found.code.modules[path].classes
    ]


def _class_node(path: str, declared: Class, found: Found) -> str:
    at = found.project.place(path, declared.line, f"class {declared.name}")
    return found.graph.add(Node(node_of(path, declared.name), "class", declared.name, at)).id


def _methods(units: list[Unit], declared: Class) -> list[Unit]:
    prefix = f"{declared.name}."
    return [unit for unit in units if unit.function.name.startswith(prefix) and "." not in unit.function.name[len(prefix) :]]


def _read_metaflow(units: list[Unit], found: Found) -> None:
    for path, declared, bases in _classes(units, found):
        if not any(base.endswith("FlowSpec") for base in bases):
            continue
        steps: list[Step] = [
            (unit.function.name.rpartition(".")[2], unit.node)
            for unit in _methods(units, declared)
            if decorators_of(found, unit, ("metaflow.step", "metaflow.decorators.step"))
        ]
        node = _class_node(path, declared, found)
        at = found.project.place(path, declared.line, f"class {declared.name}(FlowSpec)")
        found.pipeline("metaflow", declared.name, node, steps, at)
        found.graph.link(Edge(node_of(path), node, at))
        for decorator in declared.decorators:
            symbol = found.code.symbols.resolve(path, decorator.name)
            name = symbol.name if symbol and symbol.kind == "foreign" else ""
            if name in _METAFLOW_SCHEDULES and steps:
                text = f"@{shown(decorator.name)}({', '.join(decorator.keywords)})"
                root = "schedule" if _METAFLOW_SCHEDULES[name] == "schedule" else "event"
                found.trigger("metaflow", text, root, node, found.project.place(path, decorator.line, text))  # type: ignore[arg-type]


def _read_luigi(units: list[Unit], found: Found) -> None:
    tasks: list[tuple[Class, str, bool]] = []
    path = units[0].path
    for _, declared, bases in _classes(units, found):
        if not any(base.startswith("luigi.") and base.endswith("Task") for base in bases):
            continue
        node = _class_node(path, declared, found)
        needs = False
        for unit in _methods(units, declared):
            last = unit.function.name.rpartition(".")[2]
            if last in ("run", "requires", "output", "complete"):
                found.graph.link(Edge(node, unit.node, unit.at(unit.function.line, f"def {last}")))
                needs = needs or (last == "requires" and bool(unit.function.calls))
        tasks.append((declared, node, needs))
    _link_required(units, found, {declared.name: node for declared, node, _ in tasks})
    if tasks:
        last_task, node, _ = tasks[-1]
        steps = [(declared.name, step) for declared, step, _ in tasks]
        ordered = any(needs for _, _, needs in tasks)
        at = found.project.place(path, last_task.line, f"class {last_task.name}(luigi.Task)")
        found.pipeline("luigi", path, node_of(path), steps, at, ordered=ordered)


def _link_required(units: list[Unit], found: Found, tasks: dict[str, str]) -> None:
    """Link a task with those it requires, which Luigi runs first."""
    for unit in units:
        owner, _, last = unit.function.name.rpartition(".")
        if owner in tasks and last == "requires":
            for call, symbol in unit.calls():
                if symbol is not None and symbol.kind == "class":
                    target = node_of(symbol.path, symbol.name)
                    found.graph.link(Edge(tasks[owner], target, unit.at(call.line, f"requires {symbol.name}")))


def _read_temporal(units: list[Unit], found: Found) -> None:
    for path, declared, _ in _classes(units, found):
        if not any(one.name.endswith("workflow.defn") for one in declared.decorators):
            continue
        node = _class_node(path, declared, found)
        steps: list[Step] = []
        for unit in _methods(units, declared):
            if not decorators_of(found, unit, ("temporalio.workflow.run",)):
                continue
            found.graph.link(Edge(node, unit.node, unit.at(unit.function.line, "@workflow.run")))
            steps.extend(_activities(unit, found))
        found.pipeline("temporal", declared.name, node, steps, found.project.place(path, declared.line, f"class {declared.name}"))


def _activities(unit: Unit, found: Found) -> list[Step]:
    steps: list[Step] = []
    for call, _ in unit.calls():
        if "execute_activity" not in call.name and "start_activity" not in call.name and "local_activity" not in call.name:
            continue
        for argument in call.arguments[:1]:
            target = found.code.unit(found.code.resolve(unit, reference_of(argument))) if reference_of(argument) else None
            if target is not None:
                found.graph.link(Edge(unit.node, target.node, unit.at(call.line, target.function.name)))
                steps.append((target.function.name, target.node))
            elif text_of(argument):
                steps.extend(_by_title(text_of(argument), found))
    return steps


def _by_title(title: str, found: Found) -> list[Step]:
    """Find an activity that is named by text: the function of that name with an activity's decorator."""
    return [
        (title, unit.node)
        for unit in found.code.everything()
        if unit.function.name.rpartition(".")[2] == title and any("activity" in one.name for one in unit.function.decorators)
    ]


METAFLOW = Framework("metaflow", frozenset(("metaflow",)), _read_metaflow)
LUIGI = Framework("luigi", frozenset(("luigi",)), _read_luigi)
TEMPORAL = Framework("temporal", frozenset(("temporalio",)), _read_temporal)
