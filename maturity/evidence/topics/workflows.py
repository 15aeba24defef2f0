"""CI files beside what they run: caches, permissions, pinned actions."""

import re
from collections.abc import Iterator

from maturity.documents.tree import Table, items, table, text
from maturity.evidence.project import Project
from maturity.evidence.topics.files import filled
from maturity.model.facts.practice import WorkflowFact

_SYSTEMS = (
    ("github-actions", re.compile(r"(?:^|/)\.github/workflows/[^/]+\.ya?ml(?:\.jinja|\.tmpl)?\Z")),
    ("gitlab-ci", re.compile(r"(?:^|/)(?:\.gitlab-ci\.ya?ml|\.gitlab/.+\.ya?ml)\Z")),
    ("circleci", re.compile(r"(?:^|/)\.circleci/config\.ya?ml\Z")),
    (
        "azure-pipelines",
        re.compile(r"(?:^|/)(?:[^/]*azure[-_]?pipelines[^/]*|\.pipelines/[^/]+|\.azure/[^/]+)\.ya?ml\Z"),
    ),
    ("travis", re.compile(r"(?:^|/)\.travis\.ya?ml\Z")),
    ("bitbucket", re.compile(r"(?:^|/)bitbucket-pipelines\.ya?ml\Z")),
    ("codebuild", re.compile(r"(?:^|/)[^/]*buildspec[^/]*\.ya?ml\Z")),
)
_ANY = re.compile("|".join(f"(?:{pattern.pattern})" for _, pattern in _SYSTEMS))
_CACHES = {
    "github-actions": r"uses:\s*[\"']?(?:actions/cache|[\w.-]+/[\w.-]*cache[\w.-]*)(?:/restore)?@|"
    r"^\s*cache:\s*[\"']?(?:pip|poetry|pipenv|npm|yarn|true)|enable-cache:\s*[\"']?true|cache-(?:environment|env|downloads|dependencies):\s*[\"']?(?:true|\S)|cache-from:\s*\S|"
    r"uses:\s*[\"']?astral-sh/setup-uv@v[5-9]|bundler-cache:\s*true|use-cache:\s*[\"']?true",
    "gitlab-ci": r"^\s*cache:",
    "circleci": r"restore_cache|save_cache|docker_layer_caching:\s*true|\bpython/install-packages",
    "azure-pipelines": r"task:\s*Cache@",
    "travis": r"^cache:",
    "bitbucket": r"^\s*caches:",
    "codebuild": r"^cache:",
}
_CACHED = {system: re.compile(rf"^[^#\n]*?(?:{pattern})", re.MULTILINE) for system, pattern in _CACHES.items()}
_COMMIT = re.compile(r"@[0-9a-f]{40}\Z|@sha256:[0-9a-f]{64}\Z")
_OWN = ("actions/", "github/", "./", "../")


def collect(project: Project) -> Iterator[WorkflowFact]:
    """Yield one fact for each CI file."""
    for path, content in filled(project, _ANY):
        system = next(name for name, pattern in _SYSTEMS if pattern.search(path))
        hit = _CACHED[system].search(content)
        document = next((one for one in project.yaml(path) if isinstance(one, Table)), Table())
        if system == "github-actions" and "jobs" not in document:
            continue
        foreign = [(line, uses) for line, uses in _used(document) if not uses.startswith(_OWN)]
        loose = [(line, uses) for line, uses in foreign if not _COMMIT.search(uses)]
        at = content.count("\n", 0, hit.end()) + 1 if hit else loose[0][0] if loose else document.line_of("jobs")
        yield WorkflowFact(
            at=project.place(path, at),
            related=tuple(project.place(path, line) for line, _ in loose[:5]),
            system=system,
            caches=hit is not None,
            restricted=_restricted(document),
            pinned=not loose,
        )


def _restricted(document: Table) -> bool:
    """Tell whether the token's permissions are said for the workflow, or for each of its jobs, and none takes all."""
    jobs = [table(job) for job in table(document.get("jobs")).values()]
    if any(text(one.get("permissions")) == "write-all" for one in (document, *jobs)):
        return False
    return "permissions" in document or (bool(jobs) and all("permissions" in job for job in jobs))


def _used(document: Table) -> Iterator[tuple[int, str]]:
    """Yield the actions and reusable workflows that the jobs use, each with its line."""
    for job in table(document.get("jobs")).values():
        body = table(job)
        if text(body.get("uses")):
            yield body.line_of("uses"), text(body["uses"])
        for line, step in items(body.get("steps")):
            uses = text(table(step).get("uses"))
            if uses:
                yield table(step).line_of("uses") or line, uses
