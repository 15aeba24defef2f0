"""The report as one HTML file that needs nothing else and asks nothing of any network."""

import base64
import hashlib

from maturity.model.assessment import Assessment
from maturity.render.display import displayable
from maturity.render.page import context
from maturity.render.style import Style
from maturity.render.templates import filled, source

LIMIT = 1000
"""Characters of one text."""


def render(assessment: Assessment, style: Style) -> str:
    """Return the whole report; its policy lets run only the style sheet and the script that are ours."""
    policy = (
        f"default-src 'none'; style-src '{content_hash('page.css')}'; script-src '{content_hash('filter.js')}'; "
        "base-uri 'none'; form-action 'none'"
    )
    return filled(
        "page.html", {**context(assessment, style, LIMIT), "policy": policy}, lambda text: displayable(text, LIMIT)
    )


def content_hash(name: str) -> str:
    """Return the source expression that allows the content of one file of ours."""
    digest = hashlib.sha256(source(name).encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"
