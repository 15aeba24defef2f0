"""Dagster assets: a graph by the names of parameters, materialised by jobs, schedules and sensors."""

from maturity.evidence.graph.graph import Edge
from maturity.evidence.layout import test_path
from maturity.evidence.python.code import Unit, foreign_name
from maturity.evidence.python.frameworks.framework import Found, Framework, Step, decorators_of
from maturity.evidence.python.namespace import node_of

ASSETS = ("dagster.asset", "dagster.multi_asset", "dagster.graph_asset")
MANIFESTS = ("pyproject.toml", "setup.py", "setup.cfg", "workspace.yaml")
USERS = ("dagster.define_asset_job", "dagster.Definitions", "dagster.materialize")
"""Calls that run assets, wherever these are defined."""


def _read(units: list[Unit], found: Found) -> None:
    """Read the assets of a file: those of one code location are one graph, which its first file declares."""
    own = _assets(units, found)
    if not own:
        return
    path = units[0].path
    location = _location(path, found)
    for unit in own:
        found.graph.link(Edge(node_of(path), unit.node, unit.at(unit.function.line, "@asset")))
    _link_jobs(found, path, location)
    files = sorted(
        other
        for other, imports in found.code.imports.items()
        if "dagster" in imports
        and not (test_path(other) or other.endswith(".ipynb"))
        and _location(other, found) == location
    )
    assets = [unit for other in files for unit in _assets(found.code.units[other], found)]
    if assets[0].path == path:
        steps: list[Step] = [(unit.function.name, unit.node) for unit in assets]
        at = own[0].at(own[0].function.line, "@asset")
        found.pipeline("dagster", path, node_of(path), steps, at, ordered=_ordered(assets, found))


def _assets(units: list[Unit], found: Found) -> list[Unit]:
    return [unit for unit in units if decorators_of(found, unit, ASSETS)]


def _location(path: str, found: Found) -> str:
    """Return the folder of the code location that a file belongs to: the nearest above it with a manifest."""
    folder = path.rpartition("/")[0]
    while folder and not any(f"{folder}/{name}" in found.project.texts for name in MANIFESTS):
        folder = folder.rpartition("/")[0]
    return folder


def _ordered(assets: list[Unit], found: Found) -> bool:
    """Tell whether some asset needs another: by a parameter of its name, or by the decorator."""
    names = {unit.function.name for unit in assets}
    for unit in assets:
        decorator = decorators_of(found, unit, ASSETS)
        needs = {one.name for one in unit.function.parameters} - {unit.function.name}
        if needs & names or (decorator is not None and {"deps", "ins"} & decorator.keywords.keys()):
            return True
    return False


def _link_jobs(found: Found, path: str, location: str) -> None:
    """Link the files of a code location that define jobs over assets with the file of the assets."""
    for unit in found.code.everything():
        near = "dagster" in unit.imports and unit.path != path and _location(unit.path, found) == location
        for call, symbol in unit.calls() if near else ():
            if foreign_name(call.name, symbol) in USERS:
                found.graph.link(Edge(unit.node, node_of(path), unit.at(call.line, f"{call.name}()")))


FRAMEWORK = Framework("dagster", frozenset(("dagster",)), _read)
