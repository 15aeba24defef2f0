"""Configured development tools: linters, formatters, type checkers, hooks, coverage, audits.

What a make target or a CI step runs is the business of the program graph; here stands what is configured.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Literal

from maturity.documents.tree import Table, items, table, text
from maturity.evidence.project import Project
from maturity.evidence.topics.files import filled, inside
from maturity.model.facts.code import ToolConfigFact

Purpose = Literal["lint", "format", "type-check", "hooks", "coverage", "audit"]

_PURPOSES: Mapping[str, Purpose] = {
    **dict.fromkeys(("ruff", "flake8", "pylint", "pydocstyle", "bandit", "vulture"), "lint"),
    **dict.fromkeys(("black", "isort", "autopep8", "yapf", "docformatter"), "format"),
    **dict.fromkeys(("mypy", "pyright", "basedpyright", "pytype", "pyre", "ty", "pyrefly"), "type-check"),
    "ruff.format": "format",
    "coverage": "coverage",
}
_FILES: tuple[tuple[str, str, Purpose], ...] = (
    (r"\.?ruff\.toml", "ruff", "lint"),
    (r"\.flake8", "flake8", "lint"),
    (r"\.?pylintrc|\.?pylintrc\.toml", "pylint", "lint"),
    (r"\.isort\.cfg", "isort", "format"),
    (r"\.style\.yapf", "yapf", "format"),
    (r"\.?mypy\.ini", "mypy", "type-check"),
    (r"pyrightconfig\.json", "pyright", "type-check"),
    (r"ty\.toml", "ty", "type-check"),
    (r"\.?pytype\.(?:cfg|toml)", "pytype", "type-check"),
    (r"\.coveragerc|\.coveragerc\.toml", "coverage", "coverage"),
    (r"\.github/dependabot[^/]*\.ya?ml", "dependabot", "audit"),
    (r"renovate\.json5?|\.renovaterc(?:\.json)?|\.github/renovate\.json5?", "renovate", "audit"),
    (r"\.snyk", "snyk", "audit"),
    (r"trivy\.ya?ml", "trivy", "audit"),
    (r"\.safety-policy\.ya?ml|\.safety-project\.ini", "safety", "audit"),
)
_ROOT_FILES: tuple[tuple[str, str, Purpose], ...] = (
    (r"\.eslintrc(?:\.(?:[cm]?js|json|ya?ml))?|eslint\.config\.[cm]?[jt]s", "eslint", "lint"),
    (r"biome\.jsonc?", "biome", "lint"),
    (r"\.prettierrc(?:\.(?:[cm]?js|json5?|ya?ml|toml))?|prettier\.config\.[cm]?[jt]s", "prettier", "format"),
)
"""Tools of JavaScript, in the root of a project: further down they are those of a website beside it."""
_ROOT_PLACES = tuple((re.compile(rf"(?:{pattern})\Z"), tool, purpose) for pattern, tool, purpose in _ROOT_FILES)
_ANY_ROOT_FILE = re.compile(rf"(?:^|/)(?:{'|'.join(pattern for pattern, _, _ in _ROOT_FILES)})\Z")
_PLACES = tuple((re.compile(rf"(?:^|/)(?:{pattern})\Z"), tool, purpose) for pattern, tool, purpose in _FILES)
_ANY_FILE = re.compile(rf"(?:^|/)(?:{'|'.join(pattern for pattern, _, _ in _FILES)})\Z")
_SECTIONED = re.compile(r"(?:^|/)(?:pyproject[^/]*\.toml|setup\.cfg|tox\.ini)(?:\.jinja|\.tmpl)?\Z")
_HEADER = re.compile(r"\s*\[+([^\[\]\n]{1,200})\]+\s*(?:#.*)?\Z")
_HOOKS = re.compile(r"(?:^|/)\.pre-commit-config\.ya?ml\Z")
_HOOK = re.compile(r"(ruff|flake8|pylint|black|isort|autopep8|yapf|mypy|pyright|bandit|pip-audit|docformatter)\b")
_WATCHED = re.compile(r"package-ecosystem:\s*[\"']?(?!github-actions|gitsubmodule)\w", re.MULTILINE)
"""Dependabot that looks at more than CI actions and submodules."""


def collect(project: Project) -> Iterator[ToolConfigFact]:
    """Yield one fact for each tool and each place that configures it; empty configurations configure nothing."""
    for path, content in filled(project, _SECTIONED):
        yield from _sections(project, path, content)
    for path, content in filled(project, _ANY_FILE):
        for pattern, tool, purpose in _PLACES:
            if tool == "dependabot" and not _WATCHED.search(content):
                continue
            if pattern.search(path) and (line := _first_entry(content)):
                yield _fact(project, path, line, tool, purpose)
    for path, content in filled(project, _ANY_ROOT_FILE):
        for pattern, tool, purpose in _ROOT_PLACES:
            if pattern.match(inside(project, path)) and (line := _first_entry(content)):
                yield _fact(project, path, line, tool, purpose)
    for path, _ in filled(project, _HOOKS):
        yield from _hooks(project, path)


def _sections(project: Project, path: str, content: str) -> Iterator[ToolConfigFact]:
    """Read `[tool.ruff]`, `[flake8]`, `[mypy-numpy.*]`: the header alone, without an entry below it, is empty."""
    seen: set[str] = set()
    tool, header = "", 0
    for number, line in enumerate(content.splitlines(), 1):
        if match := _HEADER.match(line[:300]):
            section = match.group(1).strip().removeprefix("tool.").removeprefix("tool:")
            tool, header = re.split(r"[.:-]", section, maxsplit=1)[0], number
            tool = "ruff.format" if section == "ruff.format" else tool
        elif tool in _PURPOSES and tool not in seen and line.strip() and not line.lstrip().startswith(("#", ";")):
            seen.add(tool)
            yield _fact(project, path, header, tool.split(".")[0], _PURPOSES[tool])


def _hooks(project: Project, path: str) -> Iterator[ToolConfigFact]:
    """Count the hooks of pre-commit, and name those of known tools."""
    found: list[tuple[int, str]] = []
    for tree in project.yaml(path)[:1]:
        for _, repo in items(table(tree).get("repos")):
            for line, hook in items(table(repo).get("hooks")):
                if isinstance(hook, Table) and text(hook.get("id")):
                    found.append((line, text(hook["id"])))
    if not found:
        return
    yield _fact(project, path, found[0][0], "pre-commit", "hooks", entries=len(found))
    for line, hook in found:
        if match := _HOOK.search(hook.lower()):
            tool = match.group(1)
            purpose: Purpose = "audit" if tool == "pip-audit" else "format" if "format" in hook else _PURPOSES[tool]
            yield _fact(project, path, line, tool, purpose)


def _first_entry(content: str) -> int | None:
    """Return the first line that says something: no comment, no bare section header."""
    for number, line in enumerate(content.splitlines(), 1):
        stripped = line.strip()
        if (
            stripped
            and not stripped.startswith(("#", ";", "//", "/*", "* ", "*/"))
            and not _HEADER.match(stripped[:300])
            and stripped != "{}"
        ):
            return number
    return None


def _fact(project: Project, path: str, line: int, tool: str, purpose: Purpose, *, entries: int = 1) -> ToolConfigFact:
    return ToolConfigFact(at=project.place(path, line), tool=tool, purpose=purpose, entries=entries)
