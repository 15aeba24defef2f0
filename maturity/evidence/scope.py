"""Which part of a repository is the project: everything, or, in a template repository, what its user gets."""

import posixpath
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import PurePosixPath

from maturity.evidence.layout import test_path
from maturity.model.value import Value

_TEMPLATED = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")
_SEEDS = frozenset(
    (
        *("seed", "seeds", "seedcode", "seed_code", "seed-code", "template", "templates", "project-template"),
        *("project_template", "skeleton", "starter", "starters", "boilerplate", "boilerplates", "scaffold"),
        *("scaffolding", "blueprint", "blueprints"),
    )
)
_AT_ROOT = re.compile(
    r"/(?:\.github/workflows/[^/]+\.ya?ml|\.gitlab-ci\.ya?ml|\.circleci/config\.yml|bitbucket-pipelines\.yml)\Z"
)
"""Automation that only works at the root of a repository."""
_LICENCE = re.compile(r"(?:(?:un)?licen[cs]e|copying)(?:[.-][^/]*)?", re.IGNORECASE)
_ANYWHERE = re.compile(r"/(?:azure-pipelines\.ya?ml|Jenkinsfile|buildspec\.ya?ml|cloudbuild\.ya?ml)\Z")
MAX_SEEDS = 20
MOST_BESIDE = 3
"""Programs beside each program of a template that may be there for its sake."""
MANY = 10
"""Programs of a template at least, where its questions stand at the top: the repository seems to be about it."""
_FOR_ITS_SAKE = frozenset(("hooks", "docs", "scripts", "extensions", ".github"))
_SUBDIRECTORY = re.compile(r"^_subdirectory:[ \t]*[\"']?([\w./-]{1,200}?)[\"']?[ \t]*$", re.MULTILINE)
_ANSWERS = "_copier_conf.answers_file"
_QUESTIONS = ("cookiecutter.json", "copier.yml", "copier.yaml")


class Scope(Value):
    """The folders that are judged, and whether their files are templates."""

    bases: tuple[str, ...] = ("",)
    """Roots of projects, relative to the target, without a trailing slash."""
    roots: tuple[str, ...] = ("",)
    """Folders that a CI system takes for the top of the repository."""
    template: bool = False

    def holds(self, path: str) -> bool:
        """Tell whether a path is judged."""
        if self.template and _LICENCE.fullmatch(path):
            return True  # what is made from a template is under the template's licence where it has none of its own
        return any(not base or path.startswith(base + "/") for base in self.bases)


def questions(paths: Iterable[str]) -> Iterator[str]:
    """Yield the files in which copier may name the folder that holds its template."""
    for path in paths:
        if PurePosixPath(path).name in ("copier.yml", "copier.yaml"):
            yield path


def scope_of(paths: Iterable[str], folder: str = "", asked: Mapping[str, str] | None = None) -> Scope:
    """Find the scope of a repository, or of the project in one of its folders.

    A CI system reads the top of the repository only: a workflow in the folder of a project never runs.

    Args:
        paths: Every file.
        folder: The folder of the project; empty for the whole repository.
        asked: The texts of the `questions`.
    """
    if not folder:
        return _whole(paths, asked or {})
    inside = [path.removeprefix(folder + "/") for path in paths if path.startswith(folder + "/")]
    inner = _whole(inside, {path.removeprefix(folder + "/"): text for path, text in (asked or {}).items()})
    own = tuple(f"{folder}/{base}".rstrip("/") for base in inner.bases)
    return Scope(bases=("", *own), template=inner.template)


def _whole(paths: Iterable[str], asked: Mapping[str, str]) -> Scope:
    """Find the scope: in a cookiecutter or copier repository the templated folders beside the questions, else all.

    A template repository is judged by the files a user would get; the automation of the template itself is not theirs.
    A project that is to be copied as it stands (`seedcode`) has its own root beside that of the target.
    """
    known = list(paths)
    homes = {str(PurePosixPath(path).parent) for path in known if PurePosixPath(path).name in _QUESTIONS}
    # Copier keeps the answers at the root of what it generates.
    answers = {str(PurePosixPath(path).parent) for path in known if homes and _ANSWERS in PurePosixPath(path).name}
    bases = _named(known, asked) | {"" if home == "." else home for home in answers}
    for path in known:
        parts = PurePosixPath(path).parts
        depth = next((position for position, part in enumerate(parts[:-1]) if _TEMPLATED.search(part)), None)
        if depth is not None and homes:
            bases.add("/".join(parts[: depth + 1]))
    if not bases:
        found = ("", *sorted(_seeds(known))[:MAX_SEEDS])
        return Scope(bases=found, roots=found)
    found = tuple(sorted(_outermost(bases)))
    if _is_collection(known, homes, found):
        return Scope(bases=("", *found), roots=("", *found))
    return Scope(bases=found, roots=found, template=True)


def _is_collection(paths: list[str], homes: set[str], bases: Collection[str]) -> bool:
    """Tell whether templates are the smaller part of a project, or data of a package, which is the project.

    Beside a template stand its own tests, hooks and documentation; programs that outnumber its own many times are the
    project's: a monorepo generates its next part from a template, a course starts from one.
    """
    packages = {path.removesuffix("/__init__.py") for path in paths if path.endswith("/__init__.py")}
    brought = (any(home.startswith(f"{package}/") for package in packages) for home in homes)
    if homes and "." not in homes and all(brought):
        return True
    inside = Scope(bases=tuple(bases)).holds
    own, others = 0, 0
    for path in paths:
        if inside(path):
            own += path.endswith((".py", ".py.jinja", ".ipynb"))
        elif path.endswith(".py") and "/" in path and not test_path(path):
            others += path.partition("/")[0] not in _FOR_ITS_SAKE and not path.endswith("/setup.py")
    return others > MOST_BESIDE * max(own, MANY if "." in homes else 1)


def _named(paths: list[str], asked: Mapping[str, str]) -> set[str]:
    """Return the folders that copier is told to take for the template, unless all lies in a folder named by a value."""
    found: set[str] = set()
    for path, text in asked.items():
        named = _SUBDIRECTORY.search(text)
        base = posixpath.normpath(posixpath.join(posixpath.dirname(path), named[1])) if named else "."
        inner = [one[len(base) + 1 :].partition("/")[0] for one in paths if one.startswith(base + "/")]
        if base != "." and any(not _TEMPLATED.search(name) for name in inner):
            found.add(base)
    return found


def _seeds(paths: list[str]) -> set[str]:
    """Return the folders that are whole projects to be copied: named so, and with automation of their own."""
    found: set[str] = set()
    for path in paths:
        names = path.lower().split("/")[:-1]
        if _SEEDS.isdisjoint(names):
            continue
        root, loose = _AT_ROOT.search(path), _ANYWHERE.search(path)
        if root is not None and not _SEEDS.isdisjoint(path[: root.start()].lower().split("/")):
            found.add(path[: root.start()])
        elif loose is not None and names[-1] in _SEEDS:
            found.add(path[: loose.start()])
    return found


def _outermost(bases: set[str]) -> set[str]:
    return {base for base in bases if not any(base.startswith(other + "/") for other in bases)}
