"""The evidence room on one page: a project becomes a graph, and graph and files become facts."""

from functools import cache, partial
from itertools import chain

from maturity.evidence import training
from maturity.evidence.boundary import attempted, guarded
from maturity.evidence.declared import declare
from maturity.evidence.graph import facts as programs
from maturity.evidence.graph.builder import Builder
from maturity.evidence.graph.graph import Graph
from maturity.evidence.graph.inventory import program_graph
from maturity.evidence.graph.reach import Reach
from maturity.evidence.graph.roll_back import mark_roll_backs
from maturity.evidence.practice import registry as practices
from maturity.evidence.practice.calls import Code
from maturity.evidence.project import Project
from maturity.evidence.projects import projects
from maturity.evidence.python.doubt import narrowed
from maturity.evidence.python.index import index_of
from maturity.evidence.python.link import link
from maturity.evidence.resting import garbage_resting
from maturity.evidence.suiteless import suiteless
from maturity.evidence.technologies import Technologies
from maturity.evidence.topics import registry as topics
from maturity.model.assessment import RepositoryEvidence, TechnologyUse
from maturity.model.collected import Collected
from maturity.model.fact import Fact
from maturity.model.facts.code import NotebookFact
from maturity.model.facts.programs import PipelineFact, ServiceFact, TriggerFact


@garbage_resting()
def collect(project: Project, technologies: Technologies) -> Collected:
    """Turn what was read into located facts: build the program graph, ask what reaches what, go through the topics."""
    graph, gaps = Graph(), project.gaps
    index = index_of(project)
    builder = Builder(project, technologies, index, graph)
    builder.build()
    linked = attempted(gaps, link, project, technologies, graph, builder, index)
    attempted(gaps, declare, project, technologies, graph)
    code = attempted(gaps, practices.observe, project, graph) or Code()
    attempted(gaps, mark_roll_backs, graph, builder.failing, builder.order)
    reach = Reach(graph)
    pipelines = (*builder.pipelines, *(linked.pipelines if linked else ()))
    triggers = (*builder.triggers, *(linked.triggers if linked else ()))
    found = chain(
        guarded(gaps, programs.activity_facts, graph, reach, pipelines, testless=cache(partial(suiteless, project))),
        guarded(gaps, programs.pipeline_facts, pipelines, graph, reach),
        guarded(gaps, programs.trigger_facts, triggers, reach),
        guarded(gaps, programs.program_facts, graph, reach),
        guarded(gaps, training.collect, project, graph, reach),
        topics.collect(project, graph, reach),
        practices.collect(project, graph, reach, code, practices.Declared(builder.order, pipelines, triggers)),
    )
    facts = tuple(found)
    shown = tuple(dict.fromkeys(narrowed(gap, graph) for gap in gaps))
    return Collected(facts=facts, gaps=shown, inventory=_inventory(project, facts, graph, reach))


def _inventory(project: Project, facts: tuple[Fact, ...], graph: Graph, reach: Reach) -> RepositoryEvidence:
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
        graph=program_graph(graph, reach),
        projects=projects(project, facts),
    )
