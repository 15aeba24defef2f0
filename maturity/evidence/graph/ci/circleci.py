"""CircleCI: workflows, jobs, reusable commands."""

import posixpath
from functools import partial
from typing import TYPE_CHECKING, Any

from maturity.documents.tree import Table, items, table, text
from maturity.evidence.graph.ci.pipeline import Pipeline, Started
from maturity.evidence.graph.shell import Options

if TYPE_CHECKING:
    from maturity.evidence.graph.builder import Builder

SYSTEM = "circleci"
MAX_NESTING = 6
MAX_STEPS = 2_000
"""Steps of one file that are followed: commands within commands multiply."""


def read(builder: "Builder") -> None:
    """Read the target's `.circleci/config.yml`."""
    for base in builder.roots:
        for name in ("config.yml", "config.yaml"):
            path = posixpath.join(base, ".circleci", name)
            if path in builder.project.texts:
                builder.attempt(path, partial(_read, builder, path, base))


def _read(builder: "Builder", path: str, base: str) -> None:
    for document in builder.project.yaml(path)[:1]:
        whole = table(document)
        pipeline = Pipeline(builder, SYSTEM, path, path)
        steps = _Steps(builder, path, base, table(whole.get("commands")))
        jobs = table(whole.get("jobs"))
        started: dict[str, list[Started]] = {}
        workflows = table(whole.get("workflows"))
        for name, workflow in workflows.items():
            own = _started(table(workflow), workflows.line_of(name))
            for _, entry in items(table(workflow).get("jobs")):
                _used(pipeline, entry, own, started)
        if not workflows:
            started = {name: [Started("push", "change", jobs.line_of(name))] for name in jobs}
        for name, body in jobs.items():
            if name in started:
                node = pipeline.job(name, jobs.line_of(name), dict.fromkeys(started[name]))
                folder = builder.files.folder(
                    text(table(body).get("working_directory")).replace("~/project", "."), base
                )
                builder.later(path, partial(steps.follow, node, table(body).get("steps"), folder))
        pipeline.close([] if started else [Started("", "manual", 1)])


def _started(workflow: Table, line: int) -> list[Started]:
    triggers = [table(table(one).get("schedule")) for _, one in items(workflow.get("triggers"))]
    schedules = [one for one in triggers if text(one.get("cron"))]
    if schedules:
        return [Started("schedule", "schedule", schedules[0].line_of("cron"))]
    condition = str(workflow.get("when") or "")
    if "scheduled_pipeline" in condition:
        return [Started("schedule", "schedule", workflow.line_of("when"))]
    return [Started("push", "change", line)]


def _used(pipeline: Pipeline, entry: Any, own: list[Started], started: dict[str, list[Started]]) -> None:
    """Note a job of a workflow: its approvals, filters and what it waits for."""
    name = entry if isinstance(entry, str) else next(iter(table(entry)), "")
    body = table(table(entry).get(name)) if isinstance(entry, Table) else Table()
    if not name or text(body.get("type")) == "approval":
        return
    for _, needed in items(body.get("requires")):
        pipeline.before(text(needed), name)
    filters = table(body.get("filters"))
    tags_only = "tags" in filters and text(table(filters.get("branches")).get("ignore")) == "/.*/"
    chosen = [Started("tag", "release", one.line) for one in own if one.root == "change"] if tags_only else own
    started.setdefault(name, []).extend(chosen)


class _Steps:
    """Follows the steps of jobs and of the commands they use."""

    def __init__(self, builder: "Builder", path: str, base: str, commands: Table) -> None:
        self.builder = builder
        self.path = path
        self.base = base
        self.commands = commands
        self.followed = 0

    def follow(self, node: str, steps: Any, folder: str, depth: int = 0) -> None:
        """Follow a list of steps; `when` and `unless` stand around steps of their own."""
        for line, step in items(steps):
            self.followed += 1
            if self.followed > MAX_STEPS:
                return
            name = step if isinstance(step, str) else next(iter(table(step)), "")
            body = table(step).get(name)
            if name == "run":
                self._run(node, table(step), body, folder)
            elif name in ("when", "unless") and depth < MAX_NESTING:
                self.follow(node, table(body).get("steps"), folder, depth + 1)
            elif name in self.commands and depth < MAX_NESTING:
                self.follow(node, table(self.commands[name]).get("steps"), folder, depth + 1)
            elif "/" in name:
                inputs = {key: value for key, value in table(body).items() if isinstance(value, str)}
                self.builder.action(node, name, inputs, self.builder.place(self.path, line))

    def _run(self, node: str, step: Table, body: Any, folder: str) -> None:
        whole = table(body)
        written = body if isinstance(body, str) else text(whole.get("command"))
        line = step.line_of("run") if isinstance(body, str) else whole.line_of("command")
        if text(whole.get("working_directory")):
            folder = self.builder.files.folder(text(whole.get("working_directory")), self.base)
        # CircleCI starts bash with `-eo pipefail`.
        options = Options(errexit=True, pipefail=True)
        self.builder.script(node, written, self.path, line, folder, options=options)
