"""Files that fix dependencies exactly, and requirements files that try to."""

import re
from collections.abc import Iterator, Mapping, Sequence

from maturity.evidence.layout import test_path, vendored
from maturity.evidence.project import Project
from maturity.evidence.topics.files import filled, folder
from maturity.evidence.topics.manifests import requirements
from maturity.evidence.topics.manifests.discover import installed, main_homes, manifests
from maturity.evidence.topics.manifests.manifest import Manifest
from maturity.evidence.topics.manifests.requirement import file_scope, normal
from maturity.model.facts.environment import LockFact

_LOCK = re.compile(
    r"(?:^|/)(?:(?P<tool>uv|poetry|pdm|pixi|Pipfile)\.lock|(?P<conda>[^/]*conda-lock[^/]*\.ya?ml)|(?P<pylock>pylock(?:\.[^/]+)?\.toml))\Z"
)
_NAMES = {
    "uv": re.compile(r'^name = "([^"\n]+)"', re.MULTILINE),
    "poetry": re.compile(r'^name = "([^"\n]+)"', re.MULTILINE),
    "pdm": re.compile(r'^name = "([^"\n]+)"', re.MULTILINE),
    "pylock": re.compile(r'^name = "([^"\n]+)"', re.MULTILINE),
    "pixi": re.compile(r"^\s*- (?:conda|pypi): \S*/([A-Za-z0-9_.]+?)-[0-9]", re.MULTILINE),
    "conda-lock": re.compile(r"^\s*-? ?name: ([A-Za-z0-9_.-]+)", re.MULTILINE),
    "pipenv": re.compile(r'^        "([A-Za-z0-9_.-]+)": \{', re.MULTILINE),
}
_SECTION_END = re.compile(r'^    "develop": \{', re.MULTILINE)
_SHOWN = 5


def collect(project: Project) -> Iterator[LockFact]:
    """Yield one fact for each lock file, and for each runtime requirements or conda file."""
    known = manifests(project)
    homes = main_homes(known)
    modelling = _modelling(project, known, homes)
    built = installed(project)
    included = {one.path: requirements.included(one.path, project.texts) for one in known if one.form == "requirements"}
    for path, text in filled(project, _LOCK):
        yield _lock(project, path, text, known, homes)
    for manifest in known:
        if manifest.form in ("requirements", "conda") and manifest.runtime:
            serves = manifest.path in built or any(_covers(manifest.home, main) for main in modelling)
            yield _listed(project, manifest, known, included, serves=serves)
        elif manifest.form != "setuptools" and manifest.runtime and all(entry.exact for entry in manifest.runtime):
            yield _pinned(project, manifest, known, modelling)


def _modelling(project: Project, known: tuple[Manifest, ...], homes: frozenset[str]) -> frozenset[str]:
    """Return the folders whose programs need a library that trains: a worker or gateway beside them is no main one."""
    if len(homes) < 2:  # noqa: PLR2004
        return homes
    trains = [one for one in project.technologies if "training" in one.roles]
    packages = {normal(package) for one in trains for package in one.packages}
    modules = tuple(f"{module}." for one in trains for module in one.imports)
    needing = {one.home for one in known if any(entry.name in packages for entry in one.runtime)}
    needing.update(
        folder(path)
        for path, skim in project.skims.items()
        if not (path.endswith(".ipynb") or test_path(path) or vendored(path))
        and any(f"{dotted}.".startswith(modules) for dotted in skim.imports)
    )
    return frozenset(home for home in homes if any(_covers(home, one) for one in needing)) or homes


def _pinned(project: Project, manifest: Manifest, known: tuple[Manifest, ...], homes: frozenset[str]) -> LockFact:
    """Judge a package that allows one version of each dependency: nothing else may be open."""
    named = {entry.name for entry in manifest.runtime}
    loose = [entry.name for other in known for entry in other.runtime if not entry.exact and entry.name not in named]
    return LockFact(
        at=project.place(manifest.path, manifest.runtime[0].line),
        tool=manifest.form,
        packages=len(manifest.runtime),
        complete=not loose and any(_covers(manifest.home, main) for main in homes),
        open_lines=tuple(loose[:_SHOWN]),
    )


def _lock(project: Project, path: str, text: str, known: tuple[Manifest, ...], homes: frozenset[str]) -> LockFact:
    match = _LOCK.search(path)
    groups = match.groupdict() if match else {}
    tool = "conda-lock" if groups.get("conda") else "pylock" if groups.get("pylock") else str(groups.get("tool"))
    tool = "pipenv" if tool == "Pipfile" else tool
    part = _SECTION_END.split(text, maxsplit=1)[0] if tool == "pipenv" else text
    names = frozenset(map(normal, _NAMES[tool].findall(part)))
    home = folder(path)
    serves = not homes or any(_covers(home, main) for main in homes)
    missing = sorted(_wanted(known, home) - names) if tool not in ("pixi", "conda-lock") else []
    complete = bool(names) and serves and not missing and file_scope(path) == "runtime"
    return LockFact(
        at=project.place(path, 1, f"{tool} lock of {len(names)} packages"),
        tool=tool,
        packages=len(names),
        complete=complete,
        open_lines=tuple(missing[:_SHOWN]),
    )


def _listed(
    project: Project,
    manifest: Manifest,
    known: tuple[Manifest, ...],
    included: Mapping[str, Sequence[str]],
    *,
    serves: bool,
) -> LockFact:
    """Judge a file of requirements as a lock: every line exact, and nothing the project needs left out."""
    parts = _parts(manifest, known, included)
    loose = [(one.path, entry) for one in parts for entry in one.runtime if not entry.exact]
    names = {entry.name for entry in manifest.runtime}
    missing: set[str] = set()
    if manifest.form == "requirements":
        missing = (
            _required(known, manifest.home, ("pyproject", "setuptools", "requirements", "requirements-input")) - names
        )
    lines = [f"{entry.name}{entry.specifier}" for _, entry in loose] + sorted(missing)
    tool = "pip-compile" if manifest.compiled else "conda" if manifest.form == "conda" else "pip"
    path, first = loose[0] if loose else (manifest.path, manifest.runtime[0])
    return LockFact(
        at=project.place(path, first.line),
        tool=tool,
        packages=len(manifest.runtime),
        complete=serves and not lines,
        open_lines=tuple(lines[:_SHOWN]),
    )


def _parts(
    manifest: Manifest, known: tuple[Manifest, ...], included: Mapping[str, Sequence[str]]
) -> Iterator[Manifest]:
    """Yield a file of requirements, those that it includes, and, unless it is the main one, those that include it."""
    within = included.get(manifest.path, ())
    for other in known:
        around = not manifest.primary and bool(other.runtime) and manifest.path in included.get(other.path, ())
        if other is manifest or other.path in within or around:
            yield other


def _wanted(known: tuple[Manifest, ...], home: str) -> set[str]:
    """Return the names that a lock has to hold: where its own manifest declares nothing, those of the requirements."""
    return _required(known, home, ("pyproject", "pixi", "pipenv")) or _required(known, home, ("requirements",))


def _required(known: tuple[Manifest, ...], home: str, forms: tuple[str, ...]) -> set[str]:
    """Return the names that the manifests which speak for a folder need at run time."""
    speaking = [one for one in known if one.home == home and one.primary and one.form in forms]
    return {entry.name for one in speaking for entry in one.runtime}


def _covers(home: str, main: str) -> bool:
    return home == main or not home or main.startswith(home + "/")
