"""make: targets, their prerequisites and recipes."""

import posixpath
from functools import partial
from typing import TYPE_CHECKING

from maturity.evidence.graph import makefile
from maturity.evidence.graph.facts import DeclaredPipeline
from maturity.evidence.graph.graph import Edge
from maturity.evidence.graph.invocation import Invocation
from maturity.evidence.graph.makefile import Makefile, Target
from maturity.evidence.graph.masks import MACROS
from maturity.evidence.graph.options import positional, value
from maturity.evidence.graph.shell import Options

if TYPE_CHECKING:
    from maturity.evidence.graph.builder import Builder

MAX_PIPELINES = 300
MAX_STEPS = 100
NAMES = ("GNUmakefile", "makefile", "Makefile")
_VALUED = ("-C", "--directory", "-f", "--file", "--makefile", "-j", "-I", "-o", "-W", "-l")
_DRY = frozenset(("-n", "--just-print", "--recon", "-q", "--question", "-t", "--touch"))


def make(builder: "Builder", invocation: Invocation) -> None:
    """Follow `make -C FOLDER -f FILE TARGET NAME=VALUE`."""
    words = invocation.arguments
    if not _DRY.isdisjoint(words):
        builder.end(invocation, "make only shows what it would run")
        return
    path = _find(builder, invocation)
    if path is None:
        builder.end(invocation, "there is no makefile here")
        return
    table = builder.tasks.table("make", path)
    plain = [word for word in positional(words, _VALUED) if "=" not in word]
    if "-j" in words and plain and plain[0].isdigit():
        plain = plain[1:]
    if not _LENIENT.isdisjoint(words):
        invocation = invocation.lenient()
    for name in plain or ["\0default"]:
        if name in table:
            builder.link(invocation, table[name])
        else:
            builder.end(invocation, f"{path} has no target {name.lstrip(chr(0))[:60]}")


_LENIENT = frozenset(("-i", "--ignore-errors", "-k", "--keep-going"))


def _find(builder: "Builder", invocation: Invocation) -> str | None:
    written = value(invocation.arguments, "-C", "--directory")
    folder = builder.files.folder(written, invocation.folder) if written else invocation.folder
    named = value(invocation.arguments, "-f", "--file", "--makefile")
    for name in (named,) if named else NAMES:
        path = builder.files.find(name, folder)
        if path is not None:
            return path
    return None


def read(builder: "Builder") -> None:
    """Every target of every makefile can be started by a person."""
    builder.each(lambda name: name in NAMES or name.endswith((".mk", ".mak")), partial(_read, builder))


def _read(builder: "Builder", path: str) -> None:
    folder = posixpath.dirname(path)
    parsed = makefile.read(path, builder.project.texts, lambda name: builder.files.find(name, folder))
    nodes = {name: f"target:{target.path}#{name}" for name, target in parsed.targets.items()}
    for name, target in parsed.targets.items():
        place = builder.place(target.path, target.line)
        node = builder.program(
            nodes[name], "make-target", name, place, start="entry" if target.recipe or target.prerequisites else None
        )
        builder.tasks.offer("make", path, name, node)
        builder.once(node, path, partial(_follow, builder, parsed, target, folder, nodes))
    if parsed.default:
        builder.tasks.offer("make", path, "\0default", nodes[parsed.default])
    _pipelines(builder, parsed, path, nodes)


def _follow(builder: "Builder", parsed: Makefile, target: Target, folder: str, nodes: dict[str, str]) -> None:
    node = nodes[target.name]
    place = builder.place(target.path, target.line)
    for name in target.prerequisites:
        if name in nodes and name != target.name:
            builder.graph.link(Edge(node, nodes[name], place))
            builder.order.append((nodes[name], node))
    automatic = {
        "@": target.name,
        "MAKE": "make",
        "<": " ".join(target.prerequisites[:1]),
        "^": " ".join(target.prerequisites),
        "CURDIR": ".",
        "PWD": ".",
    }
    lines = _scripts(parsed, target)
    for number, text in lines:
        prefix = text[: len(text) - len(text.lstrip("@-+ "))]
        command = parsed.expand(text[len(prefix) :], automatic).replace("$$", "$")
        options = Options(errexit=False, expressions=MACROS)
        builder.script(node, command, target.path, number, folder, blocking="-" not in prefix, options=options)


def _scripts(parsed: Makefile, target: Target) -> list[tuple[int, str]]:
    """Return the texts that make gives to a shell: each line for itself, or the whole recipe."""
    if not parsed.one_shell or not target.recipe:
        return target.recipe
    return [(target.recipe[0][0], "\n".join(text.lstrip("@-+ ") for _, text in target.recipe))]


def _pipelines(builder: "Builder", parsed: Makefile, path: str, nodes: dict[str, str]) -> None:
    """A target that needs other targets declares an order."""
    for target in list(parsed.targets.values())[:MAX_PIPELINES]:
        if target.path != path:
            continue
        before = [name for name in _closure(parsed, target) if name != target.name]
        if before:
            steps = tuple((name, nodes[name]) for name in (*before, *([target.name] if target.recipe else [])))
            if len(steps) > 1 and _ordered(parsed, target):
                place = builder.place(target.path, target.line)
                builder.pipelines.append(DeclaredPipeline("make", target.name, steps, ordered=True, at=place))


def _closure(parsed: Makefile, target: Target) -> list[str]:
    """Return the targets that a target needs, the most remote ones first."""
    found: dict[str, None] = {}
    todo = [target.name]
    while todo and len(found) < MAX_STEPS:
        name = todo.pop()
        if name in parsed.targets and name not in found:
            found[name] = None
            todo.extend(parsed.targets[name].prerequisites)
    return list(reversed(found))


def _ordered(parsed: Makefile, target: Target) -> bool:
    """True when one target with a recipe needs another: `all: lint test` alone is a list, not an order."""
    for name in _closure(parsed, target):
        one = parsed.targets[name]
        if one.recipe and any(
            parsed.targets[before].recipe for before in one.prerequisites if before in parsed.targets
        ):
            return True
    return False
