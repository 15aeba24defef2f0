"""Every manifest of a project, and which of them speak for its main program."""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import replace

from maturity.documents.tree import Table
from maturity.evidence.project import Project
from maturity.evidence.topics.files import filled, name
from maturity.evidence.topics.manifests import conda, pyproject, requirements, setuptools
from maturity.evidence.topics.manifests.manifest import Form, Manifest, home_of
from maturity.evidence.topics.manifests.requirement import Requirement, developers, file_scope
from maturity.evidence.topics.templates import toml_of

_MANIFEST = re.compile(
    r"(?:^|/)(?:pyproject[^/]*\.toml|pixi\.toml|Pipfile|setup\.cfg|setup\.py|[^/]*requirements?[^/]*\.(?:txt|in|lock|pip)|"
    r"(?:requirements|reqs|requires)/[^/]+\.(?:txt|in)|[^/]*(?:conda|environment|env|dependencies)[^/]*\.ya?ml)(?:\.jinja|\.tmpl)?\Z",
    re.IGNORECASE,
)
_YAML = re.compile(r"\.ya?ml\Z")
_CONDA_FILE = re.compile(r"^[ \t-]*conda_file[ \t]*:[ \t]*[\"']?([\w./-]{1,200}\.ya?ml)\b", re.MULTILINE)
_LOCK = re.compile(r"conda-lock|\.lock\.ya?ml\Z", re.IGNORECASE)


def manifests(project: Project) -> tuple[Manifest, ...]:
    """Return every manifest that declares something, also those that only a requirements file includes."""
    found: dict[str, Manifest] = {}
    for path, text in filled(project, _MANIFEST):
        if not _LOCK.search(path):
            _add(found, _read(project, path, text))
    for manifest in list(found.values()):
        if manifest.form in ("requirements", "requirements-input"):
            for path in requirements.included(manifest.path, project.texts):
                if path not in found:
                    _add(found, _included(project, path, manifest))
    return tuple(found.values())


def main_homes(known: tuple[Manifest, ...]) -> frozenset[str]:
    """Return the folders of the main programs: those with a runtime manifest and none above them."""
    homes = {manifest.home for manifest in known if manifest.runtime}
    return frozenset(home for home in homes if not any(_above(other, home) for other in homes))


def installed(project: Project) -> frozenset[str]:
    """Return the conda files from which an environment of Azure ML is built, wherever they lie: `conda_file: ...`."""
    found = {
        posixpath.normpath(posixpath.join(start, match.group(1)))
        for path, text in filled(project, _YAML)
        if "conda_file" in text
        for match in _CONDA_FILE.finditer(text)
        for start in (posixpath.dirname(path), "")
    }
    return frozenset(found & project.files.keys())


def _above(upper: str, lower: str) -> bool:
    return upper != lower and (not upper or lower.startswith(upper + "/"))


def _add(found: dict[str, Manifest], manifest: Manifest | None) -> None:
    if manifest is not None and manifest.requirements:
        found[manifest.path] = manifest


def _included(project: Project, path: str, by: Manifest) -> Manifest:
    scope = file_scope(by.path)
    entries = tuple(replace(entry, scope=scope) for entry in requirements.read(path, project.texts))
    return Manifest(path, "requirements", entries, by.home, _compiled(project.texts[path]))


def _read(project: Project, path: str, text: str) -> Manifest | None:
    form, entries = next(_entries(project, path, text), (None, ()))
    if form == "requirements" and developers(entry.name for entry in entries if entry.scope == "runtime"):
        # A file that lists linters alone installs nothing that the program runs with.
        entries = tuple(replace(entry, scope="development") for entry in entries)
    return Manifest(path, form, entries, home_of(path), _compiled(text)) if form else None


def _compiled(text: str) -> bool:
    return requirements.COMPILED.search(text[:2_000]) is not None


def _entries(project: Project, path: str, text: str) -> Iterator[tuple[Form, tuple[Requirement, ...]]]:
    last = name(path).lower()
    if last.startswith("pyproject"):
        yield "pyproject", pyproject.read(toml_of(project, path), text)
    elif last == "pixi.toml":
        yield "pixi", tuple(pyproject.pixi(toml_of(project, path), text))
    elif last == "pipfile":
        yield "pipenv", pyproject.pipfile(toml_of(project, path), text)
    elif last == "setup.cfg":
        yield "setuptools", setuptools.read_cfg(text)
    elif last == "setup.py":
        yield "setuptools", setuptools.read_py(text)
    elif last.endswith((".yml", ".yaml")):
        tree = next(iter(project.yaml(path)), None)
        if isinstance(tree, Table) and conda.is_environment(tree):
            yield "conda", conda.read(tree, file_scope(path))
    else:
        yield "requirements-input" if last.endswith(".in") else "requirements", requirements.read(path, project.texts)
