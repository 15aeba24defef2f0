"""Dagster assets: a graph by the names of parameters, materialised by jobs, schedules and sensors."""

from maturity.evidence.graph.graph import Edge
from maturity.evidence.python.code import Unit, foreign_name
from maturity.evidence.python.frameworks.framework import Found, Framework, Step, decorators_of
from maturity.evidence.python.namespace import node_of

ASSETS = ("dagster.asset", "dagster.multi_asset", "dagster.graph_asset")
USERS = ("dagster.define_asset_job", "dagster.Definitions", "dagster.materialize")
"""Calls that run assets, wherever these are defined."""


def _read(units: list[Unit], found: Found) -> None:
    assets = [unit for unit in units if decorators_of(found, unit, ASSETS)]
    if not assets:
        return
    path = units[0].path
    steps: list[Step] = [(unit.function.name, unit.node) for unit in assets]
    at = assets[0].at(assets[0].function.line, "@asset")
    found.pipeline("dagster", path, node_of(path), steps, at, ordered=_ordered(assets, found))
    _link_jobs(found, path)


def _ordered(assets: list[Unit], found: Found) -> bool:
    """Tell whether some asset needs another: by a parameter of its name, or by the decorator."""
    names = {unit.function.name for unit in assets}
    for unit in assets:
        decorator = decorators_of(found, unit, ASSETS)
        needs = {one.name for one in unit.function.parameters} - {unit.function.name}
        if needs & names or (decorator is not None and {"deps", "ins"} & decorator.keywords.keys()):
            return True
    return False


def _link_jobs(found: Found, path: str) -> None:
    """Link the files that define jobs over assets with the file of the assets."""
    for unit in found.code.everything():
        for call, symbol in unit.calls() if unit.path != path else ():
            if foreign_name(call.name, symbol) in USERS:
                found.graph.link(Edge(unit.node, node_of(path), unit.at(call.line, f"{call.name}()")))


FRAMEWORK = Framework("dagster", frozenset(("dagster",)), _read)
