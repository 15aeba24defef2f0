"""Pachyderm: specifications of pipelines, each a step that runs on every commit to the repositories that it reads.

The specifications of one folder make one pipeline: a step's output is a repository of the step's name, which others
read. What reads a repository that no step writes starts on new data; a `cron` input is a schedule, a spout takes
messages.
"""

import posixpath
import re
from collections import defaultdict
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from maturity.documents.tree import Table, items, table, text, walk
from maturity.evidence.graph.orchestrators.steps import MAX_STEPS, Declared, Step, declare, schedule

if TYPE_CHECKING:
    from maturity.evidence.graph.builder import Builder

TOOL = "pachyderm"
_SHAPE = re.compile(r"^[ \t{]*[\"']?transform[\"']?[ \t]*:", re.MULTILINE)
_INPUT = re.compile(r"\b(?:pfs|atom|cron|spout)\b")
_SHELLS = frozenset(("sh", "bash"))
_SCRIPT = re.compile(r"(?<![\w./$}-])[\w-]+\.(?:py|sh)(?![\w./-])")
"""A script that a command names without its folder."""


class _Pipeline(NamedTuple):
    path: str
    name: str
    body: Table

    @property
    def transform(self) -> Table:
        """The container that does the work."""
        return table(self.body.get("transform"))

    @property
    def image(self) -> str:
        """The image that it runs."""
        return text(self.transform.get("image"))


def read(builder: "Builder") -> None:
    """Read the specifications of every folder."""
    folders: dict[str, list[_Pipeline]] = defaultdict(list)
    builder.each(lambda name: name.endswith((".yaml", ".yml", ".json")), partial(_read, builder, folders))
    for found in folders.values():
        builder.attempt(found[0].path, partial(_declare, builder, found[:MAX_STEPS]))


def _read(builder: "Builder", folders: dict[str, list[_Pipeline]], path: str) -> None:
    written = builder.project.texts[path]
    if not (_SHAPE.search(written) and _INPUT.search(written)):
        return
    for document in builder.project.yaml(path):
        body = table(document)
        one = _Pipeline(path, text(table(body.get("pipeline")).get("name")), body)
        if one.name and one.image and (body.get("input") or body.get("spout")):
            folders[posixpath.dirname(path)].append(one)


def _declare(builder: "Builder", found: list[_Pipeline]) -> None:
    names = frozenset(one.name for one in found)
    path, _, body = found[0]
    scripts: dict[str, set[str]] = defaultdict(set)
    for one in found:
        scripts[one.image].update(_SCRIPT.findall(_commands(one)))
    folders = {image: _folder(builder, path, named) for image, named in scripts.items()}
    steps = [
        Step(
            one.name,
            one.body.line_of("pipeline"),
            _reads(one.body),
            partial(_follow, builder, one, folders[one.image]),
            one.path,
        )
        for one in found
    ]
    name = posixpath.basename(posixpath.dirname(path)) or "pipeline"
    node = declare(builder, Declared(TOOL, path, name, body.line_of("pipeline")), steps)
    for one in found:
        _start(builder, one, names, node)


def _reads(body: Table) -> tuple[str, ...]:
    """Return the repositories whose commits start a step; inputs may be crossed, joined or united."""
    return tuple(
        text(table(value).get("repo"))
        for keys, _, value in walk(body.get("input"), 1_000)
        if keys[-1:] in (("pfs",), ("atom",))
    )


def _start(builder: "Builder", one: _Pipeline, names: frozenset[str], node: str) -> None:
    if any(keys[-1:] == ("cron",) for keys, _, _ in walk(one.body.get("input"), 1_000)):
        schedule(builder, TOOL, node, one.path, one.body.line_of("input"), "cron")
    elif one.body.get("spout"):
        _event(builder, one, node, "spout")
    elif not names.intersection(_reads(one.body)):
        _event(builder, one, node, "input")


def _event(builder: "Builder", one: _Pipeline, node: str, key: str) -> None:
    builder.counts[node] += 1
    builder.trigger(TOOL, key, "event", node, builder.place(one.path, one.body.line_of(key)), (node,))


def _commands(one: _Pipeline) -> str:
    return "\n".join(text(word) for key in ("cmd", "stdin") for _, word in items(one.transform.get(key)))


def _folder(builder: "Builder", path: str, scripts: set[str]) -> str:
    """Return where the steps of one image run: the project's root, else the one folder that holds all their scripts,
    for that is what the image was built from; the nearest such one, below the same folder at the top.
    """
    base = builder.files.base(posixpath.dirname(path))
    if not scripts or any(builder.files.find(one, base) for one in scripts):
        return base
    folders = [posixpath.dirname(one) for one in builder.project.files if posixpath.basename(one) == min(scripts)]
    whole = [one for one in folders if all(f"{one}/{name}" in builder.project.files for name in scripts)]
    near = [one for one in whole if one.partition("/")[0] == path.partition("/")[0]]
    return next((chosen[0] for chosen in (near, whole) if len(chosen) == 1), base)


def _follow(builder: "Builder", one: _Pipeline, folder: str, node: str) -> None:
    """Follow the command of a step; what a shell gets on its input is a script."""
    transform = one.transform
    command = tuple(text(word) for _, word in items(transform.get("cmd")))
    if len(command) == 1 and posixpath.basename(command[0]) in _SHELLS:
        for line, script in items(transform.get("stdin")):
            builder.script(node, text(script), one.path, line, folder)
    elif command:
        builder.command(node, command, builder.place(one.path, transform.line_of("cmd")), folder)
    else:
        builder.command(node, ("docker", "run", one.image), builder.place(one.path, transform.line_of("image")))
