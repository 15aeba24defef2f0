"""READMEs, and what their commands let a reader do. Prose without commands lets nobody do anything.

A command that runs a make target or a script lets a reader do what stands there.
"""

import posixpath
import re
from collections.abc import Iterator

from maturity.evidence.layout import data_path, document_path, example_path, test_path
from maturity.evidence.project import Project
from maturity.evidence.topics.deeds import Deeds
from maturity.evidence.topics.files import filled, folder, inside
from maturity.evidence.topics.followed import Followed
from maturity.evidence.topics.manifests.discover import manifests
from maturity.evidence.topics.prose import MAX_LINE, commands, snippets
from maturity.model.facts.code import DocumentFact

README = re.compile(r"(?:^|/)readme(?:[._-][^/]*)?(?:\.(?:md|rst|txt|adoc|markdown))?\Z", re.IGNORECASE)

_FIT = re.compile(r"[\s>]*[A-Za-z_][\w.]*\.(?:fit|train|fine_tune)\(")
"""A line of code that trains; within a sentence such a call is only spoken of."""
_NODE = {
    "install": re.compile(r"^(?:npm (?:install|i|ci)|yarn(?: install)?|pnpm install)\s*(?:#|&&|$)"),
    "run": re.compile(r"^(?:npm start|(?:npm run|yarn|pnpm) (?:up|start|deploy|dev|serve)\b)"),
}
"""What the package of Node.js beside the README does; that of a front end in a folder of its own is not the project."""
_PYTHON = ("python", "python3", "py", "pycon")
_TREE = re.compile(r"[│├└|+`]")
_KERNEL = re.compile(r"\bipykernel install\b")
"""Makes an environment one that notebooks run in; where the README names one of the project, that is how to run it."""
_NOTEBOOK = re.compile(r"([\w./-]{1,200}\.ipynb)\b")
MAX_PARTS = 20
_SHOWN = ("README.md", "readme.md", "Readme.md", "README.rst", "README.MD")
_LINK = re.compile(r"\]\(<?(?!\w+:)([^)#?\s>]{1,200})")


def collect(project: Project) -> Iterator[DocumentFact]:
    """Yield one fact for the README at the root, and for each beside or above a manifest of a program."""
    homes, deeds = _homes(project), Deeds(project.technologies)
    for path, content in filled(project, README):
        speaks = any(home == folder(path) or home.startswith(folder(path) + "/") for home in homes)
        if folder(inside(project, path)) and not speaks:
            continue
        found = covered(content, Followed(project, folder(path)), deeds)
        for deed, line in _of_parts(project, path, homes, deeds):
            found.setdefault(deed, line)
        first = min(found.values(), default=1)
        related = tuple(project.place(path, line) for line in sorted(set(found.values())) if line != first)
        yield DocumentFact(
            at=project.place(path, first), related=related, document="readme", sections=tuple(sorted(found))
        )


def _of_parts(project: Project, path: str, homes: set[str], deeds: Deeds) -> Iterator[tuple[str, int]]:
    """Yield what the READMEs of the parts do that a README leads its reader to, each with the line of the link."""
    seen: set[str] = set()
    for number, line in enumerate(project.texts[path].splitlines(), 1):
        for target in _LINK.findall(line[:MAX_LINE]):
            linked = posixpath.normpath(posixpath.join(folder(path), target.removeprefix("/")))
            part = _shown(project, linked)
            if part in (None, path) or part in seen or not _is_part(part, homes) or len(seen) == MAX_PARTS:
                continue
            seen.add(part)
            done = covered(project.texts[part], Followed(project, folder(part)), deeds)
            yield from ((deed, number) for deed in done)


def _shown(project: Project, linked: str) -> str | None:
    """Return the document that a link leads to: the file itself, or the README that is shown with a folder."""
    names = (linked, *(posixpath.join(linked, name) for name in _SHOWN))
    return next((name for name in names if name in project.texts), None)


def _is_part(path: str, homes: set[str]) -> bool:
    """Tell whether a document is the README of a part of the project, and not of an example or of its documents."""
    home = folder(path)
    return bool(README.search(path)) and not _aside(home) and (not example_path(path) or home in homes)


def _homes(project: Project) -> set[str]:
    """Return the folders of the programs; those of examples only in a collection, which holds little else."""
    homes = {
        manifest.home
        for manifest in manifests(project)
        if manifest.runtime and not (test_path(manifest.path) or _aside(manifest.home))
    }
    others = {home for home in homes if not example_path(f"{home}/x")}
    collection = "" not in others and 2 * len(others) < len(homes)
    return homes if collection else others


def _aside(home: str) -> bool:
    """Tell whether a manifest of this folder is one of documents or data, not of a program."""
    inner = home + "/x"
    return document_path(inner) or data_path(inner)


def covered(content: str, followed: Followed, deeds: Deeds) -> dict[str, int]:
    """Return what the commands of a README do (install, train, run), with the line of the first command for each."""
    found: dict[str, int] = {}
    lines = content.splitlines()
    for line, command in commands(content):
        if _TREE.match(command):
            continue
        if _FIT.match(lines[line - 1]):
            found.setdefault("train", line)
        for part in (command, *followed.lines(command)):
            for deed in (*deeds.of(part), *_deeds_of_node(part, followed)):
                found.setdefault(deed, line)
            if followed.starts(part) or (_KERNEL.search(part) and any(map(followed.holds, _NOTEBOOK.findall(content)))):
                found.setdefault("run", line)
    for line, code in snippets(content, _PYTHON):
        if "run" not in found and followed.imports(code):
            found["run"] = line
    return found


def _deeds_of_node(command: str, followed: Followed) -> Iterator[str]:
    """Yield what a command does by way of the package of Node.js beside the document."""
    if followed.holds("package.json"):
        yield from (deed for deed, pattern in _NODE.items() if pattern.search(command))
