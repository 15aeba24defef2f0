"""Template text (Jinja, cookiecutter) made readable as the format it generates."""

import re
from typing import Any

from maturity.documents import toml
from maturity.errors import Unreadable
from maturity.evidence.project import Project

_TAG = re.compile(r"\{%[^\n]{0,500}?%\}|\{#[^\n]{0,500}?#\}")
_VALUE = re.compile(r"\{\{[^\n]{0,500}?\}\}")


def rendered(text: str) -> str:
    """Return a template without its tags and with a word for each value; lines stay where they are."""
    return _VALUE.sub("templated", _TAG.sub("", text))


def toml_of(project: Project, path: str) -> dict[str, Any]:
    """Return a TOML file; in a template repository what its template comes to, as far as that can be read."""
    text = project.texts.get(path, "")
    if not project.scope.template or ("{{" not in text and "{%" not in text):
        return project.toml(path)
    try:
        return toml.load(rendered(text))
    except Unreadable:
        return {}
