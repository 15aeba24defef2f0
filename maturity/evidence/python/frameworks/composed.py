"""Steps in Python files that a notebook puts together to a pipeline: a person submits it, a platform runs them."""

from maturity.evidence.graph.graph import Start
from maturity.evidence.python.code import Unit
from maturity.evidence.python.frameworks import constructed, decorated
from maturity.evidence.python.frameworks.framework import Found, belongs, calls_of, decorators_of

_TOOLS = frozenset(("kubeflow-pipelines", "azure-ml", "sagemaker", "tfx"))
"""Tools whose pipelines are compiled or submitted, and run elsewhere; others run in the notebook itself."""
_DECORATED = tuple(tool for tool in decorated.TOOLS if tool.tool in _TOOLS)
_CONSTRUCTED = tuple(tool for tool in constructed.TOOLS if tool.tool in _TOOLS and tool.made)


def start(found: Found) -> None:
    """Start the steps of Python files that a pipeline of a notebook calls."""
    for path, units in found.code.units.items():
        for unit in units if path.endswith(".ipynb") else ():
            tool = _composes(unit, found)
            for call, symbol in unit.calls() if tool else ():
                target = found.code.unit(symbol)
                if target is not None and _is_step(target, found):
                    at = unit.at(call.line, f"step {target.function.name}")
                    found.graph.start(Start("entry", target.node, at, f"{tool} {target.function.name}"))
                    found.graph.composed.add(target.node)


def _composes(unit: Unit, found: Found) -> str:
    """Return the tool for which a function of a notebook declares a pipeline."""
    for one in _DECORATED:
        if decorators_of(found, unit, one.flows):
            return one.tool
    return next((one.tool for one in _CONSTRUCTED if calls_of([unit], one.roots, one.pipelines)), "")


def _is_step(unit: Unit, found: Found) -> bool:
    if unit.test or unit.path.endswith(".ipynb"):
        return False
    if any(decorators_of(found, unit, one.steps) for one in _DECORATED):
        return True
    names = [found.code.named(unit, decorator) for decorator in unit.function.decorators]
    return any(belongs(name, one.roots, one.made) for one in _CONSTRUCTED for name in names)
