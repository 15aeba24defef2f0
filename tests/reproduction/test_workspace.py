"""Commands run apart from the operator's secrets, within a time, and leave nothing but the log."""

import hashlib
import os
import sys
import time
import zipfile
from pathlib import Path

import pytest

from maturity.errors import UsageError
from maturity.reproduction import environment
from maturity.reproduction.isolation import Sandbox
from maturity.reproduction.workspace import Workspace
from tests.repository import write

LATER = "(sleep 30; touch {0}) & echo $! > {1}; {2}"

BACKEND = """\
import zipfile


def build_editable(folder, settings=None, metadata=None):
    with zipfile.ZipFile(folder + "/own-1.0-py3-none-any.whl", "w") as archive:
        archive.writestr("own-1.0.dist-info/METADATA", "Metadata-Version: 2.1\\nName: own\\nVersion: 1.0\\n")
        archive.writestr("own-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
        archive.writestr("own-1.0.dist-info/RECORD", "")
    return "own-1.0-py3-none-any.whl"
"""
"""A build of the project itself that needs nothing from anywhere."""


def test_what_a_command_says_is_logged_and_the_folder_goes(tmp_path: Path) -> None:
    with Workspace(tmp_path / "log", 60, Sandbox()) as workspace:
        around = workspace.variables()
        assert workspace.run(["sh", "-c", "echo out; echo err >&2; touch made"], workspace.folder, around)
        assert not workspace.run(["sh", "-c", "exit 3"], workspace.folder, around)
        assert workspace.answer(["sh", "-c", "pwd"], workspace.folder, around).decode().strip() == str(workspace.folder)
        assert (workspace.folder / "made").exists()
    assert not workspace.folder.exists()
    assert (tmp_path / "log").read_text() == "$ sh -c echo out; echo err >&2; touch made\nout\nerr\n$ sh -c exit 3\n"


def test_secrets_of_the_operator_stay_with_him(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("MLFLOW_TRACKING_TOKEN", "AWS_SECRET_ACCESS_KEY", "GITHUB_TOKEN", "PIP_INDEX_URL"):
        monkeypatch.setenv(name, "hush")
    with Workspace(tmp_path / "log", 60, Sandbox()) as workspace:
        plain, pulling = workspace.variables(), workspace.variables("AWS_")
        assert "hush" not in plain.values()
        assert [name for name, value in pulling.items() if value == "hush"] == ["AWS_SECRET_ACCESS_KEY"]
        assert plain["HOME"] == str(workspace.home)


@pytest.mark.parametrize("ending", ["sleep 60", "exit 0"])
def test_whatever_a_command_started_ends_with_it(ending: str, tmp_path: Path) -> None:
    line = LATER.format(tmp_path / "touched", tmp_path / "pid", ending)
    with Workspace(tmp_path / "log", 1.5, Sandbox()) as workspace:
        if ending == "exit 0":
            assert workspace.run(["sh", "-c", line], workspace.folder, workspace.variables())
        else:
            with pytest.raises(UsageError, match=r"longer than 1\.5 s; allow more with --timeout"):
                workspace.run(["sh", "-c", line], workspace.folder, workspace.variables())
    assert gone(int((tmp_path / "pid").read_text()))
    assert not workspace.folder.exists()


def gone(process: int) -> bool:
    for _ in range(50):
        state = Path(f"/proc/{process}/stat")
        if not state.exists() or state.read_text().split()[2] == "Z":
            return True
        time.sleep(0.05)
    return False


def test_a_folder_without_rights_goes_and_nothing_beside_it(tmp_path: Path) -> None:
    write(tmp_path, {"precious/file": "mine"})
    (tmp_path / "precious").chmod(0o555)
    with Workspace(tmp_path / "log", 60, Sandbox()) as workspace:
        line = f"mkdir -p a/b; touch a/b/c; ln -s {tmp_path / 'precious'} a/link; chmod 500 a/b; chmod 500 a"
        assert workspace.run(["sh", "-c", line], workspace.folder, workspace.variables())
    assert not workspace.folder.exists()
    assert (tmp_path / "precious").stat().st_mode & 0o777 == 0o555
    (tmp_path / "precious").chmod(0o755)
    assert (tmp_path / "precious" / "file").exists()


def test_an_interruption_leaves_only_the_log(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), Workspace(tmp_path / "log", 60, Sandbox()) as workspace:
        raise KeyboardInterrupt
    assert not workspace.folder.exists()
    assert (tmp_path / "log").exists()


def test_a_log_that_cannot_be_written_is_said_and_nothing_is_left(tmp_path: Path) -> None:
    before = set(os.listdir(tmp_path))
    with pytest.raises(UsageError, match=r"log: cannot be written: No such file or directory; name another"):
        Workspace(tmp_path / "none" / "log", 60, Sandbox())
    assert set(os.listdir(tmp_path)) == before


def test_an_interpreter_that_is_named_is_used(tmp_path: Path) -> None:
    with Workspace(tmp_path / "log", 60, Sandbox()) as workspace:
        made = environment.make(workspace, tmp_path, Path(sys.executable))
        assert made.version == sys.version.split()[0]
        assert any(line.startswith("pytest==") for line in made.installed.splitlines())
        for wrong, words in ((tmp_path / "none", "is no program"), (Path("/bin/true"), "does not run")):
            with pytest.raises(UsageError, match=words):
                environment.make(workspace, tmp_path, wrong)
        with pytest.raises(UsageError, match=r"the commit has no uv\.lock, poetry\.lock"):
            environment.make(workspace, tmp_path, None)


@pytest.mark.slow
def test_a_fresh_environment_is_made_from_the_lock(tmp_path: Path) -> None:
    project = tmp_path / "project"
    project.mkdir()
    wheel = project / "tiny-1.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("tiny.py", "VALUE = 7\n")
        archive.writestr("tiny-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: tiny\nVersion: 1.0\n")
        archive.writestr("tiny-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr("tiny-1.0.dist-info/RECORD", "")
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    build = '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n'
    write(
        project,
        {
            "requirements.txt": f"./{wheel.name} --hash=sha256:{digest}\n",
            "pyproject.toml": build + '[project]\nname = "own"\nversion = "1.0"\n',
            "backend.py": BACKEND,
        },
    )
    with Workspace(tmp_path / "log", 300, Sandbox()) as workspace:
        made = environment.make(workspace, project, None)
        assert {"tiny==1.0", "own==1.0"} <= set(made.installed.splitlines())
        assert not any(line.startswith("pytest==") for line in made.installed.splitlines())
        write(project, {"requirements.txt": f"./{wheel.name} --hash=sha256:{'0' * 64}\n"})
        with pytest.raises(UsageError, match=r"requirements\.txt cannot be installed; the log says why"):
            environment.make(workspace, project, None)
    assert "THESE PACKAGES DO NOT MATCH THE HASHES" in (tmp_path / "log").read_text()
