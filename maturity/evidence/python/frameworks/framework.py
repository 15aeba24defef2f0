"""What a pipeline framework is to us: the modules it is imported by, and a reader of one file."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase

from maturity.evidence.graph.facts import DeclaredPipeline, DeclaredTrigger
from maturity.evidence.graph.graph import Edge, Graph, Node, Start
from maturity.evidence.project import Project
from maturity.evidence.python.code import Code, Unit, foreign_name, text_of
from maturity.evidence.python.edges import Shell
from maturity.evidence.python.module import Call
from maturity.model.activity import Root
from maturity.model.place import Place

Step = tuple[str, str]
"""Name and node of a step."""


@dataclass(slots=True)
class Found:
    """Collects pipelines and triggers while the files are read."""

    code: Code
    project: Project
    graph: Graph
    shell: Shell | None = None
    """Follows the command lines that steps are given."""
    pipelines: list[DeclaredPipeline] = field(default_factory=list)
    triggers: list[DeclaredTrigger] = field(default_factory=list)
    scripts: dict[str, list[str]] | None = None
    """Python files that configuration names, by setting; read when first asked for."""
    nodes: dict[str, str] = field(default_factory=dict)
    """Node of each pipeline by its name, so that a schedule elsewhere can find it."""

    def pipeline(
        self, tool: str, name: str, node: str, steps: Iterable[Step], at: Place, *, ordered: bool = True
    ) -> None:
        """Add a pipeline, which an orchestrator runs, unless it has no steps."""
        listed = tuple(dict.fromkeys(steps))
        if not listed:
            return
        self.nodes.setdefault(name, node)
        self.pipelines.append(DeclaredPipeline(tool, name, listed, ordered and len(listed) > 1, at))
        self.graph.start(Start("entry", node, at, f"{tool} {name}"))
        if tool == "airflow":
            self.graph.apart.update(step for _, step in listed if step.startswith("py:") and step != node)
        for title, step in listed:
            if step != node:
                self.graph.link(Edge(node, step, at.model_copy(update={"text": f"step {title}"[:80]})))

    def trigger(self, system: str, event: str, root: Root, node: str, at: Place) -> None:
        """Add what starts a node with nobody at a command line."""
        self.triggers.append(DeclaredTrigger(system, event, root, enabled=True, node=node, at=at, runs=1))
        self.graph.start(Start(root, node, at, f"{system} {event}"))

    def task(self, path: str, name: str, at: Place) -> str:
        """Add the node of a step that is an object, not a function."""
        return self.graph.add(Node(f"task:{path}#{name}", "task", name, at)).id

    def take_sites(self, unit: Unit, call: Call, task: str) -> None:
        """Give a step what its call proves, which stands in the function that builds the pipeline."""
        for site in self.graph.sites.get(unit.node, ()):
            if site.at.line == call.line:
                self.graph.prove(replace(site, node=task))


@dataclass(frozen=True, slots=True)
class Framework:
    """One family of tools."""

    name: str
    imports: frozenset[str]
    """Top-level modules; a file that imports none of them is not read."""
    read: Callable[[list[Unit], Found], None]


def belongs(name: str, roots: Iterable[str], patterns: Iterable[str]) -> bool:
    """Tell whether a foreign name comes from one of these top-level modules and ends in one of these patterns."""
    top, _, rest = name.partition(".")
    last = rest.rpartition(".")[2]
    return bool(last) and top in roots and any(fnmatchcase(last, pattern) for pattern in patterns)


def calls_of(units: Iterable[Unit], roots: Iterable[str], patterns: Iterable[str]) -> list[tuple[Unit, Call]]:
    """Return the calls of a framework's constructors or functions, in the order they are written."""
    wanted, allowed = tuple(patterns), tuple(roots)
    return [
        (unit, call)
        for unit in units
        for call, symbol in unit.calls()
        if belongs(foreign_name(call.name, symbol), allowed, wanted)
    ]


def text_given(call: Call, position: int, *keys: str) -> str:
    """Return the text that a call is given by one of these keywords, or at this position; else an empty one."""
    texts = [text_of(call.keywords.get(key)) for key in keys]
    return next((text for text in texts if text), "") or (
        text_of(call.arguments[position]) if len(call.arguments) > position else ""
    )


def decorators_of(found: Found, unit: Unit, names: Iterable[str]) -> Call | None:
    """Return the first decorator of a function that is one of these, by its full name."""
    wanted = frozenset(names)
    for decorator in unit.function.decorators:
        if found.code.named(unit, decorator) in wanted:
            return decorator
    return None
