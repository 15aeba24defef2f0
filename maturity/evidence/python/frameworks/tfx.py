"""TFX: what its components run of a project - `run_fn` of a trainer's module, `Do` of an executor."""

from maturity.evidence.graph.graph import Edge, Graph, Start
from maturity.evidence.python.code import Code, Unit, foreign_name, reference_of
from maturity.evidence.python.frameworks.framework import belongs
from maturity.evidence.python.namespace import Symbol, node_of

_ROOT = ("tfx",)
_CALLED = frozenset(("run_fn", "tuner_fn"))
"""Functions of a module that Trainer and Tuner are given."""
_ARGUMENTS = ("FnArgs",)
"""What they are handed."""
_EXECUTORS = ("*Executor",)
_DO = "Do"
"""The method of an executor that TFX calls."""
_SPECS = ("ExecutorClassSpec", "BeamExecutorSpec")
"""Calls by which a component names its executor."""


def start(code: Code, graph: Graph) -> None:
    """Start what TFX runs, whatever declares the pipeline, and link components with their executors."""
    for path, units in code.units.items():
        if "tfx" not in code.imports[path] or path.endswith(".ipynb"):
            continue
        for unit in units:
            if not unit.test and (_is_called(unit) or _is_executor(code, unit)):
                at = unit.at(unit.function.line, f"def {unit.function.name}")
                graph.start(Start("entry", unit.node, at, f"tfx {unit.function.name}"))
            if not unit.test and _is_called(unit):
                graph.link(Edge(node_of(path), unit.node, unit.at(unit.function.line, unit.function.name)))
            _link_executors(code, graph, unit)


def _is_called(unit: Unit) -> bool:
    handed = (one.annotation for one in unit.function.parameters)
    return unit.function.name in _CALLED and any(belongs(one, _ROOT, _ARGUMENTS) for one in handed)


def _is_executor(code: Code, unit: Unit) -> bool:
    owner, _, name = unit.function.name.rpartition(".")
    if name != _DO or not owner:
        return False
    bases = code.symbols.bases(Symbol("class", unit.path, owner))
    return any(one.kind == "foreign" and belongs(one.name, _ROOT, _EXECUTORS) for one in bases)


def _link_executors(code: Code, graph: Graph, unit: Unit) -> None:
    """Link the constructor of a component with the executor that its class names above."""
    for call, symbol in unit.calls():
        if not (call.arguments and belongs(foreign_name(call.name, symbol), _ROOT, _SPECS)):
            continue
        executor = code.resolve(unit, reference_of(call.arguments[0]))
        above = [one for one in code.modules[unit.path].classes if one.line <= call.line]
        component = node_of(unit.path, f"{above[-1].name}.__init__") if above else ""
        if executor is not None and executor.kind == "class" and component in code.by_node:
            target = node_of(executor.path, f"{executor.name}.{_DO}")
            graph.link(Edge(component, target, unit.at(call.line, executor.name)))
