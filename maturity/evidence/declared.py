"""Declared resources: what a platform does because a document says so, with nobody calling it."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import Literal

from maturity.evidence.graph.graph import Edge, Graph, Node, Site, Start
from maturity.evidence.layout import expanded, vendored
from maturity.evidence.project import Project
from maturity.evidence.technologies import Match, Technologies

_DOCUMENTS = frozenset((".yml", ".yaml", ".json"))
_TEXTS = frozenset((".tf", ".bicep", ".pbtxt", ".hcl", ".tpl", ".rules", ".conf", ".jsonnet"))
_HELM = "/templates/"
_RECIPES = {"transformers": "transformers-arguments"}
"""Technologies whose settings a program gets as a file, by the technology by which it parses them."""


def declare(project: Project, technologies: Technologies, graph: Graph) -> None:
    """Add a node, a site and a declared start for every resource that proves an activity."""
    recipes: dict[str, dict[str, None]] = {}
    for path in project.texts:
        if vendored(path):
            continue
        for match, line in _matches(project, technologies, path):
            place = project.place(path, line)
            node = graph.add(Node(f"resource:{path}", "resource", PurePosixPath(path).name, place))
            graph.prove(Site(node.id, match.activity, match.technology, place))
            graph.start(Start("declared", node.id, place, path))
            if match.technology in _RECIPES:
                recipes.setdefault(_RECIPES[match.technology], {})[node.id] = None
    _hand(graph, recipes)


def _hand(graph: Graph, recipes: Mapping[str, Iterable[str]]) -> None:
    """Link the programs that parse such settings with the files of them, each by the technology that parses it.

    Which one a program gets stands on the command line.
    """
    for program, sites in graph.sites.items() if recipes else ():
        for site in sites:
            if site.activity == "read-parameters":
                for recipe in recipes.get(site.technology, ()):
                    graph.link(Edge(program, recipe, site.at))


def form_of(path: str, text: str) -> Literal["text", "document", ""]:
    """Tell how a file is looked at: line by line, as a parsed document, or not at all."""
    suffix = PurePosixPath(expanded(path)).suffix.lower()
    if suffix in _TEXTS or (suffix in _DOCUMENTS and _HELM in path and "{{" in text):
        return "text"
    return "document" if suffix in _DOCUMENTS or path.endswith("MLmodel") else ""


def _matches(project: Project, technologies: Technologies, path: str) -> Iterator[tuple[Match, int]]:
    text = project.texts[path]
    form = form_of(path, text)
    if form == "text":
        yield from technologies.text(path, text)
    elif form == "document":
        for document in project.yaml(path):
            yield from technologies.resource(path, document)
