"""The evidence room on one page: a project becomes a graph, and graph and files become facts."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import TypeVar

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
from maturity.evidence.topics.registry import TOPICS
from maturity.model.assessment import RepositoryEvidence, TechnologyUse
from maturity.model.fact import Fact
from maturity.model.facts.code import NotebookFact
from maturity.model.facts.programs import PipelineFact, ServiceFact, TriggerFact
from maturity.model.raw import Gap

F = TypeVar("F")


@dataclass(frozen=True, slots=True)
class Collected:
    """Everything a repository shows."""

    facts: tuple[Fact, ...]
    gaps: tuple[Gap, ...]
    graph: Graph

    def inventory(self) -> RepositoryEvidence:
        """Return the lists that people ask for beside the findings."""
        used = programs.technologies_of(self.graph)
        return RepositoryEvidence(
            services=tuple(one for one in self.of(ServiceFact) if one.model),
            triggers=tuple(self.of(TriggerFact)),
            pipelines=tuple(self.of(PipelineFact)),
            notebooks=tuple(self.of(NotebookFact)),
            technologies=tuple(
                TechnologyUse(name=name, activities=tuple(sorted(activities)), at=at)
                for name, (activities, at) in sorted(used.items())
            ),
        )

    def of(self, kind: type[F]) -> Iterator[F]:
        """Yield the facts of one kind."""
        return (fact for fact in self.facts if isinstance(fact, kind))


def collect(project: Project, technologies: Technologies) -> Collected:
    """Turn what was read into located facts: build the program graph, ask what reaches what, then go through the topics."""
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
        programs.pipeline_facts(pipelines, reach),
        programs.trigger_facts((*builder.triggers, *linked.triggers), reach),
        programs.program_facts(graph, reach),
        training.collect(project, graph, reach),
        *(topic(project) for topic in TOPICS),
    )
    facts = tuple(found)
    return Collected(facts, tuple(dict.fromkeys(project.gaps)), graph)
