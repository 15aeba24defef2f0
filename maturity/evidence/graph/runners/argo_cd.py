"""Applications of Argo CD that follow this repository: a change of their manifests is rolled out by itself."""

import posixpath
import re
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from maturity.documents.tree import Table, items, table, text
from maturity.evidence.graph.graph import Site
from maturity.evidence.graph.runners.containers import is_image
from maturity.evidence.layout import test_path

if TYPE_CHECKING:
    from maturity.evidence.graph.builder import Builder

_APPLICATION = re.compile(r"^kind:\s*[\"']?Application\b", re.MULTILINE)
_SERVED = re.compile(
    r"^kind:\s*[\"']?(?:InferenceService|LLMInferenceService|SeldonDeployment|RayService)\b", re.MULTILINE
)
_NAMED = re.compile(
    r"^[ \t]*(?:- )?(?:"
    r"(?:image|repository|newName):[ \t]*[\"']?(?:[\w.\-]+(?::\d+)?/)*(?P<keyed>[\w.\-]+)(?:[:@][\w.\-:]+)?|"
    r"[\w.\-]+:[ \t]*[\"']?(?:[\w.\-]+(?::\d+)?/)+(?P<tagged>[\w.\-]+):[\w.\-]+"
    r")[\"']?[ \t]*(?:#.*)?$",
    re.MULTILINE,
)
"""An image in a manifest, or under any key of a chart's values when it carries a tag."""


def read(builder: "Builder") -> None:
    """Every application that synchronises by itself deploys what is built here, or a model server's resource."""
    builder.each(lambda name: name.endswith((".yaml", ".yml")), partial(_read, builder))


def _read(builder: "Builder", path: str) -> None:
    written = builder.project.texts[path]
    if not _APPLICATION.search(written) or "argoproj.io" not in written or test_path(path) or "{{" in written:
        return
    for document in builder.project.yaml(path):
        spec = table(table(document).get("spec"))
        policy = table(spec.get("syncPolicy"))
        if isinstance(document, Table) and text(document.get("kind")) == "Application" and _automatic(policy):
            line = policy.line_of("automated")
            builder.at_last(path, partial(_declare, builder, path, document, line, tuple(_folders(spec))))


def _automatic(policy: Table) -> bool:
    return "automated" in policy and text(table(policy["automated"]).get("enabled")).lower() != "false"


def _folders(spec: Table) -> Iterator[str]:
    """Yield the folders that an application takes its manifests from, each with a slash at its end."""
    for source in (spec.get("source"), *(one for _, one in items(spec.get("sources")))):
        if folder := text(table(source).get("path")).strip("./"):
            yield folder + "/"


def _declare(builder: "Builder", path: str, document: Table, line: int, folders: tuple[str, ...]) -> None:
    manifests = [
        content
        for other, content in builder.project.texts.items()
        if other.endswith((".yaml", ".yml")) and other.startswith(folders)
    ]
    built = _built(builder)
    if not any(_SERVED.search(one) or not built.isdisjoint(_images(one)) for one in manifests):
        return
    name, at = text(table(document.get("metadata")).get("name")) or "Application", builder.place(path, line)
    node = builder.program(f"job:{path}#Application/{name}", "job", name, at, start="change")
    builder.graph.prove(Site(node, "deploy", "argo-cd", at))


def _images(manifest: str) -> Iterator[str]:
    for match in _NAMED.finditer(manifest):
        yield match.group("keyed") or match.group("tagged")


def _built(builder: "Builder") -> set[str]:
    """Return the names of the images that are built here: their tags, else the folders of their Dockerfiles."""
    homes = {
        posixpath.basename(posixpath.dirname(path))
        for path in builder.project.texts
        if is_image(posixpath.basename(path)) and builder.holds(path)
    }
    return {*builder.images, *homes} - {""}
