"""Runs of other DAGs that a DAG of Airflow starts: there has to be another one."""

from maturity.evidence.graph.graph import Graph
from maturity.evidence.python.code import Unit
from maturity.evidence.python.frameworks.framework import Found, calls_of, decorators_of

_ROOTS = ("airflow",)
_TRIGGERS = ("TriggerDagRunOperator",)
_DAGS = ("DAG",)
_DECORATORS = ("airflow.decorators.dag", "airflow.sdk.dag")


def drop(found: Found) -> None:
    """Take back that a DAG runs another pipeline where the project's only DAG is the one that asks for it."""
    units = [unit for unit in found.code.everything() if "airflow" in unit.imports and not unit.test]
    asked = calls_of(units, _ROOTS, _TRIGGERS)
    if asked and _alone(found, units, {unit.path for unit, _ in asked}):
        for unit, call in asked:
            _forget(found.graph, unit.path, call.line)


def _alone(found: Found, units: list[Unit], asking: set[str]) -> bool:
    """Tell whether one DAG is all there is, in the file that asks; a function with parameters may make several."""
    made = [unit for unit, _ in calls_of(units, _ROOTS, _DAGS)]
    made += [unit for unit in units if decorators_of(found, unit, _DECORATORS)]
    return len(made) == 1 and {made[0].path} == asking and not made[0].function.parameters


def _forget(graph: Graph, path: str, line: int) -> None:
    said = [one for sites in graph.sites.values() for one in sites if one.activity == "run-pipeline"]
    for site in said:
        if (site.at.path, site.at.line) == (path, line):
            graph.withdraw(site.node, site.activity, site.at)
