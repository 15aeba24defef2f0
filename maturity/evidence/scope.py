"""Which part of a repository is the project: everything, or, in a template repository, what its user gets."""

import re
from collections.abc import Iterable
from pathlib import PurePosixPath

from maturity.model.value import Value

_TEMPLATED = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")
_QUESTIONS = ("cookiecutter.json", "copier.yml", "copier.yaml")


class Scope(Value):
    """The folders that are judged, and whether their files are templates."""

    bases: tuple[str, ...] = ("",)
    """Roots of projects, relative to the target, without a trailing slash."""
    template: bool = False

    def holds(self, path: str) -> bool:
        """Tell whether a path is judged."""
        return any(not base or path.startswith(base + "/") for base in self.bases)


def scope_of(paths: Iterable[str]) -> Scope:
    """Find the scope: in a cookiecutter or copier repository the templated folders beside the questions, else all.

    A template repository is judged by the files a user would get; the automation of the template itself is not theirs.
    """
    known = list(paths)
    homes = {str(PurePosixPath(path).parent) for path in known if PurePosixPath(path).name in _QUESTIONS}
    bases: set[str] = set()
    for path in known:
        parts = PurePosixPath(path).parts
        depth = next((position for position, part in enumerate(parts[:-1]) if _TEMPLATED.search(part)), None)
        if depth is not None and homes:
            bases.add("/".join(parts[: depth + 1]))
    if not bases:
        return Scope()
    return Scope(bases=tuple(sorted(_outermost(bases))), template=True)


def _outermost(bases: set[str]) -> set[str]:
    return {base for base in bases if not any(base.startswith(other + "/") for other in bases)}
