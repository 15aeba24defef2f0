"""Dagster assets: a graph by the names of parameters, materialised by jobs, schedules and sensors."""

from maturity.evidence.graph.graph import Edge
from maturity.evidence.python.code import Unit, foreign_name
from maturity.evidence.python.frameworks.framework import Found, Framework, Step, decorators_of
from maturity.evidence.python.namespace import node_of

ASSETS = ("dagster.asset", "dagster.multi_asset", "dagster.graph_asset")


def _read(units: list[Unit], found: Found) -> None:
    assets = [unit for unit in units if decorators_of(found, unit, ASSETS)]
    if not assets:
        return
    names = {unit.function.name: unit for unit in assets}
    ordered = False
    for unit in assets:
        keys = decorators_of(found, unit, ASSETS)
        for parameter in unit.function.parameters:
            source = names.get(parameter.name)
            if source is not None and source is not unit:
                ordered = True
        ordered = ordered or (keys is not None and ("deps" in keys.keywords or "ins" in keys.keywords))
    steps: list[Step] = [(unit.function.name, unit.node) for unit in assets]
    path = units[0].path
    at = assets[0].at(assets[0].function.line, "@asset")
    found.pipeline("dagster", path, node_of(path), steps, at, ordered=ordered)
    _link_jobs(found, path, at.path or path)


def _link_jobs(found: Found, path: str, _at: str) -> None:
    """Link the files that define jobs over assets with the files of the assets."""
    for unit in found.code.everything():
        for call, symbol in unit.calls():
            if foreign_name(call.name, symbol) in ("dagster.define_asset_job", "dagster.Definitions", "dagster.materialize"):
                if unit.path != path:
                    found.graph.link(Edge(unit.node, node_of(path), unit.at(call.line, f"{call.name}()")))


FRAMEWORK = Framework("dagster", frozenset(("dagster",)), _read)
