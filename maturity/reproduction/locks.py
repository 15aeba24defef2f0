"""The lock files that a re-run can install from: the tool that each needs, and what that is asked to do."""

import shutil
import sys
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from maturity.errors import UsageError

PIP = (
    *("PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "PIP_FIND_LINKS", "PIP_NO_INDEX", "PIP_CONFIG_FILE"),
    *("PIP_TRUSTED_HOST", "PIP_CERT", "PIP_CLIENT_CERT", "PIP_PROXY", "PIP_DEFAULT_TIMEOUT"),
)
"""Where packages come from, which the operator may have set: nothing else of pip's is passed on."""
UV = (
    *("UV_DEFAULT_INDEX", "UV_INDEX", "UV_EXTRA_INDEX_URL", "UV_FIND_LINKS", "UV_NO_INDEX", "UV_CONFIG_FILE"),
    *("UV_INSECURE_HOST", "UV_NATIVE_TLS", "UV_SYSTEM_CERTS"),
)
"""The same for uv; the names of indices and their credentials begin with UV_INDEX."""
POETRY = ("POETRY_HTTP_BASIC_", "POETRY_PYPI_TOKEN_", "POETRY_CERTIFICATES_")
PDM = ("PDM_PYPI_",)
LARGEST = 8 << 20
"""Bytes of a list of requirements that is looked into."""
OTHER_WORK = ("dev", "test", "doc", "lint")
"""Lists named for these are not what a training needs."""


@dataclass(frozen=True, slots=True)
class Lock:
    """A file that a fresh environment is made from."""

    name: str
    tool: str
    """What it needs on PATH; empty where our own interpreter will do."""
    variables: tuple[str, ...]
    """Of the operator's, those that the installation gets; each stands for all that begin with it."""
    hashed: bool = False
    """It names the digest of each file, which the installation is held to."""

    def steps(self, environment: Path) -> Sequence[Sequence[str]]:
        """Return the commands that make an environment from it; they run in the folder of the project."""
        fresh = [sys.executable, "-m", "venv", str(environment)]
        match self.tool:
            case "uv":
                return [["uv", "sync", "--frozen"]]
            case "poetry":
                return [fresh, ["poetry", "install", "--no-interaction"]]
            case "pdm":
                return [fresh, ["pdm", "sync"]]
        install = [str(environment / "bin" / "python"), "-m", "pip", "install", "--no-input"]
        held = ["--require-hashes"] if self.hashed else []
        return [fresh, [*install, "--disable-pip-version-check", *held, "-r", self.name]]


def find(project: Path) -> Lock:
    """Return the lock of a project, the most exact one first; UsageError says why there is none to install from."""
    for lock in (
        Lock("uv.lock", "uv", UV, hashed=True),
        Lock("poetry.lock", "poetry", (*PIP, *POETRY), hashed=True),
        Lock("pdm.lock", "pdm", (*PIP, *PDM), hashed=True),
    ):
        if (project / lock.name).is_file():
            if shutil.which(lock.tool) is None:
                need = f"{lock.name} needs {lock.tool}, which is not on PATH"
                raise UsageError(f"{need}; install it, or name an interpreter with --python")
            return lock
    listed = _requirements(project)
    if listed is None:
        raise UsageError(
            "the commit has no uv.lock, poetry.lock, pdm.lock, requirements.lock or requirements.txt to install from; "
            "name an interpreter with --python"
        )
    return Lock(listed.name, "", PIP, hashed="--hash" in _requests(listed))


def is_package(project: Path) -> bool:
    """Tell whether a project says how it is built: its code may be found only where it is installed."""
    try:
        declared = tomllib.loads((project / "pyproject.toml").read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        declared = {}
    return bool({"project", "build-system"} & declared.keys()) or (project / "setup.py").is_file()


def _requirements(project: Path) -> Path | None:
    """Return the requirements to install: those that pin packages before others, usual names before others."""
    usual = [project / name for name in ("requirements.lock", "requirements.txt")]
    others = [file for file in sorted(project.glob("requirements*.txt")) if not _for_other_work(file.name)]
    pinned = [file for file in (*usual, *others) if "==" in _requests(file)]
    return next(iter([*pinned, *(file for file in usual if file.is_file())]), None)


def _for_other_work(name: str) -> bool:
    return any(word in name for word in OTHER_WORK)


def _requests(file: Path) -> str:
    """Return what a list of requirements holds beside comments."""
    try:
        lines = file.read_text("utf-8", "replace").splitlines() if file.stat().st_size <= LARGEST else []
    except OSError:
        return ""
    return "\n".join(line.partition("#")[0] for line in lines)
