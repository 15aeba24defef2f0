"""The findings as SARIF 2.1.0, for code scanning.

GitHub makes an alert of every result, whatever its kind, and refuses one without a location. So only what somebody has
to look at becomes a result; with `verbose`, what passes or does not apply does too. The run's properties count all.
"""

import re
from typing import Any

from maturity.model.assessment import Assessment, Target
from maturity.model.finding import Evidence, Finding, Status
from maturity.model.place import Place
from maturity.model.raw import Gap
from maturity.render.display import displayable, markdown_prose
from maturity.render.json import encoded
from maturity.render.location import WHOLE, fingerprint, line_of, relative_uri
from maturity.render.moment import later, moment, stamp
from maturity.render.style import Language, Style
from maturity.render.summary import HIGHEST, counts, say, source_gap
from maturity.render.words import words

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
ROOT = "%SRCROOT%"
MOST_LOCATIONS = 100
"""Of one result: a forge shows no more."""
MOST_STEPS = 1000
"""Of all flows of one result: a forge shows no more."""
_LONGEST = 1000

_KINDS: dict[Status, str] = {
    "fail": "fail",
    "unknown": "open",
    "manual": "review",
    "pass": "pass",
    "not-applicable": "notApplicable",
}
_TOLD: tuple[Status, ...] = ("fail", "unknown", "manual")


def render(assessment: Assessment, style: Style) -> str:
    """Return a SARIF log of one run."""
    told = tuple(_KINDS) if style.verbose else _TOLD
    rules = {finding.rule: number for number, finding in enumerate(assessment.findings)}
    run = {
        "tool": {
            "driver": {
                "name": assessment.tool.name,
                "version": _line(assessment.tool.version),
                "rules": [_rule(finding, style.language) for finding in assessment.findings],
            }
        },
        # A forge keeps the alerts of each project of a monorepo apart by this.
        "automationDetails": {"id": f"maturity/{relative_uri(assessment.target.project)}/"},
        **_provenance(assessment.target),
        "invocations": [_invocation(assessment, style.language)],
        "originalUriBaseIds": {ROOT: {"description": {"text": _line(assessment.target.name)}}},
        "columnKind": "unicodeCodePoints",
        "results": [
            _result(finding, rules[finding.rule], style.language)
            for finding in assessment.findings
            if finding.status in told
        ],
        "properties": {
            "level": assessment.level,
            "levelWithWaivers": assessment.level_with_waivers,
            "commit": _line(assessment.target.commit or ""),
            "catalogDigest": _line(assessment.tool.catalog_digest),
            "counts": counts(assessment.findings),
        },
    }
    return encoded({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _provenance(target: Target) -> dict[str, Any]:
    """Return where the sources came from, where they have an address that anybody may use."""
    if not re.fullmatch(r"https://[A-Za-z0-9][\w.~/-]*", target.path, re.ASCII):
        return {}
    revision = {"revisionId": _line(target.commit)} if target.commit else {}
    return {"versionControlProvenance": [{"repositoryUri": target.path, **revision}]}


def _rule(finding: Finding, language: Language) -> dict[str, Any]:
    title, fix = say(finding.title, language), say(finding.fix, language)
    return {
        "id": _line(finding.rule),
        "shortDescription": {"text": _line(title)},
        "fullDescription": {"text": _line(title)},
        "help": {"text": _line(fix), "markdown": markdown_prose(fix)},
        "defaultConfiguration": {"level": _severity(finding)},
        "properties": {
            "tags": ["mlops", finding.principle, f"level-{min(finding.level, HIGHEST)}"],
            "precision": "high",
            "problem.severity": _severity(finding),
        },
    }


def _result(finding: Finding, number: int, language: Language) -> dict[str, Any]:
    places = [_location(evidence) for evidence in finding.evidence[:MOST_LOCATIONS]]
    flows = _flows(finding)
    kind = _KINDS[finding.status]
    return {
        "ruleId": _line(finding.rule),
        "ruleIndex": number,
        "kind": kind,
        "level": _severity(finding) if kind == "fail" else "none",
        "message": {"text": _line(say(finding.summary, language))},
        "locations": places or [_location(Evidence(kind=""))],
        **({"codeFlows": flows} if flows else {}),
        "partialFingerprints": {"primaryLocationLineHash": f"{fingerprint(finding)[:16]}:1"},
        **({"suppressions": [_suppression(finding)]} if finding.waiver else {}),
        "properties": {"status": finding.status, "required": finding.required, "effort": _line(finding.effort)},
    }


def _severity(finding: Finding) -> str:
    return "error" if finding.required else "warning"


def _suppression(finding: Finding) -> dict[str, Any]:
    waiver = finding.waiver
    assert waiver is not None
    return {
        "kind": "external",
        "status": "accepted" if finding.waived else "rejected",
        "justification": _line(f"{waiver.reason}: {waiver.justification}"),
        "properties": {
            "id": _line(waiver.id),
            "approvedBy": _line(waiver.approved_by),
            "requestedBy": _line(waiver.requested_by),
            "expires": _line(waiver.expires),
        },
    }


def _flows(finding: Finding) -> list[dict[str, Any]]:
    """Return one flow for each chain: what runs what, down to the call that does the work."""
    flows, left = [], MOST_STEPS
    for evidence in finding.evidence:
        if not 1 < len(evidence.chain) <= left:
            continue
        left -= len(evidence.chain)
        steps = [{"location": _location(place), "nestingLevel": depth} for depth, place in enumerate(evidence.chain)]
        flows.append({"threadFlows": [{"locations": steps}]})
    return flows


def _location(place: Place | Evidence) -> dict[str, Any]:
    """Return a place; one outside of the repository keeps its address as a logical location."""
    uri = relative_uri(place.path) if place.path else ""
    physical: dict[str, Any] = {
        "artifactLocation": {"uri": uri or WHOLE, "uriBaseId": ROOT},
        "region": {"startLine": line_of(place) if uri else 1},
    }
    told = {"message": {"text": _line(place.text)}} if place.text.strip() else {}
    address = {"logicalLocations": [{"fullyQualifiedName": _line(place.uri), "kind": "resource"}]} if place.uri else {}
    return {"physicalLocation": physical, **address, **told}


def _invocation(assessment: Assessment, language: Language) -> dict[str, Any]:
    """Return what happened, with a notification for each thing that could not be looked at."""
    start = moment(assessment.started)
    notices = []
    for source in assessment.sources:
        notices += [_notice(gap, "error") for gap in source_gap(source)]
        notices += [_notice(gap, "warning") for gap in source.gaps]
        if source.state == "not-given":
            said = words(language)
            text = said.not_given.format(sources=said.sources[source.kind])
            notices.append({"level": "note", "message": {"text": _line(text)}})
    return {
        "executionSuccessful": all(source.state != "unreadable" for source in assessment.sources),
        "startTimeUtc": stamp(start),
        "endTimeUtc": stamp(later(start, assessment.duration)),
        "toolExecutionNotifications": notices,
    }


def _notice(gap: Gap, level: str) -> dict[str, Any]:
    places = {"locations": [_location(Place(path=gap.path))]} if gap.path else {}
    return {"level": level, "message": {"text": _line(gap.reason)}, **places}


def _line(text: str) -> str:
    """Return foreign text in one line that holds no link: brackets would begin one."""
    shown = displayable(text, _LONGEST)
    return shown.replace("](", "]\\(") if "](" in shown else shown
