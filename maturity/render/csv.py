"""The findings as CSV (RFC 4180): a row for each rule. No cell can be taken for a formula."""

import csv
import io

from maturity.model.assessment import Assessment
from maturity.model.finding import Finding
from maturity.render.display import displayable
from maturity.render.style import Style
from maturity.render.summary import links, say

COLUMNS = (
    "rule",
    "principle",
    "level",
    "required",
    "status",
    "waived",
    "waived_until",
    "title",
    "summary",
    "evidence",
    "places",
    "fix",
    "effort",
    "references",
)
MOST_EVIDENCE = 20
_LONGEST = 2000
_FORMULA = ("=", "+", "-", "@", "|", "%", "＝", "＋", "－", "＠")
"""What a spreadsheet may take for the beginning of a formula."""


def render(assessment: Assessment, style: Style) -> str:
    """Return a table with a heading; lines end as the standard asks."""
    written = io.StringIO()
    table = csv.writer(written)
    table.writerow(COLUMNS)
    for finding in assessment.findings:
        table.writerow(cell(value) for value in _row(finding, style))
    return written.getvalue()


def cell(text: str) -> str:
    """Return foreign text as one line that no program runs."""
    shown = displayable(text, _LONGEST)
    return f"'{shown}" if shown.lstrip().startswith(_FORMULA) else shown


def _row(finding: Finding, style: Style) -> tuple[str, ...]:
    places = [" -> ".join(links(evidence)) for evidence in finding.evidence[:MOST_EVIDENCE]]
    return (
        finding.rule,
        finding.principle,
        str(finding.level),
        "yes" if finding.required else "no",
        finding.status,
        "yes" if finding.waived else "no",
        finding.waiver.expires if finding.waiver else "",
        say(finding.title, style.language),
        say(finding.summary, style.language),
        "; ".join(places),
        str(len(finding.evidence)),
        say(finding.fix, style.language),
        finding.effort,
        ", ".join(finding.references),
    )
