"""Test coverage that is measured, and the least that is demanded: in CI files, task files and configuration."""

import re
from collections.abc import Iterable, Iterator

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
    commands, settings, runners = (tuple(_speaking(project, files)) for files in (_COMMANDS, _SETTINGS, _RUNNERS))
    measured = [*_found(project, (*commands, *settings, *runners), "coverage", _MEASURED), *_called(project)]
    yield from measured
    yield from _found(project, commands, "coverage-floor", _FLOOR)
    demanding = (_SETTING, _FLOOR) if measured else (_FLOOR,)
    yield from _found(project, settings, "coverage-floor", *demanding)


def _speaking(project: Project, files: re.Pattern[str]) -> Iterator[tuple[str, str]]:
    """Return the files that say something of coverage; `.coveragerc` does by its name."""
    return ((path, text) for path, text in filled(project, files) if "cov" in text or path.endswith(".coveragerc"))


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
    project: Project, files: Iterable[tuple[str, str]], tool: str, *patterns: re.Pattern[str]
) -> Iterator[ToolConfigFact]:
    for path, content in files:
        match = next((found for pattern in patterns if (found := pattern.search(content))), None)
        if match:
            line = content.count("\n", 0, match.end()) + 1
            yield ToolConfigFact(at=project.place(path, line), tool=tool, purpose="coverage")
