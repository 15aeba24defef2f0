"""What fails as a GitLab code quality report: an issue for each rule, shown in the merge request."""

from typing import Any

from maturity.model.assessment import Assessment
from maturity.model.finding import Finding
from maturity.render.display import displayable
from maturity.render.json import encoded
from maturity.render.location import WHOLE, fingerprint, first_place, line_of
from maturity.render.style import Language, Style
from maturity.render.summary import say

LONGEST_PATH = 4096


def render(assessment: Assessment, style: Style) -> str:
    """Return a list of issues: failures that nobody waived, and what could not be looked at."""
    told = [one for one in assessment.findings if one.status in ("fail", "unknown") and not one.waived]
    return encoded([_issue(finding, style.language) for finding in told])


def _issue(finding: Finding, language: Language) -> dict[str, Any]:
    place = first_place(finding)
    path = displayable(place.path, LONGEST_PATH) if place and place.path else ""
    return {
        "description": displayable(f"{say(finding.title, language)}: {say(finding.summary, language)}", 1000),
        "check_name": displayable(finding.rule),
        "fingerprint": fingerprint(finding),
        "severity": _severity(finding),
        "location": {"path": path or WHOLE, "lines": {"begin": line_of(place) if place and path else 1}},
    }


def _severity(finding: Finding) -> str:
    if finding.status == "unknown":
        return "info"
    return "major" if finding.required else "minor"
