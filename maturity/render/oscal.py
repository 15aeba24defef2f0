"""The findings as OSCAL assessment results, for exchange with governance tools.

Every UUID is made from the assessment, so that one assessment gives one document. A rule that passed or failed is a
finding on a control objective; what could not be told is an observation only; a waiver is a risk.
"""

import hashlib
import re
import uuid
from typing import Any

from maturity.model.assessment import Assessment
from maturity.model.attestation import Attestation
from maturity.model.finding import Evidence, Finding
from maturity.render.display import displayable
from maturity.render.json import document, encoded
from maturity.render.location import line_of, relative_uri
from maturity.render.moment import EPOCH, later, moment, stamp
from maturity.render.style import Language, Style
from maturity.render.summary import link, say
from maturity.render.words import words

VERSION = "1.2.1"
_NAMESPACE = uuid.UUID("5a0d2c53-4f0b-5e0e-9b0e-6d6174757269")
_PROPERTIES = "urn:maturity:oscal"
_LONGEST = 2000
MOST_EVIDENCE = 100


class _Writer:
    """What one document shares: its identity, its time, its language."""

    def __init__(self, assessment: Assessment, language: Language) -> None:
        self.digest = hashlib.sha256(document(assessment).encode()).hexdigest()
        self.start = moment(assessment.started)
        self.language = language

    def uuid(self, *parts: str) -> str:
        """Return the UUID of a part of this document."""
        return str(uuid.uuid5(_NAMESPACE, "\0".join((self.digest, *parts)).encode("utf-8", "replace").decode()))


def render(assessment: Assessment, style: Style) -> str:
    """Return the document."""
    writer = _Writer(assessment, style.language)
    title = _line(words(style.language).report.format(name=assessment.target.name))
    return encoded(
        {
            "assessment-results": {
                "uuid": writer.uuid("document"),
                "metadata": {
                    "title": title,
                    "last-modified": stamp(writer.start),
                    "version": _line(assessment.tool.version),
                    "oscal-version": VERSION,
                },
                "import-ap": {"href": f"#{writer.uuid('catalog')}"},
                "results": [_result(assessment, title, writer)],
                "back-matter": {"resources": _resources(assessment, writer)},
            }
        }
    )


def _result(assessment: Assessment, title: str, writer: _Writer) -> dict[str, Any]:
    looked = [finding for finding in assessment.findings if finding.status != "not-assessed"]
    waived = [finding for finding in looked if finding.waived and finding.waiver]
    attested = [one for one in assessment.attestations if one.state == "valid"]
    parts: dict[str, list[dict[str, Any]]] = {
        "attestations": [_attestation(one, writer) for one in attested],
        "observations": [_observation(finding, writer) for finding in looked],
        "risks": [_risk(finding, writer) for finding in waived],
        "findings": [_finding(one, writer) for one in looked if one.status in ("pass", "fail", "not-applicable")],
    }
    chosen = [{"control-id": token(finding.rule)} for finding in looked]
    return {
        "uuid": writer.uuid("result"),
        "title": title,
        "description": _line(words(writer.language).level.format(level=assessment.level)),
        "start": stamp(writer.start),
        "end": stamp(later(writer.start, assessment.duration)),
        "props": [
            _property("level", str(assessment.level)),
            _property("level-with-waivers", str(assessment.level_with_waivers)),
        ],
        "reviewed-controls": {"control-selections": [{"include-controls": chosen} if chosen else {"include-all": {}}]},
        **{name: entries for name, entries in parts.items() if entries},
    }


def _observation(finding: Finding, writer: _Writer) -> dict[str, Any]:
    """Return what was seen; a person has to be asked about what only a person can say."""
    shown = [_evidence(evidence) for evidence in finding.evidence[:MOST_EVIDENCE]]
    return {
        "uuid": writer.uuid("observation", finding.rule),
        "title": _line(say(finding.title, writer.language)),
        "description": _line(say(finding.summary, writer.language)),
        "props": [_property("status", finding.status)],
        "methods": ["INTERVIEW" if finding.status == "manual" else "EXAMINE"],
        "types": ["finding"],
        "subjects": [{"subject-uuid": writer.uuid("target"), "type": "resource"}],
        **({"relevant-evidence": shown} if shown else {}),
        "collected": stamp(writer.start),
    }


def _evidence(evidence: Evidence) -> dict[str, Any]:
    uri = relative_uri(evidence.path) if evidence.path else ""
    place = {"href": f"{uri}#L{line_of(evidence)}" if evidence.line else uri} if uri else {}
    steps = [_property("step", _line(link(place))) for place in evidence.chain]
    return {**place, "description": _line(link(evidence)), **({"props": steps} if steps else {})}


def _finding(finding: Finding, writer: _Writer) -> dict[str, Any]:
    met = finding.status != "fail"
    absent = finding.status == "not-applicable"
    risks = [{"risk-uuid": writer.uuid("risk", finding.rule)}] if finding.waived and finding.waiver else []
    return {
        "uuid": writer.uuid("finding", finding.rule),
        "title": _line(say(finding.title, writer.language)),
        "description": _line(say(finding.summary, writer.language)),
        "props": [
            _property("principle", finding.principle),
            _property("level", str(finding.level)),
            _property("required", "yes" if finding.required else "no"),
        ],
        "target": {
            "type": "objective-id",
            "target-id": token(finding.rule),
            "status": {
                "state": "satisfied" if met else "not-satisfied",
                "reason": "other" if absent else finding.status,
            },
            **({"implementation-status": {"state": "not-applicable"}} if absent else {}),
        },
        "related-observations": [{"observation-uuid": writer.uuid("observation", finding.rule)}],
        **({"related-risks": risks} if risks else {}),
        "remarks": _line(say(finding.fix, writer.language)),
    }


def _risk(finding: Finding, writer: _Writer) -> dict[str, Any]:
    waiver = finding.waiver
    assert waiver is not None
    end = moment(waiver.expires)
    return {
        "uuid": writer.uuid("risk", finding.rule),
        "title": _line(say(finding.title, writer.language)),
        "description": _line(say(finding.summary, writer.language)),
        "statement": _line(f"{waiver.reason}: {waiver.justification}"),
        "props": [
            _property("requested-by", waiver.requested_by),
            _property("approved-by", waiver.approved_by),
        ],
        "status": "deviation-approved",
        **({"deadline": stamp(end.replace(hour=23, minute=59, second=59))} if end != EPOCH else {}),
        "related-observations": [{"observation-uuid": writer.uuid("observation", finding.rule)}],
    }


def _attestation(attestation: Attestation, writer: _Writer) -> dict[str, Any]:
    told = [
        ("item", attestation.item),
        ("outcome", attestation.outcome or ""),
        ("author", attestation.author),
        ("role", attestation.role),
        ("date", attestation.date),
        ("expires", attestation.expires),
    ]
    return {
        "parts": [
            {
                "uuid": writer.uuid("attestation", attestation.item, str(attestation.at)),
                "name": "statement",
                "ns": _PROPERTIES,
                "props": [_property(name, value) for name, value in told],
                "prose": _line(attestation.statement),
            }
        ]
    }


def _resources(assessment: Assessment, writer: _Writer) -> list[dict[str, Any]]:
    """Return what the document refers to: the rules that judged, and what was judged."""
    target = assessment.target
    return [
        {
            "uuid": writer.uuid("catalog"),
            "title": "maturity rule catalog",
            "props": [_property("catalog-digest", assessment.tool.catalog_digest)],
        },
        {
            "uuid": writer.uuid("target"),
            "title": _line(target.name),
            "props": [
                _property("commit", target.commit or ""),
                _property("uncommitted-changes", "yes" if target.dirty else "no"),
                *(_property(f"source-{source.kind}", source.state) for source in assessment.sources),
            ],
        },
    ]


def token(text: str) -> str:
    """Return an id as OSCAL allows it; one that had to be changed carries a digest, so that no two become one."""
    changed = re.sub(r"[^A-Za-z0-9._-]", "_", text)
    if changed == text and re.match("[A-Za-z_]", text):
        return text
    return f"_{changed[:60]}_{hashlib.sha256(text.encode('utf-8', 'replace')).hexdigest()[:12]}"


def _property(name: str, value: str) -> dict[str, str]:
    return {"name": name, "ns": _PROPERTIES, "value": _line(value)}


def _line(text: str) -> str:
    """Return foreign text as OSCAL wants a string: one line, nothing blank at its ends, never empty."""
    return displayable(text, _LONGEST).strip() or "-"
