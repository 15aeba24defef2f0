"""Git processes are bounded and leave nothing running."""

import os
import time
from pathlib import Path

import pytest

from maturity.errors import SourceError
from maturity.sources.git import command
from maturity.sources.git.command import Process, environment, executable
from maturity.sources.limits import Limits


def sleeper(folder: Path) -> dict[str, str]:
    """Return an environment in which `git nap` sleeps and starts a sleeper of its own."""
    (folder / "git-nap").write_text("#!/bin/sh\nsleep 60 & echo $!\nsleep 60\n")
    (folder / "git-nap").chmod(0o755)
    return environment(folder) | {"PATH": f"{folder}:{os.environ['PATH']}"}


def gone(process: int) -> bool:
    """Say whether a process that was killed is dead, or is so in a moment."""
    for _ in range(100):
        try:
            if "(zombie)" in Path(f"/proc/{process}/status").read_text():
                return True
        except FileNotFoundError:
            return True
        time.sleep(0.02)
    return False


def test_output_and_complaint(tmp_path: Path) -> None:
    with Process(["--version"], environment=environment(tmp_path), folder=tmp_path, limits=Limits()) as process:
        output = process.everything(1000)
    assert output.data.startswith(b"git version")
    assert (output.fault, output.cut) == ("", False)
    with Process(["log"], environment=environment(tmp_path), folder=tmp_path, limits=Limits()) as process:
        assert process.everything(1000).fault.startswith("not a git repository")


def test_time_is_bounded_and_the_whole_session_ends(tmp_path: Path) -> None:
    began = time.monotonic()
    limits = Limits(seconds=0.3)
    with Process(["nap"], environment=sleeper(tmp_path), folder=tmp_path, limits=limits) as process:
        output = process.everything(1000)
    assert output.fault == "git took longer than 0.3 s"
    assert time.monotonic() - began < 5
    assert gone(int(output.data))


def test_output_is_bounded(tmp_path: Path) -> None:
    (tmp_path / "git-flood").write_text("#!/bin/sh\nyes\n")
    (tmp_path / "git-flood").chmod(0o755)
    around = environment(tmp_path) | {"PATH": f"{tmp_path}:{os.environ['PATH']}"}
    with Process(["flood"], environment=around, folder=tmp_path, limits=Limits()) as process:
        output = process.everything(100_000)
    assert (len(output.data), output.cut) == (100_000, True)


def test_memory_is_bounded(tmp_path: Path) -> None:
    (tmp_path / "git-limits").write_text("#!/bin/sh\nulimit -v; ulimit -c\n")
    (tmp_path / "git-limits").chmod(0o755)
    around = environment(tmp_path) | {"PATH": f"{tmp_path}:{os.environ['PATH']}"}
    with Process(["limits"], environment=around, folder=tmp_path, limits=Limits(memory=1 << 29)) as process:
        assert process.everything(1000).data.split() == [str(1 << 19).encode(), b"0"]


def test_the_operator_s_environment_stays_outside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_SSH_COMMAND", "evil")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "s3cret")
    assert set(environment(tmp_path)) == {"PATH", "HOME", "XDG_CONFIG_HOME", *command.QUIET}


def test_git_is_not_taken_from_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "git").write_text("#!/bin/sh\nexit 3\n")
    (tmp_path / "git").chmod(0o755)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", f".{os.pathsep}{os.pathsep}{os.environ['PATH']}")
    assert Path(executable()).is_absolute()
    assert not executable().startswith(str(tmp_path))
    monkeypatch.setenv("PATH", ".")
    with pytest.raises(SourceError, match="install git"):
        executable()
