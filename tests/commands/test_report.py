"""`maturity report`: a stored assessment is shown as the scan would have shown it."""

from pathlib import Path

import pytest

from maturity import cli
from maturity.render import render
from maturity.render.json import document
from maturity.render.style import Style
from tests.render.example import EXAMPLE


@pytest.fixture
def assessment(tmp_path: Path) -> Path:
    """Return a stored assessment."""
    file = tmp_path / "assessment.json"
    file.write_text(document(EXAMPLE), encoding="utf-8")
    return file


@pytest.mark.parametrize("form", ["text", "json", "markdown"])
def test_a_stored_assessment_is_shown_as_the_scan_shows_it(
    assessment: Path, form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["report", str(assessment), "--format", form, "--lang", "zh"]) == 0
    assert capsys.readouterr().out == render(form, EXAMPLE, Style(language="zh"))
