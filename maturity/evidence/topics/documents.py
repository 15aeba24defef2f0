"""Licence, owners, pull-request templates, guides for contributors, change logs."""

import re
from collections.abc import Iterator

from maturity.documents import json
from maturity.documents.toml import line_of
from maturity.errors import Unreadable
from maturity.evidence.project import Project
from maturity.evidence.topics.files import filled, folder, inside
from maturity.evidence.topics.manifests.pyproject import line_of_name
from maturity.evidence.topics.manifests.setuptools import configuration, keyword
from maturity.evidence.topics.templates import toml_of
from maturity.model.facts.code import DocumentFact

_LICENCE = re.compile(
    r"(?:^|/)(?:(?:un)?licen[cs]e|copying)(?:[.-][^/]*)?\Z|(?:^|/)LICENSES/[^/]+\Z|(?:^|/)[^/]+[.-]licen[cs]e\Z",
    re.IGNORECASE,
)
_PLACEHOLDER = re.compile(
    r"\W*(?:todo|tbd|tba|fixme|xxx|to be (?:decided|determined|added)|choose a licen[cs]e|"
    r"licen[cs]e goes here)\b[^\n]{0,120}\s*",
    re.IGNORECASE,
)
"""A file that only says that a licence will come."""
_METADATA = re.compile(r"(?:^|/)(?:pyproject[^/]*\.toml|setup\.(?:cfg|py)|package\.json)\Z")
_PACKAGING = ("pyproject.toml", "setup.py", "setup.cfg", "package.json")
_OWNERS = re.compile(r"^(?:\.github/|\.gitlab/|docs/)?CODEOWNERS\Z")
_REQUEST = re.compile(
    r"^(?:\.github/|\.gitlab/|\.azuredevops/|docs/)?(?:pull_request_template(?:\.[a-z]+|/[^/]+)|"
    r"merge_request_templates/[^/]+)\Z",
    re.IGNORECASE,
)
_CONTRIBUTING = re.compile(r"^(?:\.github/|\.gitlab/|docs/)?(?:[^/]*/)?contributing(?:\.[a-z]+)?\Z", re.IGNORECASE)
_CHANGELOG = re.compile(
    r"^(?:docs/)?(?:change-?log|changes|history|release[-_]?notes|news)(?:\.[a-z]+)?\Z", re.IGNORECASE
)
_ANY = re.compile(r"owners|template|contributing|change|history|release|news", re.IGNORECASE)


def collect(project: Project) -> Iterator[DocumentFact]:
    """Yield one fact for each document of the project's housekeeping that has content."""
    yield from _licences(project)
    for path, content in filled(project, _ANY):
        local = inside(project, path)
        line = _first_line(content)
        if _OWNERS.search(local) and line:
            yield DocumentFact(at=project.place(path, line), document="owners")
        elif _REQUEST.search(local):
            yield DocumentFact(at=project.place(path, 1), document="pull-request-template")
        elif _CONTRIBUTING.search(local):
            yield DocumentFact(at=project.place(path, 1), document="contributing")
        elif _CHANGELOG.search(local):
            yield DocumentFact(at=project.place(path, 1), document="changelog")


def _licences(project: Project) -> Iterator[DocumentFact]:
    for path, content in filled(project, _LICENCE):
        home = folder(inside(project, path))
        if _PLACEHOLDER.fullmatch(content[:500]):
            continue
        if not home or home.lower() == "licenses" or _is_package(project, folder(path)):
            yield DocumentFact(at=project.place(path, 1), document="licence")
    for path, content in filled(project, _METADATA):
        # The private packages of a front end repeat what their generator wrote.
        near = inside(project, path).count("/") <= 1 or (
            not path.endswith(".json") and _is_package(project, folder(path))
        )
        if near and (line := _declared(project, path, content)):
            yield DocumentFact(at=project.place(path, line), document="licence")


def _is_package(project: Project, home: str) -> bool:
    """Tell whether a folder is a package of its own, in a repository whose root is none."""
    roots = [f"{base}/" if base else "" for base in project.scope.bases] or [""]
    whole = any(f"{root}{name}" in project.files for root in roots for name in _PACKAGING)
    return not whole and any(f"{home}/{name}" in project.files for name in _PACKAGING)


def _declared(project: Project, path: str, content: str) -> int | None:
    """Return the line on which metadata declares a licence."""
    if path.endswith(".toml"):
        data = toml_of(project, path)
        tool = data.get("tool")
        poetry = tool.get("poetry") if isinstance(tool, dict) else None
        for header, holder in (("project", data.get("project")), ("tool.poetry", poetry)):
            if isinstance(holder, dict) and holder.get("license"):
                return line_of(content, header, "license")
            if isinstance(holder, dict) and "License ::" in str(holder.get("classifiers", "")):
                return line_of(content, header, "classifiers")
    elif path.endswith(".cfg"):
        metadata = configuration(content).get("metadata", {})
        return line_of_name(content, "license") if metadata.get("license") else None
    elif path.endswith(".py"):
        return _licence_of_script(content)
    else:
        try:
            data = json.load(content)
        except Unreadable:
            return None
        if isinstance(data, dict) and data.get("license"):
            position = content.find('"license"')
            return content.count("\n", 0, max(position, 0)) + 1
    return None


def _licence_of_script(content: str) -> int | None:
    """Return the line on which a setup.py declares a licence, by name or by classifier."""
    if "icense" not in content:
        return None
    named, classified = keyword(content, "license"), keyword(content, "classifiers")
    if named:
        return named[1]
    return classified[1] if classified and "License ::" in classified[0] else None


def _first_line(content: str) -> int | None:
    """Return the first line that is no comment and names an owner."""
    lines = enumerate(content.splitlines(), 1)
    return next(
        (number for number, line in lines if line.strip() and not line.lstrip().startswith("#") and "@" in line), None
    )
