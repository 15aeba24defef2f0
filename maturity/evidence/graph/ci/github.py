"""GitHub Actions: workflows, their triggers and jobs."""

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from maturity.documents.tree import Table, items, table, text
from maturity.evidence.graph.ci.conditions import OPEN, holds, only_after_failure
from maturity.evidence.graph.ci.github_events import Event, callable_by_others, events, watched
from maturity.evidence.graph.ci.github_steps import Place, Steps
from maturity.evidence.graph.ci.pipeline import Pipeline, Started
from maturity.evidence.graph.ci.values import combinations, filled, named
from maturity.evidence.graph.graph import Edge
from maturity.evidence.layout import expanded

if TYPE_CHECKING:
    from maturity.evidence.graph.builder import Builder

SYSTEM = "github-actions"
MAX_JOBS = 500
MAX_WORKFLOWS = 500
_CALL = Event("workflow_call", "none", 1)


@dataclass(frozen=True, slots=True)
class Workflow:
    """One workflow file."""

    path: str
    base: str
    document: Table
    events: tuple[Event, ...]
    inputs: dict[str, str]

    @property
    def name(self) -> str:
        """Its name, or its path."""
        return text(self.document.get("name")) or self.path

    @property
    def jobs(self) -> Table:
        """Its jobs."""
        return table(self.document.get("jobs"))


def read(builder: "Builder") -> None:
    """Read the workflows of the target's own `.github/workflows`."""
    workflows: dict[str, Workflow] = {}
    for base in builder.roots:
        folder = posixpath.join(base, ".github/workflows")
        for path in sorted(builder.files.below(folder))[:MAX_WORKFLOWS]:
            if expanded(path).endswith((".yml", ".yaml")) and path in builder.project.texts:
                builder.attempt(path, partial(_load, builder, path, base, workflows))
    _follow_completions(workflows)
    callers = _inputs_of_callers(workflows)
    for workflow in workflows.values():
        workflow.inputs.update(callers.get(workflow.path, {}))
        builder.attempt(workflow.path, partial(_Reader(builder, workflow).read))


def _load(builder: "Builder", path: str, base: str, workflows: dict[str, Workflow]) -> None:
    documents = builder.project.yaml(path)
    document = documents[0] if documents and isinstance(documents[0], Table) else Table()
    called = table(table(table(document.get("on")).get("workflow_call")).get("inputs"))
    started = table(table(table(document.get("on")).get("workflow_dispatch")).get("inputs"))
    inputs = {
        f"inputs.{name}": text(table(body).get("default"))
        for declared in (started, called)
        for name, body in declared.items()
        if text(table(body).get("default"))
    }
    workflows[path] = Workflow(path, base, document, tuple(events(document)), inputs)


def _follow_completions(workflows: dict[str, Workflow]) -> None:
    """Give a workflow that starts after others the roots of those others; an unknown one is an event."""
    own = {path: workflow.events for path, workflow in workflows.items()}
    known: dict[str, list[Workflow]] = {}
    for workflow in workflows.values():
        for name in dict.fromkeys((workflow.name, workflow.path)):
            known.setdefault(name, []).append(workflow)
    for path, workflow in workflows.items():
        names, line = watched(workflow.document)
        roots: list[Event] = []
        todo, seen = list(names), set[str]()
        while todo:
            name = todo.pop(0)
            if name in seen:
                continue
            seen.add(name)
            sources = known.get(name, [])
            for source in sources:
                roots += [Event("workflow_run", event.root, line) for event in own[source.path] if not event.implied]
                todo += watched(source.document)[0]
            if not sources:
                roots.append(Event("workflow_run", "event", line))
        if roots:
            workflows[path] = Workflow(
                path, workflow.base, workflow.document, (*workflow.events, *dict.fromkeys(roots)), workflow.inputs
            )


def _inputs_of_callers(workflows: dict[str, Workflow]) -> dict[str, dict[str, str]]:
    """Return, for each called workflow, the inputs of the first job that calls it."""
    found: dict[str, dict[str, str]] = {}
    for workflow in workflows.values():
        for job in workflow.jobs.values():
            target = posixpath.normpath(posixpath.join(workflow.base, text(table(job).get("uses")) or "."))
            found.setdefault(target, named("inputs", table(job).get("with")))
    return found


class _Reader:
    """Reads one workflow."""

    def __init__(self, builder: "Builder", workflow: Workflow) -> None:
        self.builder = builder
        self.workflow = workflow
        self.path = workflow.path
        self.steps = Steps(builder, workflow.path, workflow.base)
        self.pipeline = Pipeline(builder, SYSTEM, self.path, workflow.name, workflow.document.line_of("name"))

    def read(self) -> None:
        """Add the workflow's jobs, and its events as what starts them."""
        workflow = self.workflow
        chosen = [*workflow.events, *([_CALL] if callable_by_others(workflow.document) else [])]
        allowed: dict[str, list[Event]] = {}
        for name in _sorted(workflow.jobs)[:MAX_JOBS]:
            allowed[name] = self._job(name, table(workflow.jobs[name]), chosen, allowed)
        idle = [event for event in workflow.events if not event.implied]
        if not chosen:
            idle.append(Event("", "manual", 1))
        self.pipeline.close(_started(idle))

    def _job(self, name: str, job: Table, chosen: list[Event], before: dict[str, list[Event]]) -> list[Event]:
        """Add one job and return the events that start it."""
        condition = text(job.get("if"))
        allowed = [event for event in chosen if holds(condition, event.known()) is not False] if condition else chosen
        allowed = [event for event in allowed if not event.implied or _asks_for_tag(condition, event)]
        for _, needed in items(job.get("needs")):
            self.pipeline.before(text(needed), name)
            if "always()" not in condition and "failure()" not in condition and text(needed) in before:
                allowed = [event for event in allowed if event in before[text(needed)] or event.implied]
        if not allowed:
            return []
        node = self.pipeline.job(name, self.workflow.jobs.line_of(name), _started(allowed))
        if only_after_failure(condition):
            self.builder.failing.append(node)
        ignored = text(job.get("continue-on-error")) == "true"
        if text(job.get("uses")):
            self._reusable(node, job, blocking=not ignored)
        self._steps(node, name, job, allowed, blocking=not ignored)
        return allowed

    def _reusable(self, node: str, job: Table, *, blocking: bool) -> None:
        uses = text(job.get("uses"))
        at = self.builder.place(self.path, job.line_of("uses"))
        if uses.startswith("./"):
            target = posixpath.normpath(posixpath.join(self.workflow.base, uses))
            self.builder.counts[node] += 1
            self.builder.graph.link(Edge(node, f"file:{target}", at, blocking))
            if target not in self.builder.project.files:
                self.pipeline.end(node, f"{target[:80]} is not here", job.line_of("uses"))
        else:
            inputs = {key: value for key, value in table(job.get("with")).items() if isinstance(value, str)}
            self.builder.action(node, uses.partition("@")[0], inputs, at, blocking=blocking)
            self.pipeline.end(node, "a workflow of another repository", job.line_of("uses"))

    def _steps(self, node: str, name: str, job: Table, allowed: list[Event], *, blocking: bool) -> None:
        document = self.workflow.document
        choices = combinations(table(job.get("strategy")).get("matrix"))
        values = {**self.workflow.inputs, **named("env", document.get("env")), **named("env", job.get("env"))}
        where = Place(node, self._folder(job, choices, values), blocking, values, _shell(document, job))
        for position, (line, step) in enumerate(items(job.get("steps")), 1):
            body = table(step)
            condition = text(body.get("if"))
            runs = (
                [event for event in allowed if holds(condition, event.known()) is not False] if condition else allowed
            )
            inside = where
            if runs and (len(runs) < len(allowed) or only_after_failure(condition)):
                failing = only_after_failure(condition)
                label = f"{name}/{(text(body.get('name')) if failing else '') or position}"
                inside = where.moved(self.pipeline.job(label, line, _started(runs), "step"))
                self._after(node, inside.node, condition)
            if runs:
                self.builder.later(self.path, partial(self.steps.step, inside, body, choices))

    def _after(self, job: str, step: str, condition: str) -> None:
        """Note a step that runs only when one of its job has failed."""
        if only_after_failure(condition):
            self.builder.failing.append(step)
            self.builder.order.append((job, step))

    def _folder(self, job: Table, choices: list[dict[str, str]], values: dict[str, str]) -> str:
        for body in (job, self.workflow.document):
            written = text(table(table(body.get("defaults")).get("run")).get("working-directory"))
            if written:
                return self.builder.files.folder(filled(written, choices, values)[0], self.workflow.base)
        return self.workflow.base


def _started(chosen: list[Event]) -> Iterator[Started]:
    return (Started(event.name, event.root, event.line) for event in chosen)


def _shell(document: Table, job: Table) -> str:
    for body in (job, document):
        chosen = text(table(table(body.get("defaults")).get("run")).get("shell"))
        if chosen:
            return chosen
    return ""


def _asks_for_tag(condition: str, event: Event) -> bool:
    """A job counts as started by a tag when it does not run for branches."""
    return (
        bool(condition)
        and holds(condition, {**event.known(), "github.ref": "refs/heads/" + OPEN, "github.ref_type": "branch"})
        is False
    )


def _sorted(jobs: Table) -> list[str]:
    """Return the jobs so that what a job needs comes before it; a ring stays as it is written."""
    done: dict[str, None] = {}
    todo: list[Any] = [(name, False) for name in reversed(jobs)]
    open_: set[str] = set()
    while todo:
        name, ready = todo.pop()
        if ready:
            done[name] = None
        elif name not in done and name not in open_:
            open_.add(name)
            todo.append((name, True))
            todo.extend((text(one), False) for _, one in items(table(jobs[name]).get("needs")) if text(one) in jobs)
    return list(done)
