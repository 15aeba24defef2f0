"""One requirement: its name, what it allows, and whether that is exactly one version."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Scope = Literal["runtime", "development", "optional"]

MAX_LENGTH = 2_000
_REQUIREMENT = re.compile(r"([A-Za-z0-9][A-Za-z0-9._-]*)[ \t]*(?:\[[^\]]*\])?[ \t]*([^;#]*)")
_EXACT_CLAUSE = re.compile(r"===?\s*v?[0-9][0-9A-Za-z.!+_-]*\Z")
_VERSION = re.compile(r"v?[0-9][0-9A-Za-z.!+_-]*\Z")
_COMMIT = re.compile(r"@[0-9a-f]{40}(?:[#&;\s]|\Z)")
_FIXED_FILE = re.compile(r"\.(?:whl|zip|tar\.gz|tgz)(?:[#?]|\Z)|#(?:sha256|md5)[=:]")
_WORDS = (
    r"devel(?:opment)?|dev|tests?|testing|lint(?:ing|er)?|docs?|documentation|ci|build|checks?|commit|format(?:ting)?|"
    r"typ(?:es?|ing)|notebooks?|style|quality|release|tox|nox|load[-_]?tests?|benchmarks?|security|tools?|hooks?"
)
_DEVELOPMENT = re.compile(rf"(?:^|[^a-z])(?:{_WORDS})(?:[^a-z]|$)")
_DEVELOPMENT_FOLDER = re.compile(rf"[._]?(?:{_WORDS}|devcontainer|github|gitlab|devops|pipelines)\Z")

_TOOLS = frozenset(
    (
        "autoflake autopep8 bandit black build bump2version commitizen coverage docformatter flake8 invoke isort "
        "mkdocs mypy nox pip-tools pre-commit pycodestyle pydocstyle pyflakes pylint pyright pytest pyupgrade ruff "
        "safety sphinx tox twine vulture wheel yamllint yapf"
    ).split()
)
_OF_TOOLS = re.compile(r"(?:flake8|pytest|pylint|mypy|sphinx|mkdocs|types|pep8)-")


@dataclass(frozen=True, slots=True)
class Requirement:
    """One requirement as declared."""

    name: str
    """Normalised by PEP 503."""
    specifier: str
    exact: bool
    line: int
    scope: Scope = "runtime"


def normal(name: str) -> str:
    """Return a distribution's name in its normal form."""
    return re.sub(r"[-_.]+", "-", name).lower()


def parse(text: str, line: int, scope: Scope = "runtime") -> Requirement | None:
    """Read a requirement as in PEP 508; None for text that names no distribution (paths, options, template marks)."""
    text = text.strip()[:MAX_LENGTH]
    if text.startswith(("git+", "http:", "https:", "hg+", "svn+")):
        egg = re.search(r"#(?:.*&)?egg=([A-Za-z0-9._-]+)", text)
        stem = text.split("#")[0].split("@")[0].rstrip("/").rpartition("/")[2].split(".git")[0]
        name = egg.group(1) if egg else stem.split("-")[0]
        return Requirement(normal(name), text, fixed(text), line, scope) if name else None
    match = _REQUIREMENT.match(text)
    if match is None or text.startswith(("-", ".", "/")) or match.group(2).startswith(("/", "\\", ":")):
        return None
    if text[match.start(2) :].startswith("@"):
        address = text[match.start(2) + 1 :].strip()
        return Requirement(normal(match.group(1)), "@ " + address, fixed(address), line, scope)
    specifier = match.group(2).split(" --")[0].strip().strip("()")
    return Requirement(normal(match.group(1)), specifier, exact(specifier), line, scope)


def exact(specifier: str) -> bool:
    """Tell whether a PEP 440 specifier allows one version: a clause with == and no wildcard."""
    return any(_EXACT_CLAUSE.match(clause.strip()) for clause in specifier.split(","))


def exact_plain(version: str) -> bool:
    """Tell whether a version of a tool whose bare numbers mean equality (Poetry, Pipfile) is one version."""
    version = version.strip()
    return exact(version) or _VERSION.match(version.lstrip("= ")) is not None


def fixed(address: str) -> bool:
    """Tell whether an address always gives the same bytes: a full commit, a built file, a hash."""
    return bool(_COMMIT.search(address)) if address.startswith(("git+", "git:")) else bool(_FIXED_FILE.search(address))


def developers(names: Iterable[str]) -> bool:
    """Tell whether all of some distributions are tools of developers: linters, formatters, runners of tests."""
    return all(name in _TOOLS or _OF_TOOLS.match(name) for name in names)


def group_scope(group: str) -> Scope:
    """Return the scope that a group's name tells: tools of developers, or an extra of users."""
    return "development" if _DEVELOPMENT.search(group.lower()) else "optional"


def file_scope(path: str) -> Scope:
    """Return the scope that a manifest's file name and folder tell."""
    *parents, name = path.lower().split("/")
    aside = any(_DEVELOPMENT_FOLDER.match(parent) for parent in parents)
    return "development" if aside or _DEVELOPMENT.search(name.rsplit(".", 1)[0]) else "runtime"
