"""Machine formats are valid by the schemas of those who define them, whatever an assessment holds."""

import csv
import io
import json
import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from lxml import etree

from maturity.model.assessment import Assessment
from maturity.model.statement import Statement
from maturity.model.waiver import Waiver
from maturity.render import render
from maturity.render.csv import COLUMNS
from maturity.render.style import LANGUAGES, Style
from tests.render.assessments import assessments
from tests.render.example import EXAMPLE

SCHEMAS = Path(__file__).parents[1] / "schemas"
RANDOM = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
SHOWN = Style(verbose=True)


@cache
def json_schema(name: str) -> jsonschema.Draft7Validator:
    """Return a validator; Python's patterns know no classes of Unicode, so that of a token is written another way."""
    schema = json.loads((SCHEMAS / name).read_text(encoding="utf-8"))
    for definition in schema["definitions"].values():
        pattern = definition.get("pattern")
        if pattern:
            definition["pattern"] = (
                pattern.replace(r"\p{L}", r"[^\W\d_]").replace(r"(\p{N}|", r"(\d|").replace(r"\p{N}", r"\d")
            )
    return jsonschema.Draft7Validator(schema, format_checker=jsonschema.FormatChecker())


@cache
def xml_schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(SCHEMAS / "junit.xsd"))


def text(form: str, assessment: Assessment, style: Style = SHOWN) -> str:
    made = render(form, assessment, style)
    assert isinstance(made, str)
    made.encode("utf-8")
    return made


def sarif(assessment: Assessment, style: Style = SHOWN) -> dict[str, Any]:
    log = json.loads(text("sarif", assessment, style))
    json_schema("sarif-2.1.0.json").validate(log)
    (run,) = log["runs"]
    return dict(run)


def oscal(assessment: Assessment, style: Style = SHOWN) -> dict[str, Any]:
    document = json.loads(text("oscal", assessment, style))
    json_schema("oscal-assessment-results-1.2.1.json").validate(document)
    return dict(document["assessment-results"])


def junit(assessment: Assessment, style: Style = SHOWN) -> ET.Element:
    written = text("junit", assessment, style).encode()
    xml_schema().assertValid(etree.fromstring(written))
    return ET.fromstring(written)


def rows(assessment: Assessment, style: Style = SHOWN) -> list[dict[str, str]]:
    written = text("csv", assessment, style)
    return list(csv.DictReader(io.StringIO(written, newline="")))


@pytest.mark.slow
@RANDOM
@given(assessments())
def test_every_format_is_valid_and_shows_the_same_numbers(assessment: Assessment) -> None:
    counts = Counter(finding.status for finding in assessment.findings)
    waived = sum(finding.waived for finding in assessment.findings)

    run = sarif(assessment)
    kinds = Counter(result["kind"] for result in run["results"])
    assert (kinds["fail"], kinds["open"], kinds["review"]) == (counts["fail"], counts["unknown"], counts["manual"])
    assert (kinds["pass"], kinds["notApplicable"]) == (counts["pass"], counts["not-applicable"])
    assert {status: number for status, number in run["properties"]["counts"].items() if number} == dict(counts)

    suites = junit(assessment).findall("testsuite")
    total = {name: sum(int(suite.get(name, "")) for suite in suites) for name in ("tests", "failures", "errors")}
    assert total == {
        "tests": len(assessment.findings),
        "failures": counts["fail"] - waived,
        "errors": counts["unknown"],
    }

    table = rows(assessment)
    assert Counter(row["status"] for row in table) == counts
    assert sum(row["waived"] == "yes" for row in table) == waived

    (result,) = oscal(assessment)["results"]
    states = Counter(one["target"]["status"]["state"] for one in result.get("findings", ()))
    assert states["not-satisfied"] == counts["fail"]
    assert states["satisfied"] == counts["pass"] + counts["not-applicable"]
    assert len(result.get("observations", ())) == len(assessment.findings) - counts["not-assessed"]
    assert len(result.get("risks", ())) == waived
    valid = sum(stated.state == "valid" for stated in assessment.attestations)
    assert len(result.get("attestations", ())) == valid

    issues = json.loads(text("gitlab", assessment))
    assert len(issues) == counts["fail"] + counts["unknown"] - waived
    assert len({issue["fingerprint"] for issue in issues}) == len(issues)
    for issue in issues:
        assert set(issue) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert issue["severity"] in ("info", "minor", "major")
        assert issue["location"]["path"]
        assert issue["location"]["lines"]["begin"] >= 1

    statement = Statement.model_validate_json(text("in-toto", assessment)).predicate
    assert (len(statement.passed), len(statement.failed)) == (counts["pass"], counts["fail"] - waived)
    assert len(statement.warned) == counts["unknown"] + counts["manual"] + waived


@pytest.mark.slow
@RANDOM
@given(assessments())
def test_no_text_leaves_its_place(assessment: Assessment) -> None:
    for language in LANGUAGES:
        style = Style(language=language, verbose=True)
        for row in rows(assessment, style):
            assert list(row) == list(COLUMNS)
            assert not any(value.lstrip()[:1] in tuple("=+-@|%＝＋－＠") for value in row.values() if value)
        for form in ("sarif", "junit", "csv", "gitlab", "oscal", "in-toto", "text"):
            written = text(form, assessment, style)
            assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", written)
            assert not re.search(r"^\s*(::|##)|##vso\[", written, re.MULTILINE)


@pytest.mark.slow
@RANDOM
@given(assessments())
def test_every_place_of_an_alert_is_inside_of_the_repository(assessment: Assessment) -> None:
    for result in sarif(assessment)["results"]:
        assert result["locations"]
        for location in result["locations"]:
            uri = location["physicalLocation"]["artifactLocation"]["uri"]
            assert uri
            assert not re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:|/", uri)
            assert ".." not in uri.split("/")
            assert location["physicalLocation"]["region"]["startLine"] >= 1


@pytest.mark.parametrize("form", ["sarif", "junit", "csv", "gitlab", "oscal", "in-toto"])
def test_one_assessment_gives_one_document(form: str) -> None:
    again = Assessment.model_validate_json(text("json", EXAMPLE))
    assert text(form, EXAMPLE) == text(form, again)


def test_an_alert_shows_what_runs_what() -> None:
    passing = next(result for result in sarif(EXAMPLE)["results"] if result["ruleId"] == "ci-trains")
    (flow,) = passing["codeFlows"]
    steps = [step["location"]["physicalLocation"] for step in flow["threadFlows"][0]["locations"]]
    assert [(step["artifactLocation"]["uri"], step["region"]["startLine"]) for step in steps] == [
        (".github/workflows/ci.yml", 31),
        ("Makefile", 12),
        ("dvc.yaml", 9),
        ("src/train.py", 88),
    ]


def test_only_what_somebody_has_to_look_at_becomes_an_alert() -> None:
    told = [(one["ruleId"], one["kind"], one["level"]) for one in sarif(EXAMPLE, Style())["results"]]
    assert told == [("evaluation-gate", "fail", "error"), ("model-card", "open", "none")]


def test_a_run_says_what_it_is_of() -> None:
    target = EXAMPLE.target.model_copy(update={"path": "https://example.org/team/churn.git", "project": "svc/a b"})
    run = sarif(EXAMPLE.model_copy(update={"target": target}))
    assert run["automationDetails"]["id"] == "maturity/svc/a%20b/"
    (origin,) = run["versionControlProvenance"]
    assert (origin["repositoryUri"], origin["revisionId"]) == (target.path, target.commit)
    assert "versionControlProvenance" not in sarif(EXAMPLE)


def test_a_waiver_is_a_suppression_with_its_reason() -> None:
    waiver = Waiver(
        id="W-1",
        rule="evaluation-gate",
        created="2026-01-01",
        reason="planned-fix",
        justification="Until the gate of next quarter.",
        requested_by="ada",
        approved_by="grace",
        expires="2026-03-31",
    )
    findings = tuple(
        one.model_copy(update={"waived": True, "waiver": waiver}) if one.status == "fail" else one
        for one in EXAMPLE.findings
    )
    assessment = EXAMPLE.model_copy(update={"findings": findings})
    (suppression,) = next(one for one in sarif(assessment)["results"] if one["kind"] == "fail")["suppressions"]
    assert suppression["justification"] == "planned-fix: Until the gate of next quarter."
    assert suppression["properties"] == {
        "id": "W-1",
        "approvedBy": "grace",
        "requestedBy": "ada",
        "expires": "2026-03-31",
    }
    (risk,) = oscal(assessment)["results"][0]["risks"]
    assert (risk["status"], risk["deadline"]) == ("deviation-approved", "2026-03-31T23:59:59Z")
    assert "evaluation-gate" in (junit(assessment)[0].findtext("system-out") or "")
    assert [row["waived_until"] for row in rows(assessment)] == ["", "2026-03-31", "", ""]


def test_what_could_not_be_looked_at_is_a_notification() -> None:
    (invocation,) = sarif(EXAMPLE)["invocations"]
    first = invocation["toolExecutionNotifications"][0]
    assert (first["level"], first["message"]["text"]) == ("warning", "larger than 1 MiB")
    assert first["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "docs/card.md"
    assert invocation["executionSuccessful"] is True


def test_a_long_chain_and_many_places_stay_below_what_forges_show() -> None:
    first = EXAMPLE.findings[0].evidence[0]
    long = first.model_copy(update={"chain": first.chain * 200})
    finding = EXAMPLE.findings[0].model_copy(update={"evidence": (long,) * 300, "status": "fail"})
    (result,) = sarif(EXAMPLE.model_copy(update={"findings": (finding,)}))["results"]
    steps = sum(len(flow["threadFlows"][0]["locations"]) for flow in result["codeFlows"])
    assert (len(result["locations"]), steps) == (100, 800)


def test_a_table_ends_its_lines_as_the_standard_asks() -> None:
    written = text("csv", EXAMPLE)
    assert written.count("\r\n") == written.count("\n") == 1 + len(EXAMPLE.findings)
