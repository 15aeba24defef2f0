"""Which files a collector looks at: the project's own, by a pattern for the path."""

import re
from collections.abc import Iterator

from maturity.evidence.layout import chosen, vendored
from maturity.evidence.project import Project

CI = re.compile(
    r"(?:^|/)(?:\.github/workflows/[^/]+|\.gitlab-ci|\.gitlab/[^/]+(?:/[^/]+)*|azure-pipelines[^/]*|\.?azure[^/]*/(?:[^/]+/)*[^/]+|"
    r"\.pipelines/(?:[^/]+/)*[^/]+|\.circleci/config|bitbucket-pipelines|cloudbuild[^/]*)\.ya?ml(?:\.tmpl)?\Z"
)
"""Files of CI systems by their customary places."""


def own(project: Project, pattern: re.Pattern[str]) -> Iterator[str]:
    """Yield the regular files whose path matches, vendored copies and files beside a template left out.

    A template may give a file its name under a condition; that is met.
    """
    scope = project.scope
    for path, entry in project.files.items():
        if entry.kind not in ("file", "executable") or vendored(path) or not scope.holds(path):
            continue
        if pattern.search(path) or pattern.search(chosen(path)):
            yield path


def filled(project: Project, pattern: re.Pattern[str]) -> Iterator[tuple[str, str]]:
    """Yield (path, text) of the own files that match and hold more than blanks."""
    for path in own(project, pattern):
        text = project.texts.get(path, "")
        if text.strip():
            yield path, text


def inside(project: Project, path: str) -> str:
    """Return the path from the root of the project, which in a template repository is a folder of the target."""
    for base in project.scope.bases:
        if base and path.startswith(base + "/"):
            return path[len(base) + 1 :]
    return path


def folder(path: str) -> str:
    """Return the folder a file stands in; empty for the root."""
    return path.rpartition("/")[0]


def name(path: str) -> str:
    """Return the last part of a path."""
    return path.rpartition("/")[2]
