"""The evidence room on one page: a project becomes a graph, and graph and files become facts."""

from itertools import chain

from maturity.evidence import training
from maturity.evidence.declared import declare
from maturity.evidence.graph import facts as programs
from maturity.evidence.graph.builder import Builder
from maturity.evidence.graph.graph import Graph
from maturity.evidence.graph.reach import Reach
from maturity.evidence.project import Project
from maturity.evidence.python.index import index_of
from maturity.evidence.python.link import link
from maturity.evidence.technologies import Technologies
from maturity.evidence.topics import registry as topics
from maturity.model.assessment import RepositoryEvidence, TechnologyUse
from maturity.model.fact import Fact
from maturity.model.facts.code import NotebookFact
from maturity.model.facts.programs import PipelineFact, ServiceFact, TriggerFact
from maturity.model.raw import Gap
from maturity.model.value import Value


class Collected(Value):
    """Everything a repository shows."""

    facts: tuple[Fact, ...]
    gaps: tuple[Gap, ...]
    inventory: RepositoryEvidence


def collect(project: Project, technologies: Technologies) -> Collected:
    """Turn what was read into located facts: build the program graph, ask what reaches what, go through the topics."""
    graph = Graph()
    index = index_of(project)
    builder = Builder(project, technologies, index, project.scope.bases, graph)
    builder.build()
    linked = link(project, technologies, graph, builder, index)
    declare(project, technologies, graph)
    reach = Reach(graph)
    pipelines = (*builder.pipelines, *linked.pipelines)
    found = chain(
        programs.activity_facts(graph, reach, pipelines),
        programs.pipeline_facts(pipelines, graph, reach),
        programs.trigger_facts((*builder.triggers, *linked.triggers), reach),
        programs.program_facts(graph, reach),
        training.collect(project, graph, reach),
        topics.collect(project, graph, reach),
    )
    facts = tuple(found)
    return Collected(facts=facts, gaps=tuple(dict.fromkeys(project.gaps)), inventory=_inventory(facts, graph))


def _inventory(facts: tuple[Fact, ...], graph: Graph) -> RepositoryEvidence:
    """List what people ask for beside the findings."""
    used = programs.technologies_of(graph)
    return RepositoryEvidence(
        services=tuple(fact for fact in facts if isinstance(fact, ServiceFact) and fact.model),
        triggers=tuple(fact for fact in facts if isinstance(fact, TriggerFact)),
        pipelines=tuple(fact for fact in facts if isinstance(fact, PipelineFact)),
        notebooks=tuple(fact for fact in facts if isinstance(fact, NotebookFact)),
        technologies=tuple(
            TechnologyUse(name=name, activities=tuple(sorted(activities)), at=at)
            for name, (activities, at) in sorted(used.items())
        ),
    )
