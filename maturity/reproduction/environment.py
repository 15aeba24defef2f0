"""The environment of a re-run: a fresh one from the project's lock, or one that the operator names."""

import os
from dataclasses import dataclass
from pathlib import Path

from maturity.errors import UsageError
from maturity.reproduction import locks
from maturity.reproduction.workspace import NETWORK, Workspace

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
    lock = locks.find(project)
    folder = workspace.folder / "environment"
    programs = os.pathsep.join((str(folder / "bin"), os.environ.get("PATH", os.defpath)))
    # The operator's configuration says where packages come from: without it private names would be asked for in public.
    settings = os.environ.get("XDG_CONFIG_HOME") or str(Path.home() / ".config")
    here = {"VIRTUAL_ENV": str(folder), "UV_PROJECT_ENVIRONMENT": str(folder), "PDM_IGNORE_SAVED_PYTHON": "1"}
    around = workspace.variables(*lock.variables, *NETWORK, **here, PATH=programs, XDG_CONFIG_HOME=settings)
    for step in lock.steps(folder):
        if not workspace.run(step, project, around, network=True):
            raise UsageError(f"{lock.name} cannot be installed; the log says why, or name an interpreter with --python")
    if not lock.tool and locks.is_package(project):
        # A list of requirements leaves the project itself out. One that cannot be built runs from its folder.
        own = [str(folder / "bin" / "python"), "-m", "pip", "install", "--no-input", "--disable-pip-version-check"]
        workspace.run([*own, "--no-deps", "--editable", "."], project, around, network=True)
    return folder / "bin" / "python"
