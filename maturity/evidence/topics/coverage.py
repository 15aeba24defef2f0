"""Test coverage that commands measure: in CI files, task files and pytest's own configuration."""

import re
from collections.abc import Iterator

from maturity.evidence.project import Project
from maturity.evidence.topics.files import filled
from maturity.model.facts.code import ToolConfigFact

_FILES = re.compile(
    r"(?:^|/)(?:Makefile|[^/]+\.mk|justfile|pytest\.ini|\.pytest\.toml|\.?pytest\.toml|\.gitlab-ci\.yml|Jenkinsfile|"
    r"azure-pipelines[^/]*\.ya?ml|\.travis\.yml|bitbucket-pipelines\.yml|codecov\.ya?ml|\.codecov\.ya?ml)\Z|"
    r"(?:^|/)\.(?:github/workflows|circleci|azure|azuredevops)/[^/]+\.ya?ml\Z|(?:^|/)[^/]+\.sh\Z"
)
_MEASURED = re.compile(r"^[^#\n]*(?:--cov(?:[= ]|$)|\bcoverage run\b)", re.MULTILINE)
_FLOOR = re.compile(r"^[^#\n]*(?:--cov-fail-under|coverage report[^#\n]{0,200}--fail-under)[= ]\s*[1-9]", re.MULTILINE)


def collect(project: Project) -> Iterator[ToolConfigFact]:
    """Yield one fact for each file whose commands measure coverage, and for each that demands a least one."""
    for path, content in filled(project, _FILES):
        if "cov" not in content:
            continue
        for tool, pattern in (("coverage", _MEASURED), ("coverage-floor", _FLOOR)):
            if match := pattern.search(content):
                line = content.count("\n", 0, match.end()) + 1
                yield ToolConfigFact(at=project.place(path, line), tool=tool, purpose="coverage")
