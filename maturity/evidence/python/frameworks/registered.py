"""Pipelines that a program only registers on a platform: their steps run when somebody starts them there."""

from dataclasses import replace

from maturity.evidence.graph.facts import DeclaredPipeline
from maturity.evidence.graph.graph import Graph
from maturity.evidence.python.code import Code
from maturity.evidence.python.frameworks.framework import Found
from maturity.evidence.python.reaching import callers

_TOOLS = frozenset(("sagemaker",))
"""Tools whose pipelines are built in one call, kept on the platform by a second and started by a third."""
_REGISTERS = frozenset(("upsert",))
_STARTS = frozenset(
    ("start", "start_pipeline_execution", "start_execution", "execute", "put_triggers", "PipelineSchedule")
)


def hold(found: Found) -> None:
    """Keep what builds a pipeline from those who only register it: what its steps do, they do not."""
    for pipeline in found.pipelines:
        if pipeline.tool in _TOOLS:
            builders = _builders(pipeline, found.graph)
            if _only_registered(found.code, callers(found.graph, builders)):
                _hold(builders, found.graph)


def _builders(pipeline: DeclaredPipeline, graph: Graph) -> frozenset[str]:
    """Return the functions that hand the steps to the pipeline."""
    steps = {node for _, node in pipeline.steps}
    return frozenset(source for source, edges in graph.edges.items() if any(edge.target in steps for edge in edges))


def _only_registered(code: Code, nodes: frozenset[str]) -> bool:
    """Tell whether of the programs that build a pipeline one registers it, and none starts it."""
    units = (unit for unit in code.everything() if unit.node in nodes)
    lasts = {last for unit in units if not unit.test and not unit.path.endswith(".ipynb") for last in unit.lasts}
    return not lasts.isdisjoint(_REGISTERS) and lasts.isdisjoint(_STARTS)


def _hold(builders: frozenset[str], graph: Graph) -> None:
    for source, edges in graph.edges.items():
        if any(edge.target in builders for edge in edges):
            graph.edges[source] = [replace(one, asked=one.asked or one.target in builders) for one in edges]
