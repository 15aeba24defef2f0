"""`maturity frameworks`, and the chapters that reports get."""

import json
from pathlib import Path

import pytest

from maturity import cli
from maturity.render.json import document
from tests.render.example import EXAMPLE
from tests.rules.test_frameworks import GOOD


@pytest.fixture
def assessment(tmp_path: Path) -> str:
    """Return a stored assessment."""
    file = tmp_path / "assessment.json"
    file.write_text(document(EXAMPLE), encoding="utf-8")
    return str(file)


@pytest.fixture
def own(tmp_path: Path) -> str:
    """Return a folder with a framework of an organisation."""
    folder = tmp_path / "frameworks"
    folder.mkdir()
    (folder / "ours.yaml").write_text(GOOD, encoding="utf-8")
    return str(folder)


def said(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> str:
    assert cli.main(list(words)) == code
    captured = capsys.readouterr()
    return captured.out if code == 0 else captured.err


def test_every_framework_is_listed_with_its_size(capsys: pytest.CaptureFixture[str], own: str) -> None:
    lines = said(capsys, "frameworks", "list", "--frameworks", own).splitlines()
    assert len(lines) == 10
    assert lines[5] == "ml-test-score             ML Test Score: 28 items, 28 with rules"
    assert lines[-1] == "ours                      Our policy: 2 items, 1 with rules"


def test_one_is_shown_with_what_decides_it_and_what_is_still_to_show(capsys: pytest.CaptureFixture[str]) -> None:
    shown = said(capsys, "frameworks", "show", "eu-ai-act")
    assert "  AIA-9.8  Tests are made during development and before release, against limits set before (by" in shown
    assert "      evaluation-gate (decides): A program compares a metric with a limit and stops what does" in shown
    assert "  AIA-9.1  Risk management is set up, documented and maintained (by a document)\n      still" in shown
    assert json.loads(said(capsys, "frameworks", "show", "nist-ssdf", "--format", "json"))["id"] == "nist-ssdf"


def test_how_far_rules_reach_is_said_without_an_assessment(capsys: pytest.CaptureFixture[str]) -> None:
    shown = said(capsys, "frameworks", "coverage", "eu-ai-act")
    assert "82 of 109 items in scope have a rule that speaks to them; rules alone can decide 8" in shown
    told = said(capsys, "frameworks", "coverage", "eu-ai-act", "--format", "json", code=2)
    assert told == "maturity: coverage: --format json shows an assessment; name ASSESSMENT.json\n"


def test_coverage_counts_what_an_assessment_shows(
    capsys: pytest.CaptureFixture[str], assessment: str, own: str
) -> None:
    told = said(capsys, "frameworks", "coverage", "ours", assessment, "--frameworks", own, "--format", "json")
    assert json.loads(told)["coverage"] == {
        "items": 2,
        "in_scope": 2,
        "assessed": 1,
        "met": 1,
        "partly_met": 0,
        "not_met": 0,
        "attested": 0,
        "not_assessable": 1,
        "not_applicable": 0,
        "out_of_scope": 0,
    }
    shown = said(capsys, "frameworks", "coverage", "ours", assessment, "--frameworks", own, "--verbose")
    assert "2 of 2 items in scope, 1 assessed: 1 met, 0 partly met, 0 not met, 0 attested; 1 not assessable" in shown
    assert "  ✓ met             P.1  CI trains\n      pass ci-trains (decides): It does.\n" in shown
    table = said(capsys, "frameworks", "coverage", "ours", assessment, "--frameworks", own, "--format", "markdown")
    assert "| P.1 | ✓ met | CI trains | pass `ci-trains` |" in table


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_a_report_gets_a_chapter(capsys: pytest.CaptureFixture[str], assessment: str, form: str) -> None:
    plain = said(capsys, "report", assessment, "--format", form)
    more = said(capsys, "report", assessment, "--format", form, "--framework", "ml-test-score", "--lang", "en")
    assert "ML Test Score" not in plain
    assert "28 of 28 items in scope, 2 assessed: 0 met, 1 partly met, 1 not met, 0 attested" in more
    assert "Score 0: more of a research project than a system in production" in more


def test_a_comment_stays_within_what_a_forge_takes(capsys: pytest.CaptureFixture[str], assessment: str) -> None:
    names = ["eu-ai-act", "nist-ai-rmf", "iso-42001-annex-a", "microsoft-mlops-maturity", "ml-test-score"]
    words = [word for name in names for word in ("--framework", name)]
    shown = said(capsys, "report", assessment, "--format", "markdown", "--lang", "zh", *words)
    assert len(shown.encode()) < 60_000
    assert shown.count("\n## ") == len(names)


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["--framework", "eu-ai-atc"], "there is no framework 'eu-ai-atc'; did you mean 'eu-ai-act'?"),
        (["--framework", "eu-ai-act", "--format", "csv"], "--framework: csv has no chapters; see maturity frameworks"),
        (["--framework", "ours", "--frameworks", "no-such-folder"], "no-such-folder: No such file or directory"),
    ],
)
def test_a_slip_is_answered_in_one_line(
    capsys: pytest.CaptureFixture[str], assessment: str, words: list[str], complaint: str
) -> None:
    told = said(capsys, "report", assessment, *words, code=2)
    assert complaint in told
    assert told.count("\n") == 1


@pytest.mark.parametrize("words", [["list"], ["show", "eu-ai-act"], ["coverage", "nist-ai-rmf"]])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_output_claims_that_a_law_or_a_standard_is_fulfilled(
    capsys: pytest.CaptureFixture[str], words: list[str], language: str
) -> None:
    assert "complian" not in said(capsys, "frameworks", *words, "--lang", language).lower()
