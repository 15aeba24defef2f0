"""`maturity diff`: two stored assessments in, what changed out."""

import json
from pathlib import Path

import pytest

from maturity import cli
from maturity.render.json import document
from tests.render.example import EXAMPLE, SIGNATURES


@pytest.fixture
def pair(tmp_path: Path) -> tuple[str, str]:
    """Return an assessment, and a later one in which the signatures are not assessed any more because they are gone."""
    before, after = tmp_path / "before.json", tmp_path / "after.json"
    before.write_text(document(EXAMPLE), encoding="utf-8")
    left = EXAMPLE.principles[1].model_copy(
        update={"counts": EXAMPLE.principles[1].counts.model_copy(update={"not_assessed": 0})}
    )
    later = EXAMPLE.model_copy(
        update={
            "findings": tuple(one for one in EXAMPLE.findings if one != SIGNATURES),
            "principles": (EXAMPLE.principles[0], left),
        }
    )
    after.write_text(document(later), encoding="utf-8")
    return str(before), str(after)


def test_it_tells_what_changed_and_why(pair: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["diff", *pair]) == 0
    shown = capsys.readouterr().out
    assert "◆ versions-have-signature  not assessed → no such rule  level 2, required · the tool or its rules" in shown


def test_json_is_the_whole_comparison(pair: tuple[str, str], tmp_path: Path) -> None:
    assert cli.main(["diff", *pair, "--format", "json", "--output", str(tmp_path / "diff.json")]) == 0
    told = json.loads((tmp_path / "diff.json").read_text(encoding="utf-8"))
    assert [(one["rule"], one["after"], one["cause"]) for one in told["changes"]] == [
        ("versions-have-signature", None, "tool")
    ]


def test_what_is_no_assessment_is_named(
    pair: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "no.json").write_text("{}")
    assert cli.main(["diff", pair[0], str(tmp_path / "no.json")]) == 2
    assert capsys.readouterr().err.startswith(f"maturity: {tmp_path}/no.json: is no assessment: schema_version: ")
