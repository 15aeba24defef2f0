"""Small projects given as texts, parsed and linked for real."""

from collections.abc import Mapping
from dataclasses import dataclass
from textwrap import dedent

from maturity.evidence.graph.builder import Builder
from maturity.evidence.graph.graph import Graph
from maturity.evidence.graph.reach import Reach
from maturity.evidence.project import Project
from maturity.evidence.python import notebook
from maturity.evidence.python.code import Code
from maturity.evidence.python.index import index_of
from maturity.evidence.python.link import Linked, link
from maturity.evidence.python.parse import parse
from maturity.evidence.technologies import Technologies
from maturity.model.raw import RawFile, RawRepository
from maturity.model.technology import Proof, Technology


def known(name: str, imports: tuple[str, ...], *proves: Proof) -> Technology:
    return Technology(name=name, title=name, role="testing", roles=("testing",), imports=imports, proves=proves)


TECHNOLOGIES = (
    known("scikit-learn", ("sklearn",), Proof(activity="train", calls=("sklearn.**.fit",), methods=("fit",))),
    known("pytorch", ("torch",), Proof(activity="train", together=("backward", "step"))),
    known("transformers", ("transformers",), Proof(activity="train", calls=("transformers.Trainer.train",))),
    known("datasets", ("datasets",), Proof(activity="prepare-data", calls=("datasets.load_dataset",))),
    known(
        "mlflow",
        ("mlflow",),
        Proof(activity="register", calls=("mlflow.register_model",)),
        Proof(activity="serve", bases=("mlflow.pyfunc.PythonModel",)),
    ),
    known(
        "fastapi", ("fastapi",), Proof(activity="serve", decorators=("fastapi.FastAPI.post", "fastapi.APIRouter.post"))
    ),
    known("evidently", ("evidently",), Proof(activity="detect-drift", calls=("evidently.Report.run",))),
    known("sagemaker", ("sagemaker",), Proof(activity="gate", calls=("sagemaker.**.ConditionStep",))),
)


@dataclass(frozen=True)
class Target:
    """A linked project."""

    project: Project
    graph: Graph
    linked: Linked

    @property
    def code(self) -> Code:
        return self.linked.code

    def edges(self, source: str) -> list[str]:
        """Return what a node runs, each with the line that says so; `~` marks one found by a method's name."""
        found = self.graph.edges.get(f"py:{source}", [])
        return [f"{edge.at.line} {'~' if edge.by_name else ''}{edge.target.removeprefix('py:')}" for edge in found]

    def sites(self, node: str) -> list[str]:
        """Return what a node proves, each with its line."""
        return [f"{site.at.line} {site.activity} {site.technology}" for site in self.graph.sites.get(f"py:{node}", [])]

    def starts(self) -> list[str]:
        """Return what is started, and by what."""
        return [f"{start.root} {start.node.removeprefix('py:')}" for start in self.graph.starts]

    def pipelines(self) -> list[str]:
        """Return the pipelines with the names of their steps."""
        return [f"{one.tool} {one.name}: {', '.join(name for name, _ in one.steps)}" for one in self.linked.pipelines]

    def triggers(self) -> list[str]:
        """Return the triggers: system, root, words, what is started."""
        return [f"{one.system} {one.root} {one.event} {one.node.removeprefix('py:')}" for one in self.linked.triggers]

    def reaches(self, node: str) -> tuple[str, ...]:
        """Return the activities that a node reaches."""
        return Reach(self.graph).of(f"py:{node}")

    def proved(self, activity: str) -> list[str]:
        """Return the places where an activity is proved."""
        found = (site.at for sites in self.graph.sites.values() for site in sites if site.activity == activity)
        return sorted(str(place) for place in found)


def target(
    files: Mapping[str, str],
    unparsed: tuple[str, ...] = (),
    *,
    shell: bool = False,
    technologies: tuple[Technology, ...] = TECHNOLOGIES,
) -> Target:
    """Return a project that was read and linked; unparsed files are known by their names alone."""
    sources = {path: dedent(text) for path, text in files.items()}
    raw = RawRepository(
        name="target",
        location="target",
        files=tuple(RawFile(path=path, blob=path, size=len(text)) for path, text in sources.items()),
        history=None,
    )
    modules = {}
    for path, text in sources.items():
        if path.endswith(".ipynb"):
            modules[path] = notebook.parse(path, text.encode())
        elif path.endswith(".py") and path not in unparsed:
            modules[path] = parse(path, text.encode())
            assert modules[path].problem == "", modules[path].problem
    texts = {path: text for path, text in sources.items() if not path.endswith((".py", ".ipynb"))}
    project = Project(raw, texts, modules, {}, technologies)
    graph, index, entries = Graph(), index_of(project), Technologies(technologies)
    builder = Builder(project, entries, index, graph) if shell else None
    if builder is not None:
        builder.build()
    linked = link(project, entries, graph, builder, index)
    return Target(project, graph, linked)
