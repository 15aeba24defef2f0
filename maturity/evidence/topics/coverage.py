"""Test coverage that is measured, and the least that is demanded: in CI files, task files and configuration."""

import re
from collections.abc import Iterator

from maturity.evidence.project import Project
from maturity.evidence.topics.files import CI, filled
from maturity.model.facts.code import ToolConfigFact

_COMMANDS = re.compile(
    rf"(?:^|/)(?:Makefile|[^/]+\.mk|justfile|\.?mise\.toml|Jenkinsfile|\.travis\.yml|\.?codecov\.ya?ml)\Z|\.sh\Z|{CI.pattern}"
)
_SETTINGS = re.compile(
    r"(?:^|/)(?:pyproject[^/]*\.toml|setup\.cfg|tox\.ini|pytest\.ini|\.?pytest\.toml|\.coveragerc(?:\.toml)?)(?:\.jinja|\.tmpl)?\Z"
)
_MEASURED = re.compile(r"^[^#\n]*(?:--cov(?:[= ]|$)|\bcoverage run\b)", re.MULTILINE)
_FLOOR = re.compile(r"^[^#\n]*(?:--cov-fail-under|coverage report[^#\n]{0,200}--fail-under)[= ]\s*[1-9]", re.MULTILINE)
_SETTING = re.compile(r"^\s*fail_under\s*=\s*[1-9]", re.MULTILINE)


def collect(project: Project) -> Iterator[ToolConfigFact]:
    """Yield one fact for each file that has coverage measured, and for each that demands a least one."""
    for path, content in filled(project, _COMMANDS):
        if "cov" in content:
            yield from _found(project, path, content, _FLOOR)
    for path, content in filled(project, _SETTINGS):
        if "cov" in content or path.endswith(".coveragerc"):
            yield from _found(project, path, content, _SETTING, _FLOOR)


def _found(project: Project, path: str, content: str, *floors: re.Pattern[str]) -> Iterator[ToolConfigFact]:
    for tool, patterns in (("coverage", (_MEASURED,)), ("coverage-floor", floors)):
        match = next((found for pattern in patterns if (found := pattern.search(content))), None)
        if match:
            line = content.count("\n", 0, match.end()) + 1
            yield ToolConfigFact(at=project.place(path, line), tool=tool, purpose="coverage")
