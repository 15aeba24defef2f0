"""Kedro: the function that names a project's pipelines, which `kedro run` asks; pipelines are read beside it."""

from maturity.evidence.graph.graph import Start
from maturity.evidence.python.code import Unit
from maturity.evidence.python.frameworks.framework import Found, Framework

_REGISTERS = "register_pipelines"


def _read(units: list[Unit], found: Found) -> None:
    for unit in units:
        if unit.function.name.rpartition(".")[2] == _REGISTERS and not unit.function.stub:
            at = unit.at(unit.function.line, f"def {unit.function.name}")
            found.graph.start(Start("entry", unit.node, at, f"kedro {_REGISTERS}"))


FRAMEWORK = Framework("kedro-registry", frozenset(("kedro", "kedro_mlflow")), _read)
