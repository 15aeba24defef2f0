"""The graph as facts: activities with their chains, programs, triggers and pipelines."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import cast, get_args

from maturity.evidence.graph.graph import Graph, Site
from maturity.evidence.graph.reach import Reach, Reached
from maturity.model.activity import Activity, Root, TriggerRoot
from maturity.model.facts.programs import ActivityFact, PipelineFact, ProgramFact, TriggerFact
from maturity.model.place import Place

ML_ACTIVITIES: frozenset[Activity] = frozenset(
    ("prepare-data", "train", "evaluate", "gate", "validate-data", "register", "promote", "score", "deploy")
)
"""What makes a step of a pipeline an ML step."""
PER_ACTIVITY = 40
"""Facts kept for one activity and one root, shortest chains first: more would change no verdict."""
PER_ACTIVITY_DEAD = 10
PYTHON_RUNNERS = frozenset(("pytest", "unittest"))
"""What runs tests that are written in Python, as the catalog calls it."""


@dataclass(frozen=True, slots=True)
class DeclaredPipeline:
    """A pipeline as an extractor saw it, before reach says what its steps do."""

    tool: str
    name: str
    steps: tuple[tuple[str, str], ...]
    """Name and node of each step."""
    ordered: bool
    at: Place


@dataclass(frozen=True, slots=True)
class DeclaredTrigger:
    """What starts a node with nobody at a command line, as an extractor saw it."""

    system: str
    event: str
    root: Root
    enabled: bool
    node: str
    at: Place
    runs: int


def activity_facts(
    graph: Graph, reach: Reach, pipelines: Iterable[DeclaredPipeline], *, testless: Callable[[], bool] = lambda: False
) -> Iterator[ActivityFact]:
    """Yield one fact for each kind of root and site, shortest chains first, then the sites that nothing reaches.

    Where the project is `testless`, what runs Python tests runs in vain.
    """
    for fact in _activity_facts(graph, reach, pipelines):
        vain = fact.activity == "test" and fact.technology in PYTHON_RUNNERS and testless()
        yield fact.model_copy(update={"vain": True}) if vain else fact


def _activity_facts(graph: Graph, reach: Reach, pipelines: Iterable[DeclaredPipeline]) -> Iterator[ActivityFact]:
    # Several entry points without an order are programs side by side, each started by hand, and so are targets of make.
    declared = [one for one in pipelines if one.tool != "make" and (one.ordered or len(one.steps) == 1)]
    in_pipelines = graph.beyond((*(node for one in declared for _, node in one.steps), *graph.composed))
    found = {root: sorted(reach.reached(root), key=_rank) for root in get_args(Root) if root != "none"}
    ignored = _ignored_gates(found)
    for several in found.values():
        kept: dict[Activity, int] = {}
        for reached in several:
            activity = reached.site.activity
            kept[activity] = kept.get(activity, 0) + 1
            if kept[activity] <= PER_ACTIVITY:
                fact = _fact(reached, reach, in_pipeline=reached.site.node in in_pipelines)
                yield fact.model_copy(update={"blocking": False}) if id(reached.site) in ignored else fact
    seen = {id(reached.site) for several in found.values() for reached in several}
    yield from _unreached(graph, seen, in_pipelines)


def _ignored_gates(found: Mapping[Root, list[Reached]]) -> set[int]:
    """Return the gates that run by themselves, and only where their failure is ignored.

    That a person could run such a gate by hand does not make it stop anything.
    """
    gates = [
        one
        for root, several in found.items()
        if root not in ("entry", "declared")
        for one in several
        if one.site.activity == "gate"
    ]
    return {id(one.site) for one in gates} - {id(one.site) for one in gates if one.blocking}


def _rank(reached: Reached) -> tuple[bool, int, str, int]:
    return (reached.tested, len(reached.chain), reached.site.at.path or "", reached.site.at.line or 0)


def _fact(reached: Reached, reach: Reach, *, in_pipeline: bool) -> ActivityFact:
    site = reached.site
    return ActivityFact(
        at=site.at,
        activity=site.activity,
        technology=site.technology,
        root=reached.root,
        program=reached.start.name or str(reached.start.at),
        chain=reached.chain,
        beside=reach.beside(site.node),
        blocking=reached.blocking,
        tested=reached.tested,
        pipeline=in_pipeline,
    )


def _unreached(graph: Graph, seen: set[int], in_pipelines: set[str]) -> Iterator[ActivityFact]:
    """Yield what is there but runs from nowhere: near misses that `explain` can name."""
    kept: dict[Activity, int] = {}
    for node in sorted(graph.sites):
        for site in graph.sites[node]:
            if id(site) in seen or kept.get(site.activity, 0) >= PER_ACTIVITY_DEAD:
                continue
            kept[site.activity] = kept.get(site.activity, 0) + 1
            if site.detail == "assert" and site.node in graph.tests:
                yield _by_hand(site)
            else:
                yield _dead(site, in_pipeline=site.node in in_pipelines)


def _by_hand(site: Site) -> ActivityFact:
    """Return what a test asserts of a model where nothing but a person runs the tests: it fails all the same."""
    path = site.at.path or ""
    return ActivityFact(
        at=site.at,
        activity=site.activity,
        technology=site.technology,
        root="entry",
        program=f"pytest {path}",
        chain=(Place(path=path, line=site.at.line, text=f"pytest {path}"), site.at),
        blocking=site.blocking,
        tested=True,
    )


def _dead(site: Site, *, in_pipeline: bool) -> ActivityFact:
    return ActivityFact(
        at=site.at,
        activity=site.activity,
        technology=site.technology,
        root="none",
        program=site.at.path or "",
        chain=(site.at,),
        blocking=site.blocking,
        pipeline=in_pipeline,
    )


_ML_STEP = re.compile(
    r"(?i)(?:^|[^a-z])(?:train|fit|fine_?tune|tune|pre_?process|prepare|prep|split|clean|ingest|featuri[sz]e|features?|"
    r"feature_engineering|evaluate|evaluation|eval|validate|register|registration|score|scoring|predict|inference|deploy)"
)
"""Names of ML steps, as teams and orchestrators use them."""
_SWEEP = re.compile(r"(?i)\w*clean(?:[-_]?(?:all|build|cache|docker|dist|pyc|test|tests|up))?\Z")
"""Targets of make that remove what was built; records are cleaned by those that say so: `clean_data`."""


def pipeline_facts(pipelines: Iterable[DeclaredPipeline], graph: Graph, reach: Reach) -> Iterator[PipelineFact]:
    """Yield each declared pipeline with the number of its steps that do ML.

    A step whose work cannot be followed (a script named by a variable, a prebuilt component) is told by its name; one
    that can be followed is told by what it does, whatever it is called, and one that only says something does nothing.
    """
    idle = graph.idle - {end.node for end in graph.ends}
    for pipeline in pipelines:
        doing = [name for name, node in pipeline.steps if _does_ml(pipeline.tool, name, node, graph, reach, idle)]
        yield PipelineFact(
            at=pipeline.at,
            tool=pipeline.tool,
            name=pipeline.name,
            steps=tuple(name for name, _ in pipeline.steps),
            ml_steps=len(doing),
            ordered=pipeline.ordered,
        )


def _does_ml(tool: str, name: str, node: str, graph: Graph, reach: Reach, idle: set[str]) -> bool:
    if node not in graph.edges and node not in graph.sites:
        sweeps = tool == "make" and _SWEEP.match(name) is not None
        return node not in idle and not sweeps and bool(_ML_STEP.search(name))
    return not ML_ACTIVITIES.isdisjoint(reach.of(node))


def trigger_facts(triggers: Iterable[DeclaredTrigger], reach: Reach) -> Iterator[TriggerFact]:
    """Yield each trigger with what it starts."""
    for trigger in triggers:
        if trigger.root in ("entry", "declared", "none"):
            continue
        yield TriggerFact(
            at=trigger.at,
            system=trigger.system,
            event=trigger.event,
            root=cast("TriggerRoot", trigger.root),
            enabled=trigger.enabled,
            runs=trigger.runs,
            reaches=reach.of(trigger.node),
        )


def program_facts(graph: Graph, reach: Reach) -> Iterator[ProgramFact]:
    """Yield the programs that can be started and do something that is known."""
    done: set[str] = set()
    for start in graph.starts:
        node = graph.nodes.get(start.node)
        reaches = reach.of(start.node)
        if node is not None and reaches and node.id not in done:
            done.add(node.id)
            yield ProgramFact(at=node.at, program=node.program, name=node.name, reaches=reaches)


def technologies_of(graph: Graph) -> Mapping[str, tuple[set[Activity], Place]]:
    """Return each technology with the activities it proves here and its first place."""
    used: dict[str, tuple[set[Activity], Place]] = {}
    for node in sorted(graph.sites):
        for site in graph.sites[node]:
            used.setdefault(site.technology, (set(), site.at))[0].add(site.activity)
    return used
