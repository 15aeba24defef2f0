"""Links Python code into the program graph: nodes, edges, sites, starts, pipelines."""

from dataclasses import dataclass

from maturity.evidence.graph.facts import DeclaredPipeline, DeclaredTrigger
from maturity.evidence.graph.graph import Graph
from maturity.evidence.project import Project
from maturity.evidence.python import (
    chosen,
    classes,
    commands,
    configured,
    dispatch,
    edges,
    entries,
    launching,
    parallel_runs,
    protocols,
    sites,
    testing,
)
from maturity.evidence.python.code import Code
from maturity.evidence.python.frameworks import registry
from maturity.evidence.python.heuristics import own
from maturity.evidence.python.index import PythonIndex, index_of
from maturity.evidence.resting import garbage_resting
from maturity.evidence.technologies import Technologies
from maturity.evidence.topics.dvc import inputs


@dataclass(frozen=True, slots=True)
class Linked:
    """What linking found beside the graph."""

    index: PythonIndex
    code: Code
    pipelines: tuple[DeclaredPipeline, ...]
    triggers: tuple[DeclaredTrigger, ...]


def link(
    project: Project,
    technologies: Technologies,
    graph: Graph,
    shell: edges.Shell | None = None,
    index: PythonIndex | None = None,
) -> Linked:
    """Add everything that the Python files of a target prove to the graph.

    `shell` follows the command lines that Python code runs. Whoever built it with an index passes that index on.
    """
    with garbage_resting():  # looking for rings in it costs a third of the time
        return _linked(project, technologies, graph, shell, index or index_of(project))


def _linked(
    project: Project, technologies: Technologies, graph: Graph, shell: edges.Shell | None, index: PythonIndex
) -> Linked:
    named = configured.targets(project)
    code = Code(index, configured.lent(index.modules, named))
    edges.add_nodes(code, graph)
    classes.add_classes(code, technologies, graph)
    sites.prove(code, technologies, graph)
    edges.connect(code, graph, shell)
    launching.link_launched(code, graph, shell)
    classes.link_unmade(code, graph)
    classes.link_overrides(code, graph)
    protocols.link_protocols(code, graph)
    dispatch.link_by_name(code, graph)
    dispatch.link_imported(code, project, graph)
    configured.link(code, technologies, graph, named)
    entries.link_registered(code, graph)
    commands.link_commands(code, graph)
    testing.mark_tests(code, graph)
    found = registry.read(code, project, graph, shell)
    steps = frozenset(node for pipeline in found.pipelines for _, node in pipeline.steps)
    own.prove(code, graph, steps | _functions_of_steps(graph), inputs(project))
    chosen.link_chosen(code, graph)
    entries.start_programs(code, graph)
    parallel_runs.start_entry_scripts(code, graph)
    registry.start_handlers(code, found)
    return Linked(index, code, tuple(found.pipelines), tuple(found.triggers))


def _functions_of_steps(graph: Graph) -> frozenset[str]:
    """Return the functions that steps of declared pipelines run: what they return, the tool keeps."""
    steps = (node.id for node in graph.nodes.values() if node.program == "step")
    return frozenset(edge.target for step in steps for edge in graph.edges.get(step, ()) if "::" in edge.target)
