"""Graphs of small repositories given as texts, built by the real builder."""

from collections.abc import Mapping

from maturity.evidence.graph.builder import Builder
from maturity.evidence.project import Project
from maturity.evidence.python.index import PythonIndex
from maturity.evidence.python.parse import parse
from maturity.evidence.scope import Scope
from maturity.evidence.technologies import Technologies
from maturity.model.raw import RawFile, RawRepository
from maturity.model.technology import Proof, Technology


def known(name: str, *proves: Proof) -> Technology:
    return Technology(name=name, title=name, role="testing", roles=("testing",), proves=proves)


TECHNOLOGIES = (
    known("pytest", Proof(activity="test", commands=("pytest",))),
    known("dvc", Proof(activity="run-pipeline", commands=("dvc repro", "dvc exp run"), files=("dvc.yaml", "*.stage"))),
    known(
        "azure-ml",
        Proof(activity="train", commands=("az ml job create",)),
        Proof(activity="deploy", actions=("mlops-templates/create-deployment.yml",)),
    ),
    known("codepipeline", Proof(activity="deploy", actions=("codepipeline/service-template",))),
    known("sagemaker", Proof(activity="train", actions=("sagemaker:createTrainingJob",))),
    known("ruff", Proof(activity="lint", commands=("ruff check",))),
    known(
        "docker",
        Proof(activity="build-image", commands=("docker build",)),
        Proof(activity="push-image", commands=("docker push",)),
        Proof(activity="push-image", actions=("docker/build-push-action",), inputs=("push=true",)),
    ),
    known("kaniko", Proof(activity="push-image", commands=("executor --destination",))),
    known("kubernetes", Proof(activity="deploy", commands=("kubectl apply",), actions=("AzureWebAppContainer",))),
    known("space", Proof(activity="deploy", commands=("git push huggingface-space",))),
    known("gitops", Proof(activity="deploy", commands=("git push gitops",))),
    known("hook", Proof(activity="deploy", commands=("curl deploy-hook",))),
    known("remote", Proof(activity="deploy", commands=("ssh docker compose up",))),
)


def builder_of(
    files: Mapping[str, str], bases: tuple[str, ...] = ("",), known: tuple[Technology, ...] = TECHNOLOGIES
) -> Builder:
    """Return a builder that has built nothing yet."""
    raw = RawRepository(
        name="target",
        location="target",
        files=tuple(RawFile(path=path, blob=path, size=len(text)) for path, text in files.items()),
        history=None,
    )
    modules = {path: parse(path, text.encode()) for path, text in files.items() if path.endswith(".py")}
    texts = {path: text for path, text in files.items() if not path.endswith(".py")}
    project = Project(raw, texts, modules, {}, known, Scope(bases=bases, roots=bases))
    return Builder(project, Technologies(known), PythonIndex(modules))


def built(files: Mapping[str, str], bases: tuple[str, ...] = ("",)) -> Builder:
    """Return a builder that has read everything."""
    builder = builder_of(files, bases)
    builder.build()
    return builder


def edges(builder: Builder, source: str) -> list[str]:
    """Return what a node runs, each with the line that says so; `?` marks one whose failure is ignored."""
    found = builder.graph.edges.get(source, [])
    return [f"{edge.at.line} {edge.target}{'' if edge.blocking else ' ?'}" for edge in found]


def sites(builder: Builder, node: str) -> list[str]:
    """Return what a node proves, each with its line."""
    found = builder.graph.sites.get(node, [])
    return [f"{site.at.line} {site.activity} {site.technology}{'' if site.blocking else ' ?'}" for site in found]


def triggers(builder: Builder) -> list[str]:
    """Return the triggers: system, event, root and the number of commands; `off` for one that starts nothing."""
    return [
        f"{one.system} {one.event} {one.root} {one.runs if one.enabled else 'off'} {one.at}" for one in builder.triggers
    ]


def starts(builder: Builder) -> list[str]:
    """Return what is started, and by what."""
    return [f"{start.root} {start.node}" for start in builder.graph.starts]


def reasons(builder: Builder) -> list[str]:
    """Return why chains end."""
    return [end.reason for end in builder.graph.ends]


def reached(builder: Builder, source: str) -> set[str]:
    """Return everything that a node runs, directly or through others."""
    found: set[str] = set()
    todo = [source]
    while todo:
        for edge in builder.graph.edges.get(todo.pop(), []):
            if edge.target not in found:
                found.add(edge.target)
                todo.append(edge.target)
    return found
