"""The findings as JUnit XML: a suite for each principle, a case for each rule, in the form that CI systems read.

A failure that is waived passes, and the suite says so; what could not be looked at is an error; what nobody looked at,
does not apply or waits for a person is skipped.
"""

from xml.etree.ElementTree import Element, SubElement, indent, tostring

from maturity.model.assessment import Assessment, PrincipleResult
from maturity.model.finding import Finding, Status
from maturity.render.display import displayable
from maturity.render.moment import moment
from maturity.render.style import Language, Style
from maturity.render.summary import links, say
from maturity.render.words import words

MOST_EVIDENCE = 20
_LONGEST = 1000
_BAD: dict[Status, str] = {"fail": "failure", "unknown": "error"}


def render(assessment: Assessment, style: Style) -> str:
    """Return an XML document."""
    suites = Element("testsuites")
    when = moment(assessment.started).strftime("%Y-%m-%dT%H:%M:%S")
    for number, principle in enumerate(assessment.principles):
        findings = [finding for finding in assessment.findings if finding.principle == principle.id]
        suites.append(_suite(number, principle, findings, when, style.language))
    indent(suites)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(suites, encoding="unicode") + "\n"


def _suite(number: int, principle: PrincipleResult, findings: list[Finding], when: str, language: Language) -> Element:
    cases = [_case(finding, language) for finding in findings]
    kinds = [case[0].tag if len(case) else "passed" for case in cases]
    suite = Element(
        "testsuite",
        {
            "id": str(number),
            "package": "maturity",
            "name": _line(say(principle.title, language)) or principle.id,
            "timestamp": when,
            "hostname": "localhost",
            "tests": str(len(cases)),
            "failures": str(kinds.count("failure")),
            "errors": str(kinds.count("error")),
            "skipped": str(kinds.count("skipped")),
            "time": "0",
        },
    )
    properties = SubElement(suite, "properties")
    SubElement(properties, "property", {"name": "level", "value": str(principle.level)})
    suite.extend(cases)
    SubElement(suite, "system-out").text = "".join(f"{note}\n" for note in _notes(findings, language))
    SubElement(suite, "system-err").text = ""
    return suite


def _case(finding: Finding, language: Language) -> Element:
    said = words(language)
    case = Element(
        "testcase",
        {"classname": f"maturity.{finding.principle}", "name": _line(finding.rule) or "-", "time": "0"},
    )
    summary = _line(say(finding.summary, language))
    if finding.status in _BAD and not finding.waived:
        kind = said.required if finding.required else said.recommended
        bad = SubElement(case, _BAD[finding.status], {"message": summary, "type": kind})
        bad.text = "\n".join(_details(finding, language))
    elif finding.status not in ("pass", *_BAD):
        SubElement(case, "skipped", {"message": f"{said.statuses[finding.status]}{said.colon}{summary}"})
    return case


def _details(finding: Finding, language: Language) -> list[str]:
    """Return evidence and remedy; each line begins with a word of ours, as a CI system may take orders from others."""
    said = words(language)
    lines = [f"- {_line(' -> '.join(links(evidence)))}" for evidence in finding.evidence[:MOST_EVIDENCE]]
    return [_line(say(finding.title, language)), *lines, f"{said.fix}{said.colon}{_line(say(finding.fix, language))}"]


def _notes(findings: list[Finding], language: Language) -> list[str]:
    said = words(language)
    return [
        f"- {_line(finding.rule)}{said.colon}"
        + _line(said.waived.format(expires=finding.waiver.expires, reason=finding.waiver.reason))
        for finding in findings
        if finding.waived and finding.waiver
    ]


def _line(text: str) -> str:
    return displayable(text, _LONGEST)
