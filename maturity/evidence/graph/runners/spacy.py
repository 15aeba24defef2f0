"""spaCy: the commands and workflows of a `project.yml`, which `spacy project run` and `weasel run` start."""

import posixpath
import re
from functools import partial
from typing import TYPE_CHECKING

from maturity.documents.tree import Table, items, table, text
from maturity.evidence.graph.graph import Edge
from maturity.evidence.graph.invocation import Invocation
from maturity.evidence.graph.options import positional
from maturity.evidence.graph.orchestrators.steps import Declared, Step, declare
from maturity.evidence.graph.runners import recipes
from maturity.evidence.graph.shell import Options

if TYPE_CHECKING:
    from maturity.evidence.graph.builder import Builder

_VARIABLE = re.compile(r"\$\{vars\.(\w+)\}")
NAMES = ("project.yml", "project.yaml")


def spacy(builder: "Builder", invocation: Invocation) -> None:
    """Follow `spacy project run NAME [FOLDER]` and `spacy train CONFIG`."""
    words = positional(invocation.arguments, recipes.VALUED)
    if words[:2] == ("project", "run"):
        _run(builder, invocation, words[2:])
    elif words[:1] in (("train",), ("pretrain",)):
        recipes.train(builder, invocation)


def weasel(builder: "Builder", invocation: Invocation) -> None:
    """Follow `weasel run NAME [FOLDER]`."""
    words = positional(invocation.arguments)
    if words[:1] == ("run",):
        _run(builder, invocation, words[1:])


def _run(builder: "Builder", invocation: Invocation, words: tuple[str, ...]) -> None:
    folder = builder.files.folder(words[1], invocation.folder) if len(words) > 1 else invocation.folder
    node = builder.tasks.find("spacy", words[0], folder) if words else None
    if node is not None:
        builder.link(invocation, node)
    elif words:
        builder.end(invocation, f"no project.yml here has the command {words[0][:60]}")


def read(builder: "Builder") -> None:
    """Every command can be started by a person; a workflow of several is a pipeline, which runs them as listed."""
    builder.each(lambda name: name in NAMES, partial(_read, builder))


def _read(builder: "Builder", path: str) -> None:
    folder = posixpath.dirname(path)
    for document in builder.project.yaml(path)[:1]:
        commands = [table(one) for _, one in items(table(document).get("commands"))]
        commands = [one for one in commands if text(one.get("name")) and "script" in one]
        for command in commands:
            _declare_command(builder, path, folder, command, table(table(document).get("vars")))
        workflows = table(table(document).get("workflows"))
        for name, steps in workflows.items() if commands else ():
            _declare_workflow(builder, path, folder, Declared("spacy", path, name, workflows.line_of(name)), steps)


def _declare_command(builder: "Builder", path: str, folder: str, command: Table, values: Table) -> None:
    name, line = text(command.get("name")), command.line_of("name")
    node = builder.program(f"task:{path}#{name}", "task", name, builder.place(path, line), start="entry")
    builder.tasks.offer("spacy", folder, name, node)
    builder.once(node, path, partial(_follow, builder, node, path, folder, command, values))


def _follow(builder: "Builder", node: str, path: str, folder: str, command: Table, values: Table) -> None:
    for line, written in items(command.get("script")):
        if isinstance(written, str):
            filled = _VARIABLE.sub(lambda found: text(values.get(found[1])) or found[0], written)
            builder.script(node, filled, path, line, folder, options=Options(errexit=True))


def _declare_workflow(builder: "Builder", path: str, folder: str, declared: Declared, steps: object) -> None:
    """Add a workflow: each step waits for the one before it."""
    named = [(line, name) for line, name in items(steps) if isinstance(name, str)]
    before: tuple[str, ...] = ()
    found: list[Step] = []
    for line, name in named:
        found.append(Step(name, line, before, partial(_link, builder, path, folder, name, line)))
        before = (name,)
    node = f"task:{path}#workflow:{declared.name}"
    whole = declare(builder, Declared(declared.tool, path, declared.name, declared.line, node), found)
    builder.tasks.offer("spacy", folder, declared.name, whole)


def _link(builder: "Builder", path: str, folder: str, name: str, line: int, node: str) -> None:
    target = builder.tasks.find("spacy", name, folder)
    if target is not None:
        builder.graph.link(Edge(node, target, builder.place(path, line)))
