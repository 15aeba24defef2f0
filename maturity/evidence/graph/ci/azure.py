"""Azure Pipelines: triggers, stages, jobs, steps, and the templates they are made of."""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from maturity.documents.tree import Series, Table, items, series, table, text
from maturity.evidence.graph.ci.azure_steps import Steps, Where
from maturity.evidence.graph.ci.azure_triggers import triggers_of
from maturity.evidence.graph.ci.conditions import holds, only_after_failure
from maturity.evidence.graph.ci.pipeline import Pipeline, Started

if TYPE_CHECKING:
    from maturity.evidence.graph.builder import Builder

SYSTEM = "azure-pipelines"
MAX_TEMPLATES = 200
MAX_NESTING = 8
MAX_JOBS = 500
MAX_VALUE = 2_000
MAX_FILLED = 50
_FOLDERS = (
    ".pipelines",
    ".azure-pipelines",
    ".azuredevops",
    ".azure",
    ".ado",
    "azure-pipelines",
    "pipelines",
    "devops",
)
_SHAPE = re.compile(r"^(?:trigger|pr|stages|jobs|steps|pool|extends|resources|schedules)[ \t]*:", re.MULTILINE)
_STEP = re.compile(
    r"^[ \t]*-[ \t]+(?:task|script|bash|powershell|pwsh|template|stage|job|deployment|\$\{\{)", re.MULTILINE
)
_PARAMETER = re.compile(r"\$\{\{ *parameters\.([\w\-]+) *\}\}")


def read(builder: "Builder") -> None:
    """Read every file of the shape of an Azure pipeline; templates are read where they are used."""
    templates: set[str] = set()
    found: list[tuple[str, Table]] = []
    builder.each(lambda name: name.endswith((".yml", ".yaml")), lambda path: _sort(builder, path, found, templates))
    for path, document in found:
        if path not in templates and _is_pipeline(path, document):
            builder.attempt(path, partial(_Reader(builder, path, document).read))


def _may_be(path: str, written: str) -> bool:
    if ".github/" in path or not _SHAPE.search(written):
        return False
    return _STEP.search(written) is not None


def _sort(builder: "Builder", path: str, found: list[tuple[str, Table]], templates: set[str]) -> None:
    if not _may_be(path, builder.project.texts[path]):
        return
    for document in builder.project.yaml(path)[:1]:
        if not isinstance(document, Table) or not ({"stages", "jobs", "steps", "extends"} & set(document)):
            continue
        found.append((path, document))
        for name in _templates(document):
            target = builder.files.find(name, posixpath.dirname(path))
            if target is not None:
                templates.add(target)


def _templates(tree: Any) -> Iterator[str]:
    todo = [tree]
    for _ in range(50_000):
        if not todo:
            return
        one = todo.pop()
        if isinstance(one, Table):
            if text(one.get("template")):
                yield text(one.get("template")).partition("@")[0].lstrip("/")
            todo.extend(one.values())
        elif isinstance(one, Series):
            todo.extend(one)


def _is_pipeline(path: str, document: Table) -> bool:
    """Tell a pipeline from other documents with steps: by its name or folder, or by keys that only Azure has.

    One that has to be given a parameter, and names no trigger, is a template: no push could start it.
    """
    if "trigger" not in document and _asks_for_parameters(document):
        return False
    name = posixpath.basename(path).lower()
    own = {"trigger", "pr", "pool", "schedules", "resources"} & set(document)
    shaped = any(_azure_entry(one) for key in ("stages", "jobs", "steps") for _, one in items(document.get(key)))
    at_home = "azure" in name or any(part in _FOLDERS for part in path.split("/")[:-1])
    return (at_home and bool(own or shaped)) or (bool(own) and shaped)


def _asks_for_parameters(document: Table) -> bool:
    declared = [table(one) for one in series(document.get("parameters"))]
    return any(text(one.get("name")) and "default" not in one and "values" not in one for one in declared)


def _azure_entry(one: Any) -> bool:
    return bool({"stage", "job", "deployment", "task", "script", "bash", "template", "powershell"} & set(table(one)))


@dataclass(frozen=True, slots=True)
class _Scope:
    """Where a list of stages, jobs or steps is written, and what its parameters are."""

    path: str
    parameters: dict[str, str]
    started: tuple[Started, ...]
    stage: str = ""
    condition: str = ""
    """That of the stage."""
    depth: int = 0


class _Reader:
    """Reads one pipeline with its templates."""

    def __init__(self, builder: "Builder", path: str, document: Table) -> None:
        self.builder = builder
        self.path = path
        self.document = document
        self.base = builder.files.base(posixpath.dirname(path))
        name = text(document.get("name")) if "$(" not in text(document.get("name")) else ""
        self.pipeline = Pipeline(builder, SYSTEM, path, name or path)
        self.used = 0
        self.jobs = 0
        self.last_job: dict[str, list[str]] = {}

    def read(self) -> None:
        """Add the pipeline's triggers and jobs; without any trigger a person starts it."""
        started = tuple(triggers_of(self.document)) or (Started("", "manual", 1),)
        scope = _Scope(self.path, _defaults(self.document), started)
        extended = table(self.document.get("extends"))
        if text(extended.get("template")):
            self._template(extended, scope)
        self._stages(self.document.get("stages"), scope)
        self._jobs(self.document.get("jobs"), scope)
        if "steps" in self.document:
            node = self.pipeline.job("steps", self.document.line_of("steps"), started)
            self._steps(node, self.document.get("steps"), scope)
        self.pipeline.close(started)

    def _stages(self, stages: Any, scope: _Scope) -> None:
        previous = ""
        for line, one in _flat(stages):
            if text(one.get("template")):
                self._template(one, scope)
                continue
            name = text(one.get("stage"))
            if not name or _disabled(one):
                continue
            before = [text(entry) for _, entry in items(one.get("dependsOn"))] if "dependsOn" in one else [previous]
            inside = replace(scope, stage=name, condition=text(one.get("condition")))
            self._jobs(one.get("jobs"), inside)
            if "steps" in one:
                self._steps(self._add(name, line, inside), one.get("steps"), inside)
            for stage in before:
                self.builder.order.extend(
                    (first, second) for first in self.last_job.get(stage, []) for second in self.last_job.get(name, [])
                )
            previous = name

    def _jobs(self, jobs: Any, scope: _Scope) -> None:
        for line, one in _flat(jobs):
            name = text(one.get("job")) or text(one.get("deployment"))
            if text(one.get("template")):
                self._template(one, scope)
            elif ("job" in one or "deployment" in one) and not _disabled(one) and self.jobs < MAX_JOBS:
                self._job(line, name or f"line {line}", one, scope)

    def _job(self, line: int, name: str, one: Table, scope: _Scope) -> None:
        whole = f"{scope.stage}/{name}" if scope.stage else name
        node = self._add(whole, line, scope)
        if only_after_failure(scope.condition) or only_after_failure(text(one.get("condition"))):
            self.builder.failing.append(node)
        for _, needed in items(one.get("dependsOn")):
            first = f"{scope.stage}/{text(needed)}" if scope.stage else text(needed)
            self.pipeline.before(first, whole)
        self._steps(node, one.get("steps"), scope)
        for strategy in table(one.get("strategy")).values():
            for phase in table(strategy).values():
                self._steps(node, table(phase).get("steps"), scope)
                for outcome, body in table(phase).items():
                    inner = self._failed(node, whole, table(body), scope) if outcome == "failure" else node
                    self._steps(inner, table(body).get("steps"), scope)

    def _failed(self, job: str, name: str, body: Table, scope: _Scope) -> str:
        """Add what a deployment runs when it has failed."""
        node = self.pipeline.job(f"{name}/on failure", body.line, scope.started, "step")
        self.builder.failing.append(node)
        self.builder.order.append((job, node))
        return node

    def _add(self, name: str, line: int, scope: _Scope) -> str:
        self.jobs += 1
        node = self.pipeline.job(name, line if scope.path == self.path else 1, scope.started)
        self.last_job.setdefault(scope.stage or name, []).append(node)
        return node

    def _steps(self, node: str, steps: Any, scope: _Scope) -> None:
        where = Where(node, scope.path, self.base, scope.parameters)
        for _, one in _flat(steps):
            if text(one.get("template")):
                self._template(one, scope, node)
            elif text(one.get("enabled")) != "false" and not _disabled(one):
                self.builder.later(scope.path, partial(Steps(self.builder, where).step, one))

    def _template(self, one: Table, scope: _Scope, node: str = "") -> None:
        """Read a template in place, its parameters taken as text."""
        written, _, repository = text(one.get("template")).partition("@")
        self.used += 1
        folder = posixpath.dirname(scope.path)
        path = self.builder.files.find(written.lstrip("/"), "" if written.startswith("/") else folder)
        if path is None or scope.depth >= MAX_NESTING or self.used > MAX_TEMPLATES:
            reason = "a template of another repository" if repository else f"the template {written[:80]} is not here"
            self.pipeline.end(node or self.pipeline.node, reason, one.line)
            if repository:
                self._remote(f"{repository}/{posixpath.basename(written)}", one, scope, node)
            return
        for document in self.builder.project.yaml(path)[:1]:
            body = table(document)
            given = {
                key: _fill(value, scope.parameters)
                for key, value in table(one.get("parameters")).items()
                if isinstance(value, str)
            }
            inside = replace(scope, path=path, parameters={**_defaults(body), **given}, depth=scope.depth + 1)
            self._stages(body.get("stages"), inside)
            self._jobs(body.get("jobs"), inside)
            if "steps" in body:
                owner = node or self.pipeline.job(written, one.line, scope.started)
                self._steps(owner, body.get("steps"), inside)

    def _remote(self, name: str, one: Table, scope: _Scope, node: str) -> None:
        """Note what a template of another repository is known to do."""
        given = {key: value for key, value in table(one.get("parameters")).items() if isinstance(value, str)}
        if self.builder.technologies.action(name, given):
            owner = node or self.pipeline.job(name, one.line, scope.started)
            self.builder.action(owner, name, given, self.builder.place(scope.path, one.line_of("template"), name))


def _defaults(document: Table) -> dict[str, str]:
    """Return the parameters that have a text as their default, in both spellings."""
    declared = document.get("parameters")
    if isinstance(declared, Table):
        return {name: value for name, value in declared.items() if isinstance(value, str)}
    return {
        text(table(one).get("name")): text(table(one).get("default"))
        for one in series(declared)
        if text(table(one).get("default"))
    }


def _flat(entries: Any, depth: int = 0) -> Iterator[tuple[int, Table]]:
    """Yield tables of a list; `${{ if ... }}:` and `${{ each ... }}:` stand around lists of their own, or entries."""
    for line, one in items(entries):
        body = table(one)
        for key in body:
            if key.startswith("${{") and depth < MAX_NESTING:
                yield from _flat(body[key], depth + 1)
        whole = _whole(body)
        if whole:
            yield line, whole


def _whole(body: Table) -> Table:
    """Return the entries of a table with those that a condition inserts: `${{ if ... }}: {dependsOn: a}`."""
    inserted = [key for key in body if key.startswith("${{")]
    if not inserted:
        return body
    whole = Table(body.line)
    for part in (body, *(table(body[key]) for key in inserted)):
        for key in part:
            if not key.startswith("${{") and key not in whole:
                whole[key], whole.lines[key] = part[key], part.line_of(key)
    return whole


def _disabled(one: Table) -> bool:
    condition = text(one.get("condition"))
    return bool(condition) and holds(condition, {}) is False


def _fill(written: str, parameters: dict[str, str]) -> str:
    return _PARAMETER.sub(lambda found: parameters.get(found.group(1), found.group())[:MAX_VALUE], written, MAX_FILLED)
