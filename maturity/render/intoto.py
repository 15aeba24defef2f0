"""The assessment as an in-toto statement with the test-result predicate: each rule is a test.

The subjects are the commit that was assessed and the assessment itself, so that a reader can tell what was judged, and
that nobody changed the report. Waived failures and what could not be told are warnings; the rest is left out.
"""

import hashlib
import re
from collections.abc import Callable
from typing import Any

from maturity.model.assessment import Assessment
from maturity.model.finding import Finding
from maturity.model.statement import PREDICATE, STATEMENT
from maturity.render.display import displayable
from maturity.render.json import document, encoded
from maturity.render.style import Style

ASSESSMENT = "assessment.json"
"""The name of the assessment among the subjects."""


def render(assessment: Assessment, _style: Style) -> str:
    """Return the statement, for every style the same; it is signed by `maturity attest`."""
    return encoded(statement(assessment, document(assessment).encode()))


def statement(assessment: Assessment, content: bytes) -> dict[str, Any]:
    """Return the statement on an assessment and the bytes that it is stored as."""
    target = assessment.target
    subjects = [
        {
            "name": ASSESSMENT,
            "digest": {"sha256": hashlib.sha256(content).hexdigest()},
            "annotations": {"level": assessment.level, "levelWithWaivers": assessment.level_with_waivers},
        }
    ]
    if target.commit and re.fullmatch("[0-9a-f]{40}|[0-9a-f]{64}", target.commit):
        changed = {"annotations": {"uncommittedChanges": True}} if target.dirty else {}
        subjects.insert(0, {"name": _line(target.name), "digest": {"gitCommit": target.commit}, **changed})
    return {"_type": STATEMENT, "subject": subjects, "predicateType": PREDICATE, "predicate": _predicate(assessment)}


def _predicate(assessment: Assessment) -> dict[str, Any]:
    passed = _rules(assessment, lambda finding: finding.status == "pass")
    failed = _rules(assessment, lambda finding: finding.status == "fail" and not finding.waived)
    warned = _rules(assessment, _warns)
    tool = assessment.tool
    digest = {"digest": {"sha256": tool.catalog_digest}} if re.fullmatch("[0-9a-f]{64}", tool.catalog_digest) else {}
    return {
        "result": "FAILED" if failed else "WARNED" if warned else "PASSED",
        "configuration": [{"name": "rule catalog", **digest, "annotations": {"maturity": _line(tool.version)}}],
        "passedTests": passed,
        "warnedTests": warned,
        "failedTests": failed,
    }


def _warns(finding: Finding) -> bool:
    return finding.status in ("unknown", "manual") or (finding.status == "fail" and finding.waived)


def _rules(assessment: Assessment, chosen: Callable[[Finding], bool]) -> list[str]:
    return [_line(finding.rule) for finding in assessment.findings if chosen(finding)]


def _line(text: str) -> str:
    return displayable(text)
