"""Facts about where code runs: dependencies, interpreters, images, environments."""

from typing import Literal

from maturity.model.facts.located import Located


class DependencyFact(Located):
    """One declared dependency."""

    kind: Literal["dependency"] = "dependency"
    name: str
    """Normalised by PEP 503."""
    specifier: str
    exact: bool
    scope: Literal["runtime", "development", "optional"]
    used: bool = False
    """Some program of the project imports it."""


class LockFact(Located):
    """A file that fixes dependencies exactly, or a requirements file that tries to."""

    kind: Literal["lock"] = "lock"
    tool: str
    """uv, poetry, pipenv, pdm, conda-lock, pip-compile, pip, conda, ..."""
    packages: int
    complete: bool
    """Every runtime dependency of the manifest it belongs to is exact."""
    open_lines: tuple[str, ...] = ()
    """The first requirements that are not exact."""


class InterpreterPinFact(Located):
    """A place that names a Python version."""

    kind: Literal["interpreter-pin"] = "interpreter-pin"
    version: str
    by: str
    """python-version-file, runtime-txt, image, function, conda, requires-python, poetry, ci, ..."""
    effective: bool
    """At least the minor version is fixed, where it takes effect."""


class ImageFact(Located):
    """An image definition."""

    kind: Literal["image"] = "image"
    tool: Literal["dockerfile", "bentofile", "cog", "other"]
    base: str
    pinned: bool
    """Every base carries a version tag or a digest, never latest."""
    purpose: Literal["project", "development", "ci"]
    """project: runs code of this project; development: a dev container; ci: an agent or tool image."""


class EnvironmentFact(Located):
    """A deployment environment that configuration tells apart."""

    kind: Literal["environment"] = "environment"
    name: Literal["development", "test", "staging", "production"]
    by: str
    """What tells them apart: folder, file, variable, CI environment, stage."""
    distinguished: bool
    """Two or more environments are told apart by the same means, for the ML system."""


class InfrastructureFact(Located):
    """Declared infrastructure."""

    kind: Literal["infrastructure"] = "infrastructure"
    technology: str
    resource: str
