"""The environment of a re-run: a fresh one from the project's lock, or one that the operator names."""

import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from maturity.errors import UsageError
from maturity.reproduction.workspace import NETWORK, Workspace

LOCKS = ("uv.lock", "requirements.lock", "requirements.txt")
"""What a fresh environment is made from, the first that is there."""

_LIST = (
    "import importlib.metadata as m, platform; print(platform.python_version()); "
    "print(*sorted({f'{d.name}=={d.version}' for d in m.distributions()}), sep='\\n')"
)


@dataclass(frozen=True, slots=True)
class Environment:
    """An interpreter, and the folder in which its programs are."""

    python: Path
    version: str
    installed: str
    """Distributions with their versions, a line each."""

    def path(self) -> str:
        """Return where programs are searched: first in this environment."""
        return os.pathsep.join((str(self.python.parent), os.environ.get("PATH", os.defpath)))


def make(workspace: Workspace, project: Path, python: Path | None) -> Environment:
    """Make the environment; UsageError says why there is none."""
    interpreter = _named(python) if python else _fresh(workspace, project)
    listed = workspace.answer([str(interpreter), "-I", "-c", _LIST], workspace.folder, workspace.variables())
    version, _, installed = listed.decode("utf-8", "replace").strip().partition("\n")
    if not version:
        raise UsageError(f"{interpreter}: does not run; name a Python interpreter with --python")
    return Environment(interpreter, version, installed)


def _named(python: Path) -> Path:
    # A link into a virtual environment is what makes it one: it is not resolved.
    place = Path(os.path.abspath(python))  # noqa: PTH100
    if not place.is_file() or not os.access(place, os.X_OK):
        raise UsageError(f"{python}: is no program; name a Python interpreter with --python")
    return place


def _fresh(workspace: Workspace, project: Path) -> Path:
    lock = next((name for name in LOCKS if (project / name).is_file()), None)
    if lock is None:
        raise UsageError(f"the commit has no {', '.join(LOCKS)} to install from; name an interpreter with --python")
    folder = workspace.folder / "environment"
    around = workspace.variables("PIP_", "UV_", *NETWORK, UV_PROJECT_ENVIRONMENT=str(folder))
    python = folder / "bin" / "python"
    if lock == "uv.lock":
        if shutil.which("uv") is None:
            raise UsageError("uv.lock needs uv, which is not on PATH; install it, or name an interpreter with --python")
        steps = [["uv", "sync", "--frozen"]]
    else:
        install = [str(python), "-m", "pip", "install", "--no-input", "--disable-pip-version-check", "-r", lock]
        steps = [[sys.executable, "-m", "venv", str(folder)], install]
    for step in steps:
        if not workspace.run(step, project, around):
            raise UsageError(f"{lock} cannot be installed; the log says why, or name an interpreter with --python")
    return python
