"""The reference project as a team starts from it: its evidence is built offline, and level 3 holds on live sources."""

import json
from pathlib import Path

import pytest

from maturity import cli
from maturity.demo.evidence import build

pytestmark = pytest.mark.slow

DOES_NOT_APPLY = {
    "notebooks-in-order",  # what explores the data is a Python file
    "rollback-available",  # there has been one version only
    "server-authenticated",  # the tracking store is a file
    "personal-data-protected",  # the table names nobody
}
PROGRAMS = Path(__file__).parents[2] / "reference-impl" / ".venv" / "bin"


@pytest.mark.skipif(not PROGRAMS.is_dir(), reason="make test installs the environment of the reference project")
def test_a_new_project_reaches_level_three(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")  # nothing is there: whoever asks the network fails
    project = tmp_path / "retain" / "churn"
    build(project, PROGRAMS, progress=print, package="retain")
    assert (project / "src" / "retain").is_dir()
    monkeypatch.chdir(project)
    live = ["--mlflow", "sqlite:///mlflow.db", "--dvc-remote", "local"]
    code = cli.main(["gate", ".", "--level", "3", *live, "--require-source", "mlflow,dvc"])
    told = capfd.readouterr()
    assert code == 0, told.out + told.err

    written = tmp_path / "assessment.json"
    assert cli.main(["scan", ".", *live, "--format", "json", "--output", str(written)]) == 0
    assessment = json.loads(written.read_text())
    statuses = {finding["rule"]: finding["status"] for finding in assessment["findings"]}
    assert {rule for rule, status in statuses.items() if status != "pass"} == DOES_NOT_APPLY
    assert set(statuses.values()) == {"pass", "not-applicable"}
