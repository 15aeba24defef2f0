"""Snakemake: the rules of a Snakefile and of the files it includes, and the command that runs them."""

import posixpath
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from maturity.evidence.graph.graph import Edge, End
from maturity.evidence.graph.invocation import Invocation
from maturity.evidence.graph.options import value
from maturity.evidence.graph.orchestrators.snakefile import Rule, includes, rules
from maturity.evidence.graph.orchestrators.steps import Declared, Step, declare
from maturity.evidence.graph.shell import Options

if TYPE_CHECKING:
    from maturity.evidence.graph.builder import Builder

TOOL = "snakemake"
MAX_FILES = 50
_NAMES = ("Snakefile", "workflow/Snakefile", "snakefile")


def snakemake(builder: "Builder", invocation: Invocation) -> None:
    """Follow `snakemake --cores 4 -s FILE`."""
    written = value(invocation.arguments, "-s", "--snakefile")
    for name in (written,) if written else _NAMES:
        path = builder.files.find(name, invocation.folder)
        if path is not None and f"file:{path}" in builder.graph.nodes:
            builder.link(invocation, f"file:{path}")
            return
    builder.end(invocation, "there is no Snakefile here")


def read(builder: "Builder") -> None:
    """Every Snakefile is a pipeline, together with the files it includes."""
    builder.each(lambda name: name.lower() in ("snakefile", "snakefile.smk"), partial(_read, builder))


def _read(builder: "Builder", path: str) -> None:
    found = [(home, rule) for home in _files(builder, path) for rule in rules(builder.project.texts[home])]
    makers = {output: rule.name for _, rule in found for output in rule.texts("output")}
    steps = [
        Step(rule.name, rule.line, _before(rule, makers), partial(_follow, builder, home, path, rule), home)
        for home, rule in found
        if {"shell", "script", "notebook"} & set(rule.sections)
    ]
    if steps:
        declare(builder, Declared(TOOL, path, path, steps[0].line if steps[0].path == path else 1), steps)


def _files(builder: "Builder", path: str) -> Iterator[str]:
    """Yield a Snakefile and what it includes, each once."""
    todo, seen = [path], set[str]()
    while todo and len(seen) < MAX_FILES:
        one = todo.pop(0)
        if one not in seen and one in builder.project.texts:
            seen.add(one)
            yield one
            inner = (builder.files.find(name, posixpath.dirname(one)) for name in includes(builder.project.texts[one]))
            todo += [name for name in inner if name]


def _before(rule: Rule, makers: dict[str, str]) -> tuple[str, ...]:
    named = [*rule.references(), *(makers[one] for one in rule.texts("input") if one in makers)]
    return tuple(dict.fromkeys(named))


def _follow(builder: "Builder", home: str, path: str, rule: Rule, node: str) -> None:
    """Follow a rule: commands run where Snakemake is started, scripts are seen from the file that names them."""
    folder = posixpath.dirname(path)
    if posixpath.basename(folder) == "workflow":
        folder = posixpath.dirname(folder)
    if "shell" in rule.sections:
        line = rule.line_of("shell")
        written = "".join(rule.texts("shell")).replace("{{", "{").replace("}}", "}")
        builder.script(node, written, home, line, folder, options=Options(errexit=True))
    for section in ("script", "notebook"):
        for written in rule.texts(section)[:1]:
            place = builder.place(home, rule.line_of(section), written)
            found = builder.files.find(written, posixpath.dirname(home))
            target = builder.file(found) if found is not None else None
            if target is not None:
                builder.graph.link(Edge(node, target, place))
            else:
                builder.graph.end(End(node, f"{written[:80]} is not here", place))
