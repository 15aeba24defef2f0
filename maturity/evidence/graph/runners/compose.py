"""Compose files: services with a command, or with the image they build."""

import posixpath
import re
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from maturity.documents.tree import Series, Table, items, series, table, text
from maturity.evidence.graph.graph import Edge
from maturity.evidence.graph.invocation import Invocation
from maturity.evidence.graph.options import positional, rest, value

if TYPE_CHECKING:
    from maturity.evidence.graph.builder import Builder

_NAME = re.compile(r"^(?:docker-)?compose[\w.\-]*\.ya?ml$")
_VALUED = ("-f", "--file", "-p", "--project-name", "--profile", "--env-file", "--project-directory", "--ansi")


def compose(builder: "Builder", invocation: Invocation) -> None:
    """Follow `docker compose -f FILE up SERVICE` and `docker compose run SERVICE COMMAND`."""
    folder = posixpath.dirname(value(invocation.arguments, "-f", "--file"))
    where = builder.files.folder(folder, invocation.folder) if folder else invocation.folder
    words = rest(invocation.arguments, _VALUED)
    services = builder.tasks.table("compose", where)
    if words[:1] == ("run",):
        inner = rest(
            words[1:],
            ("-e", "--env", "-v", "--volume", "-u", "--user", "-w", "--workdir", "--name", "-p", "--entrypoint"),
        )
        if inner[1:]:
            builder.run(invocation.inner(inner[1:]))
        elif inner and inner[0] in services:
            builder.link(invocation, services[inner[0]])
    elif words[:1] in (("up",), ("start",), ("create",)):
        named = positional(words[1:], ("--scale", "-t", "--timeout", "--exit-code-from", "--pull"))
        for name in named or tuple(services):
            if name in services:
                builder.link(invocation, services[name])
        if not services:
            builder.end(invocation, "there is no compose file here")
    elif words[:1] == ("exec",):
        builder.run(invocation.inner(rest(words[1:], ("-e", "--env", "-u", "--user", "-w", "--workdir"))[1:]))
    elif words[:1] == ("build",):
        for name in positional(words[1:], ("--build-arg",)) or tuple(services):
            if name in services and f"{services[name]}#build" in builder.graph.nodes:
                builder.link(invocation, f"{services[name]}#build")


def read(builder: "Builder") -> None:
    """Every service can be started by a person; those of a development container only by an editor."""
    builder.each(lambda name: _NAME.match(name) is not None, partial(_read, builder))


def _read(builder: "Builder", path: str) -> None:
    if ".devcontainer" in path:
        return
    folder = posixpath.dirname(path)
    for document in builder.project.yaml(path)[:1]:
        declared = table(table(document).get("services"))
        for name, body in declared.items():
            place = builder.place(path, declared.line_of(name))
            node = builder.program(f"task:{path}#{name}", "container", name, place, start="entry")
            builder.tasks.offer("compose", folder, name, node)
            if "build" in table(body):
                builder.program(f"{node}#build", "image-build", name, place)
            builder.once(node, path, partial(_follow, builder, node, path, folder, table(body)))


def _follow(builder: "Builder", node: str, path: str, folder: str, body: Table) -> None:
    build = body.get("build")
    context = build if isinstance(build, str) else text(table(build).get("context")) or "."
    where = builder.files.folder(context, folder) if build else folder
    image = _image(builder, folder, where, text(table(build).get("dockerfile"))) if build else None
    place = builder.graph.nodes[node].at
    if image is not None:
        builder.graph.link(Edge(f"{node}#build", f"image:{image}#build", place))
        if text(body.get("image")):
            builder.images.setdefault(text(body.get("image")).rpartition("/")[2].partition(":")[0], image)
    given = [key for key in ("entrypoint", "command") if body.get(key)]
    for line, words in commands(body, given):
        if isinstance(words, str):
            builder.script(node, words.replace("$$", "$"), path, line, where)
        else:
            builder.command(node, words, builder.place(path, line), where)
    if image is not None and not given:
        builder.graph.link(Edge(node, f"image:{image}", place))


def _image(builder: "Builder", folder: str, context: str, written: str) -> str | None:
    if not written:
        return builder.files.find("Dockerfile", context)
    return builder.files.find(written, context) or builder.files.find(written, folder)


def commands(body: Table, keys: list[str]) -> Iterator[tuple[int, str | tuple[str, ...]]]:
    """Yield the command of a container: a text, or the joined argument vectors of entry point and arguments."""
    vectors: list[str] = []
    line = 0
    for key in keys:
        given = body.get(key)
        if isinstance(given, str):
            if vectors:
                vectors += given.split()
                continue
            yield body.line_of(key), given
        elif isinstance(given, Series):
            line = line or (given.line_of(0) if given else body.line_of(key))
            vectors += [one for _, one in items(series(given)) if isinstance(one, str)]
    if vectors:
        yield line, tuple(vectors)
