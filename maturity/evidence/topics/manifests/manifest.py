"""A manifest: one file that declares dependencies."""

from dataclasses import dataclass
from typing import Literal

from maturity.evidence.topics.manifests.requirement import Requirement

Form = Literal["pyproject", "pixi", "pipenv", "setuptools", "requirements", "requirements-input", "conda"]


@dataclass(frozen=True, slots=True)
class Manifest:
    """One file that declares dependencies, with everything it declares."""

    path: str
    form: Form
    requirements: tuple[Requirement, ...]
    home: str
    """Folder of the project it belongs to: its own, without a last `requirements`."""
    compiled: bool = False
    """A tool resolved it."""

    @property
    def runtime(self) -> tuple[Requirement, ...]:
        """What the program needs to run."""
        return tuple(entry for entry in self.requirements if entry.scope == "runtime")

    @property
    def primary(self) -> bool:
        """Tell whether its kind speaks for the project: not one of several `requirements-gpu.txt`."""
        plain = self.path.rpartition("/")[2] in ("requirements.txt", "requirements.in")
        return bool(self.runtime) and (plain or self.form in ("pyproject", "pixi", "pipenv", "setuptools"))


def home_of(path: str) -> str:
    """Return the folder of the project a manifest belongs to."""
    folder = path.rpartition("/")[0]
    last = folder.rpartition("/")[2].lower()
    return folder.rpartition("/")[0] if last in ("requirements", "reqs", "requires", "envs", "environments") else folder
