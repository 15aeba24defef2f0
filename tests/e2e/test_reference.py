"""The reference project as a team starts from it: its pipeline runs, and the gate of level 3 opens on live sources."""

import os
import subprocess
from pathlib import Path

import pytest

from maturity import cli
from tests.repository import git
from tests.sources.dvc.projects import snapshot

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("reference")]

PROGRAMS = Path(__file__).parents[2] / "reference-impl" / ".venv" / "bin"


@pytest.mark.skipif(not PROGRAMS.is_dir(), reason="make test installs the environment of the reference project")
def test_a_new_project_reaches_level_three(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    project = tmp_path / "retain"
    assert cli.main(["new", str(project), "--package", "retain"]) == 0
    git(project, "init", "--quiet", "--initial-branch=main", "--template=")
    snapshot(project, "start")
    around = os.environ | {"PATH": f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}", "GIT_CONFIG_GLOBAL": os.devnull}
    done = subprocess.run(
        ["make", "--silent", f"BIN={PROGRAMS}", "smoke"],
        cwd=project,
        env=around | {"http_proxy": "http://127.0.0.1:9", "https_proxy": "http://127.0.0.1:9"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]
    snapshot(project, "dvc.lock of the first run")
    git(project, "tag", "v0.1.0")
    monkeypatch.chdir(project)
    live = ["--mlflow", "sqlite:///mlflow.db", "--dvc-remote", "local", "--require-source", "mlflow,dvc"]
    code = cli.main(["gate", ".", "--level", "3", *live])
    told = capfd.readouterr()
    assert code == 0, told.out + told.err
