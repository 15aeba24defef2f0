"""Test coverage that is measured, and the least that is demanded: in CI files, task files and configuration."""

import re
from collections.abc import Iterator

from maturity.evidence.layout import vendored
from maturity.evidence.project import Project
from maturity.evidence.topics.files import CI, filled
from maturity.model.facts.code import ToolConfigFact

_COMMANDS = re.compile(
    rf"(?:^|/)(?:Makefile|[^/]+\.mk|justfile|\.?mise\.toml|Jenkinsfile|\.travis\.yml|\.?codecov\.ya?ml)\Z|\.sh\Z|{CI.pattern}"
)
_SETTINGS = re.compile(
    r"(?:^|/)(?:pyproject[^/]*\.toml|setup\.cfg|tox\.ini|pytest\.ini|\.?pytest\.toml|\.coveragerc(?:\.toml)?)(?:\.jinja|\.tmpl)?\Z"
)
_RUNNERS = re.compile(r"(?:^|/)(?:hatch|pixi|Taskfile)\.(?:toml|ya?ml)\Z")
_TASKS = re.compile(r"(?:^|/)(?:noxfile|tasks|dodo|duties)\.py\Z")
"""Python whose calls are command lines."""
_MEASURED = re.compile(r"^[^#\n]*(?:--cov(?![-\w])|\bcoverage run\b|\bhatch test\b[^#\n]*--cover)", re.MULTILINE)
_FLOOR = re.compile(r"^[^#\n]*(?:--cov-fail-under|coverage report[^#\n]{0,200}--fail-under)[= ]\s*[1-9]", re.MULTILINE)
_SETTING = re.compile(r"^\s*fail_under\s*=\s*[1-9]", re.MULTILINE)


def collect(project: Project) -> Iterator[ToolConfigFact]:
    """Yield one fact for each file that has coverage measured, and for each that demands a least one.

    A setting demands nothing while no command measures: coverage reads it when it runs, and only then.
    """
    measured = [fact for pattern in (_COMMANDS, _SETTINGS, _RUNNERS) for fact in _measured(project, pattern)]
    measured += _called(project)
    yield from measured
    for path, content in filled(project, _COMMANDS):
        yield from _found(project, path, content, "coverage-floor", _FLOOR)
    for path, content in filled(project, _SETTINGS):
        if "cov" in content or path.endswith(".coveragerc"):
            yield from _found(
                project, path, content, "coverage-floor", *((_SETTING, _FLOOR) if measured else (_FLOOR,))
            )


def _measured(project: Project, files: re.Pattern[str]) -> Iterator[ToolConfigFact]:
    for path, content in filled(project, files):
        if "cov" in content:
            yield from _found(project, path, content, "coverage", _MEASURED)


def _called(project: Project) -> Iterator[ToolConfigFact]:
    for path, module in project.modules.items():
        if not _TASKS.search(path) or vendored(path) or not project.scope.holds(path):
            continue
        for call in (call for function in module.functions for call in function.calls):
            words = " ".join(said.removeprefix("=") for said in call.arguments if isinstance(said, str))
            if _MEASURED.search(words):
                yield ToolConfigFact(at=project.place(path, call.line, words), tool="coverage", purpose="coverage")
                break


def _found(
    project: Project, path: str, content: str, tool: str, *patterns: re.Pattern[str]
) -> Iterator[ToolConfigFact]:
    match = next((found for pattern in patterns if (found := pattern.search(content))), None)
    if match:
        line = content.count("\n", 0, match.end()) + 1
        yield ToolConfigFact(at=project.place(path, line), tool=tool, purpose="coverage")
