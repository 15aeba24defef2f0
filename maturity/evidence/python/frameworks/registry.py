"""All families of pipeline tools, one line each."""

from maturity.evidence.boundary import attempted
from maturity.evidence.graph.graph import Graph
from maturity.evidence.layout import test_path
from maturity.evidence.project import Project
from maturity.evidence.python.code import Code
from maturity.evidence.python.edges import Shell
from maturity.evidence.python.frameworks import (
    cdk,
    composed,
    constructed,
    dagster,
    decorated,
    handlers,
    kedro,
    luigi,
    mage,
    metaflow,
    mlflow_projects,
    mlrun,
    platforms,
    prefect,
    registered,
    temporal,
    tfx,
    timers,
    triggered,
    watching,
    zenml,
)
from maturity.evidence.python.frameworks.framework import Found, Framework

FRAMEWORKS: tuple[Framework, ...] = (
    *decorated.FRAMEWORKS,
    *constructed.FRAMEWORKS,
    metaflow.FRAMEWORK,
    luigi.FRAMEWORK,
    mage.FRAMEWORK,
    temporal.FRAMEWORK,
    dagster.FRAMEWORK,
    mlrun.FRAMEWORK,
    mlflow_projects.FRAMEWORK,
    kedro.FRAMEWORK,
    prefect.FRAMEWORK,
    cdk.FRAMEWORK,
    *timers.FRAMEWORKS,
    *watching.FRAMEWORKS,
    platforms.FRAMEWORK,
)
"""`platforms` comes last: it schedules the pipelines that the others found."""

IMPORTS = frozenset(name for framework in FRAMEWORKS for name in framework.imports)
"""Modules whose import makes a file worth reading: a pipeline may hold nothing but shell commands."""


def read(code: Code, project: Project, graph: Graph, shell: Shell | None) -> Found:
    """Read the pipelines and schedules of all files that are no tests and no notebooks."""
    found = Found(code, project, graph, shell)
    files = [
        (code.imports[path], units)
        for path, units in code.units.items()
        if units and not path.endswith(".ipynb") and not test_path(path)
    ]
    for framework in FRAMEWORKS:
        for imports, units in files:
            if not imports.isdisjoint(framework.imports):
                attempted(project.gaps, framework.read, units, found)
    registered.hold(found)
    triggered.drop(found)
    composed.start(found)
    tfx.start(code, graph)
    zenml.prove(found)
    prefect.deployed_elsewhere(found)
    return found


def start_handlers(code: Code, found: Found) -> None:
    """Add the events of handlers, once everything that reaches training is linked."""
    handlers.start(code, found)
