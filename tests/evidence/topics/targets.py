"""Small targets given as texts, read by the real parsers."""

from collections.abc import Iterable, Mapping
from textwrap import dedent

from maturity.evidence.graph.graph import Graph
from maturity.evidence.project import Project
from maturity.evidence.python import notebook
from maturity.evidence.python.link import link
from maturity.evidence.python.module import Module
from maturity.evidence.python.parse import parse
from maturity.evidence.python.skim import Skimmer
from maturity.evidence.technologies import Technologies
from maturity.evidence.topics.environment_code import WORDS
from maturity.model.raw import RawFile, RawHistory, RawRepository
from maturity.model.technology import Proof, Technology

TECHNOLOGIES = (
    Technology(
        name="scikit-learn",
        title="scikit-learn",
        role="training",
        roles=("training",),
        packages=("scikit-learn",),
        imports=("sklearn",),
        proves=(Proof(activity="train", calls=("sklearn.**.fit",)),),
    ),
)
_SKIMMER = Skimmer(WORDS)


def project(
    files: Mapping[str, str],
    *,
    sizes: Mapping[str, int] | None = None,
    history: RawHistory | None = None,
    links: Iterable[str] = (),
) -> Project:
    """Return a target with these files; `sizes` adds files of which only the size is known."""
    contents = {path: dedent(text) for path, text in files.items()}
    raw = [RawFile(path=path, blob=path, size=len(text)) for path, text in contents.items()]
    raw += [RawFile(path=path, blob=path, size=size) for path, size in (sizes or {}).items()]
    raw += [RawFile(path=path, blob=path, size=9, kind="link") for path in links]
    python = {path: text for path, text in contents.items() if path.endswith((".py", ".ipynb"))}
    return Project(
        RawRepository(name="target", location="target", files=tuple(raw), history=history),
        {path: text for path, text in contents.items() if path not in python or path.endswith("setup.py")},
        {path: _parsed(path, text.encode()) for path, text in python.items()},
        {path: _SKIMMER.skim(path, text.encode()) for path, text in contents.items()},
        TECHNOLOGIES,
    )


def _parsed(path: str, data: bytes) -> Module:
    return notebook.parse(path, data) if path.endswith(".ipynb") else parse(path, data)


def linked(target: Project) -> Graph:
    """Return the program graph of the Python files of a target."""
    graph = Graph()
    link(target, Technologies(TECHNOLOGIES), graph)
    return graph
