"""Make a project of the reference project and run it for real: data, training, release, scores, monitoring."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from maturity.commands.new import copy_template
from maturity.errors import UsageError
from maturity.resources import template

MARK = ".made-by-maturity"
"""Stands in a folder that we made and may make again; it says `complete` when everything is there."""
COMPLETE = "complete"
RELEASE = "v0.1.0"
RECORDS = ".maturity/reproductions"
SECONDS = 1_800
"""More than the slowest machine took; then something hangs."""
TOLD = 30
"""Lines of a failed command that are shown."""
_NEEDS_NO_ACCOUNT = ("MLFLOW_", "AWS_", "CHURN_", "DVC_", "GIT_")
"""Variables of the user's environment that would lead a run elsewhere."""


def build(project: Path, programs: Path, *, progress: Callable[[str], None], package: str = "churn") -> None:
    """Make the project with all its evidence, unless it is complete already.

    Args:
        project: The folder of the project; the one above is ours alone.
        programs: Where the programs of the reference project's environment are.
        progress: Is told each step before it begins.
        package: What the package of the project is called.

    Raises:
        UsageError: the folder is somebody else's, or a step failed.
    """
    above = project.parent
    if _is_complete(above):
        return
    if not (programs / "dvc").exists():
        raise UsageError(f"{programs}: the environment of the reference project is not there; run `make demo`")
    _make_room(above)
    progress("1/4 making a project from the reference project")
    copy_template(str(template()), project, package, "HEAD")
    around = _environment(programs)
    _git(project, around, "init", "--quiet", "--initial-branch=main", "--template=")
    _git(project, around, "config", "user.name", "demo")
    _git(project, around, "config", "user.email", "demo@example.org")
    _git(project, around, "add", "--all")
    _git(project, around, "commit", "--quiet", "--message", "Start from the reference project")
    progress("2/4 simulating, training, registering, releasing, scoring and monitoring (about a minute)")
    _run(["make", "--silent", f"BIN={programs}", "first"], project, around)
    _git(project, around, "tag", RELEASE)
    progress("3/4 making the champion again from its commit and its data (about a minute)")
    _run(["make", "--silent", f"BIN={programs}", "reproduce"], project, around)
    _git(project, around, "add", RECORDS)
    _git(project, around, "commit", "--quiet", "--message", "Record that the champion was made again")
    (above / MARK).write_text(COMPLETE, encoding="utf-8")
    progress("4/4 scanning the repository, its tracking store and its DVC remote")


def _is_complete(folder: Path) -> bool:
    mark = folder / MARK
    return not folder.is_symlink() and mark.is_file() and mark.read_text(encoding="utf-8") == COMPLETE


def _make_room(folder: Path) -> None:
    """Empty a folder of ours; refuse one that is not."""
    if folder.is_symlink() or (folder.exists() and not (folder / MARK).is_file()):
        raise UsageError(f"{folder}: is there already and was not made by this command; move it away")
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    (folder / MARK).touch()


def _environment(programs: Path) -> dict[str, str]:
    """Return the environment of every step: the reference project's programs, and nobody's account."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(_NEEDS_NO_ACCOUNT)}
    own = Path(sys.executable).parent
    path = os.pathsep.join((str(programs), str(own), os.environ.get("PATH", os.defpath)))
    return kept | {"PATH": path, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}


def _git(project: Path, around: Mapping[str, str], *words: str) -> None:
    _run(["git", "-c", "core.hooksPath=/dev/null", "-c", "commit.gpgSign=false", *words], project, around)


def _run(command: list[str], folder: Path, around: Mapping[str, str]) -> None:
    shown = " ".join(command[:1] + command[-1:])
    try:
        done = subprocess.run(
            command, cwd=folder, env=around, capture_output=True, text=True, check=False, timeout=SECONDS
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise UsageError(f"{shown}: {error}") from None
    if done.returncode:
        told = "\n".join((done.stdout + done.stderr).splitlines()[-TOLD:])
        raise UsageError(f"{shown}: exit code {done.returncode} in {folder}\n{told}")
