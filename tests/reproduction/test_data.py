"""While data is fetched with the operator's credentials, nothing that the repository configures of DVC holds."""

import os
import sys
from pathlib import Path

import pytest

from maturity.errors import UsageError
from maturity.reproduction.data import Origin, provide, unconfigured
from maturity.reproduction.environment import Environment
from maturity.reproduction.isolation import Sandbox
from maturity.reproduction.workspace import Workspace
from maturity.sources.git import open_target
from tests.repository import write
from tests.sources.dvc.projects import make


def test_configuration_is_away_for_a_while(tmp_path: Path) -> None:
    files = {"config": "[core]\n    remote = evil\n", "config.local": "x", "tmp/kept": "y"}
    write(tmp_path, files)
    with pytest.raises(KeyboardInterrupt):
        interrupted(tmp_path)
    assert {path: (tmp_path / path).read_text() for path in files} == files


def interrupted(folder: Path) -> None:
    with unconfigured(folder):
        assert (folder / "config").read_text() == ""
        assert not (folder / "config.local").exists()
        (folder / "config").write_text("ours")
        raise KeyboardInterrupt


def test_a_folder_without_configuration_stays_without(tmp_path: Path) -> None:
    with unconfigured(tmp_path):
        assert (tmp_path / "config").exists()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["config", "config.local"])
def test_links_are_not_written_through(name: str, tmp_path: Path) -> None:
    write(tmp_path, {"precious": "mine", ".dvc/x": ""})
    (tmp_path / ".dvc" / name).symlink_to(tmp_path / "precious")
    with pytest.raises(UsageError, match="holds links"), unconfigured(tmp_path / ".dvc"):
        pass
    assert (tmp_path / "precious").read_text() == "mine"


@pytest.mark.slow
def test_the_dvc_of_a_project_puts_data_in_place_and_gets_no_credentials(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, programs, log = make(tmp_path), tmp_path / "bin", tmp_path / "log"
    write(programs, {"dvc": f'#!/bin/sh\nenv\necho asked: "$@"\nexec {Path(sys.executable).parent}/dvc "$@"\n'})
    (programs / "dvc").chmod(0o755)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "canary")
    with open_target(str(made.folder), whole=True) as target, Workspace(log, 120, Sandbox()) as workspace:
        assert target.revisions
        assert target.revisions.head
        clone = workspace.folder / "project"
        clone.mkdir()
        project = target.revisions.check_out(target.revisions.head, clone)
        origin = Origin(target.revisions, target.revisions.head, str(made.store), os.environ)
        provide(workspace, clone, project, Environment(programs / "python", "", ""), origin)
        assert (project / "data" / "table.csv").read_text() == "a,b\n1,2\n3,4\n"
        assert (project / "data" / "images" / "0" / "2.png").read_bytes() == b"\x89PNG two"
    told = log.read_text()
    assert "asked: checkout --allow-missing" in told
    assert "canary" not in told
