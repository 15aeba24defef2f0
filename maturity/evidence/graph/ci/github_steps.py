"""Steps of GitHub jobs and of composite actions: scripts, local actions, actions of others."""

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from maturity.documents.tree import Table, items, table, text
from maturity.evidence.graph.ci.values import fill, filled, named
from maturity.evidence.graph.graph import Edge, End
from maturity.evidence.graph.invocation import Invocation
from maturity.evidence.graph.runners import cloud_run, remote
from maturity.evidence.graph.runners.containers import image_file, pushed, tagged
from maturity.evidence.graph.runners.hooks import hooks
from maturity.evidence.graph.shell import Options
from maturity.evidence.python.words import parts

if TYPE_CHECKING:
    from maturity.evidence.graph.builder import Builder

MAX_NESTING = 6
"""How deep composite actions are followed into each other."""
_ORDERED = re.compile(r"[\w')\]]\s*[<>]=?\s*[\w'(]")
"""A condition that compares: `steps.evaluate.outputs.accuracy > 0.8`."""
_NO_SHELL = ("node", "perl", "ruby", "r ", "rscript")
_COMMAND_INPUTS = ("run", "command", "script", "commands", "test-command", "cmd")
_NO_COMMANDS = ("actions/github-script", "actions/checkout", "actions/cache")
_PUBLISHES = frozenset(("push", "publish", "deploy", "release", "ecr", "gcr", "ghcr", "acr", "registry"))
_DOCKERFILES = frozenset(("dockerfile", "dockerfilepath"))
_DESTINATIONS = frozenset(
    ("image", "imagename", "imagerepository", "repo", "repository", "ecrrepo", "ecrrepository", "registry")
)
"""Inputs of actions that build an image and push it, without their hyphens."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where steps stand and what is known there."""

    node: str
    folder: str
    blocking: bool
    values: Mapping[str, str]
    shell: str = ""
    depth: int = 0

    def moved(self, node: str) -> "Place":
        """Return the same place for another node."""
        return replace(self, node=node)


class Steps:
    """Follows the steps written in one file."""

    def __init__(self, builder: "Builder", path: str, base: str) -> None:
        self.builder = builder
        self.path = path
        self.base = base

    def step(self, where: Place, step: Table, choices: list[dict[str, str]]) -> None:
        """Follow one step."""
        blocking = where.blocking and text(step.get("continue-on-error")) != "true"
        where = replace(where, blocking=blocking, values={**where.values, **named("env", step.get("env"))})
        if _ORDERED.search(text(step.get("if"))):
            at = self.builder.place(self.path, step.line_of("if"))
            self.builder.command(where.node, ("test", text(step.get("if"))), at)
        if text(step.get("run")):
            for written in filled(text(step.get("run")), choices, where.values):
                self._run(where, step, written, choices)
        for uses in filled(text(step.get("uses")), choices, where.values) if text(step.get("uses")) else ():
            inputs = {
                key: filled(value, choices, where.values)[0]
                for key, value in table(step.get("with")).items()
                if isinstance(value, str)
            }
            self._uses(where, step, uses, inputs)

    def _run(self, where: Place, step: Table, written: str, choices: list[dict[str, str]]) -> None:
        shell = text(step.get("shell")) or where.shell
        line = step.line_of("run")
        if shell.startswith("python"):
            at = self.builder.place(self.path, line)
            self.builder.command(where.node, ("python", "-c", written), at, where.folder, blocking=where.blocking)
            return
        if shell.startswith(_NO_SHELL):
            self.builder.counts[where.node] += 1
            self.builder.graph.end(
                End(where.node, f"a text for {shell} is not read", self.builder.place(self.path, line))
            )
            return
        folder = where.folder
        if text(step.get("working-directory")):
            chosen = filled(text(step.get("working-directory")), choices, where.values)[0]
            folder = self.builder.files.folder(chosen, self.base)
        variables = {
            name.removeprefix("env."): value for name, value in where.values.items() if name.startswith("env.")
        }
        # Without a named shell GitHub starts bash with -e, with `shell: bash` also with pipefail.
        errexit = not shell or shell in ("bash", "sh", "pwsh", "powershell") or " -e" in shell or "-eo" in shell
        options = Options(errexit=errexit, pipefail=shell == "bash" or "pipefail" in shell, variables=variables)
        self.builder.script(where.node, written, self.path, line, folder, blocking=where.blocking, options=options)

    def _uses(self, where: Place, step: Table, uses: str, inputs: dict[str, str]) -> None:
        at = self.builder.place(self.path, step.line_of("uses"))
        if uses.startswith("./"):
            self.builder.counts[where.node] += 1
            self._local(where, uses, inputs, at.line)
            return
        name = uses.partition("@")[0]
        if not self.builder.technologies.action(name, inputs):
            name, inputs = _as_known(name, inputs)
        self.builder.action(where.node, name, inputs, at, blocking=where.blocking)
        invocation = Invocation(where.node, (name,), at, where.folder, where.blocking)
        if name == "docker/build-push-action":
            file = inputs.get("file") or inputs.get("dockerfile", "")  # as version 1 calls it
            path = image_file(self.builder, invocation, file, inputs.get("context", "."))
            if path is not None:
                tagged(self.builder, path, inputs.get("tags", "").replace(",", "\n").split("\n"))
                self.builder.link(invocation, f"image:{path}#build")
                pushed(self.builder, invocation, path)
        elif name.lower() == "pre-commit/action":
            hooks(self.builder, invocation)
        elif name == cloud_run.ACTION:
            cloud_run.action(self.builder, invocation, inputs)
        elif name.lower() in remote.ACTIONS:
            remote.follow(self.builder, invocation, inputs.get("script") or inputs.get("command", ""))
        elif name not in _NO_COMMANDS and not uses.startswith("docker://"):
            folder = self.builder.files.folder(inputs.get("working-directory", ""), where.folder)
            for key in _COMMAND_INPUTS:
                if inputs.get(key):
                    line = table(step.get("with")).line_of(key)
                    self.builder.script(where.node, inputs[key], self.path, line, folder, blocking=where.blocking)

    def _local(self, where: Place, uses: str, inputs: dict[str, str], line: int | None) -> None:
        """Follow a local action: a composite one by its steps, a container by its image."""
        folder = posixpath.normpath(posixpath.join(self.base, fill(uses, where.values)))
        names = [posixpath.join(folder, name) for name in ("action.yml", "action.yaml")]
        path = next((name for name in names if name in self.builder.project.texts), None)
        at = self.builder.place(self.path, line)
        if path is None or where.depth >= MAX_NESTING:
            reason = f"{folder[:80]} has no action.yml" if path is None else "actions nested too deep"
            self.builder.graph.end(End(where.node, reason, at))
            return
        given = ",".join(f"{key}={value}" for key, value in sorted(inputs.items()))[:200]
        node = f"file:{path}#{given}" if given else f"file:{path}"
        self.builder.program(node, "action", folder, self.builder.place(path, 1))
        self.builder.graph.link(Edge(where.node, node, at, where.blocking))
        inside = Place(node, self.base, blocking=True, values=dict(where.values), depth=where.depth + 1)
        self.builder.once(node, path, partial(_Action(self.builder, path, self.base).follow, inside, inputs))


def _as_known(name: str, inputs: dict[str, str]) -> tuple[str, dict[str, str]]:
    """Return an action that nobody knows as the one for images, where its name and its inputs say that it is one.

    It is named for publishing, and given a Dockerfile and where the image goes.
    """
    given = {key.replace("-", "").replace("_", "").lower(): value for key, value in inputs.items()}
    file = next((given[key] for key in sorted(_DOCKERFILES & given.keys())), "")
    if not file or _DESTINATIONS.isdisjoint(given) or parts(name.partition("/")[2]).isdisjoint(_PUBLISHES):
        return name, inputs
    where = {"file": file, "context": given.get("context", "."), "push": given.get("push", "true")}
    return "docker/build-push-action", where


class _Action:
    """A local action."""

    def __init__(self, builder: "Builder", path: str, base: str) -> None:
        self.builder = builder
        self.path = path
        self.base = base

    def follow(self, where: Place, inputs: dict[str, str]) -> None:
        """Follow what the action runs, with the inputs of its caller."""
        for document in self.builder.project.yaml(self.path)[:1]:
            declared = table(table(document).get("inputs"))
            defaults = {
                f"inputs.{name}": text(table(body).get("default"))
                for name, body in declared.items()
                if text(table(body).get("default"))
            }
            given = {f"inputs.{name}": value for name, value in inputs.items()}
            inside = replace(where, values={**where.values, **defaults, **given})
            runs = table(table(document).get("runs"))
            if text(runs.get("image")) == "Dockerfile":
                image = posixpath.join(posixpath.dirname(self.path), "Dockerfile")
                self.builder.graph.link(Edge(where.node, f"image:{image}", self.builder.place(self.path, runs.line)))
            steps = Steps(self.builder, self.path, self.base)
            for _, step in items(runs.get("steps")):
                if text(table(step).get("if")).strip("${} ") != "false":
                    steps.step(inside, table(step), [])
