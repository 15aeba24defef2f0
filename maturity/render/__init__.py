"""From an assessment to a document, one module per format. This file loads none of them until one is asked for."""

from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

from maturity.plugins import formats
from maturity.plugins.formats import SIGN
from maturity.render.style import Style

if TYPE_CHECKING:
    from maturity.model.assessment import Assessment

FORMATS = {
    "text": "maturity.render.text",
    "json": "maturity.render.json",
    "markdown": "maturity.render.markdown",
    "html": "maturity.render.html",
    "pdf": "maturity.render.pdf",
    "sarif": "maturity.render.sarif",
    "junit": "maturity.render.junit",
    "csv": "maturity.render.csv",
    "gitlab": "maturity.render.gitlab",
    "oscal": "maturity.render.oscal",
    "in-toto": "maturity.render.intoto",
    "badge": "maturity.render.badge",
    "shields": "maturity.render.shields",
}
"""The module of each output format."""
BINARY = frozenset({"pdf"})
"""Those of them that are bytes, not text."""

CHAPTERS = ("text", "markdown", "html", "pdf")
"""Those of them that show frameworks."""

EACH = ("text", "json", "markdown")
"""The formats that can show several assessments side by side."""


class _Format(Protocol):
    """What the module of a format offers."""

    def render(self, assessment: "Assessment", style: Style, /) -> str | bytes: ...


def render(name: str, assessment: "Assessment", style: Style) -> str | bytes:
    """Return the assessment in one of FORMATS, or in one of an installed package (`PACKAGE:FORMAT`)."""
    if SIGN in name:
        return formats.render(name, assessment, style)
    return cast("_Format", import_module(FORMATS[name])).render(assessment, style)


def render_each(name: str, assessments: "tuple[Assessment, ...]", style: Style) -> str:
    """Return several assessments side by side, in one of EACH."""
    from maturity.render import projects

    return projects.render(name, assessments, style)
