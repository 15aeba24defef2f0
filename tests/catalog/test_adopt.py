"""An export of a user becomes a test case that is judged."""

from pathlib import Path

import pytest

from maturity.errors import UsageError
from maturity.model.explanation import Reproduction
from maturity.rules.judge import judge
from maturity.rules.reproduction import written
from maturity.rules.validate import read_model
from tests.catalog.adopt import REPORT, adopt, main
from tests.catalog.test_reports import RULES
from tests.rules.making import activity


@pytest.fixture
def export(tmp_path: Path) -> Path:
    fact = activity("train", "train.py:3", "entry")
    path = tmp_path / "export.yaml"
    path.write_text(written(Reproduction(tool="1.0", rule="ci-trains", verdict="pass", facts=(fact,))))
    return path


def test_an_export_becomes_a_case_once(export: Path, tmp_path: Path) -> None:
    case, again = (adopt(export, "fail", tmp_path / "reports") for _ in range(2))
    assert case == again
    assert case.name.startswith("ci-trains-fail-")
    report = read_model(case, REPORT)
    assert (report.expect, report.verdict, report.facts) == ("fail", "pass", (activity("train", "train.py:3"),))
    (finding,) = judge((RULES["ci-trains"],), report.facts, report.gaps, frozenset({"repo"}))
    assert finding.status == "fail"


def test_a_mistake_in_an_export_is_named_with_its_line(export: Path, capsys: pytest.CaptureFixture[str]) -> None:
    export.write_text(export.read_text().replace("rule: ci-trains", "rule: ci-train"))
    with pytest.raises(UsageError, match=r"there is no rule 'ci-train'; did you mean 'ci-trains'\?"):
        adopt(export, "fail")
    export.write_text(export.read_text().replace("verdict:", "verdcit:"))
    assert main([str(export), "--expect", "pass"]) == 2
    assert "export.yaml:3: " in capsys.readouterr().err
