"""Documents of a template repository, which need not be well-formed before they are generated."""

from typing import Any

from maturity.documents import toml
from maturity.errors import Unreadable
from maturity.evidence.project import Project


def toml_of(project: Project, path: str) -> dict[str, Any]:
    """Return a TOML file; one of a template that holds both branches of a choice is empty, and no gap."""
    if not project.scope.template:
        return project.toml(path)
    try:
        return toml.load(project.texts.get(path, ""))
    except Unreadable:
        return {}
