"""just: recipes of justfiles."""

import posixpath
import re
from typing import TYPE_CHECKING

from maturity.evidence.graph.graph import Edge
from maturity.evidence.graph.invocation import Invocation
from maturity.evidence.graph.options import positional, value
from maturity.evidence.graph.shell import Options

if TYPE_CHECKING:
    from maturity.evidence.graph.builder import Builder

MAX_LINE = 2_000
_RECIPE = re.compile(r"^@?([A-Za-z_][\w-]*)((?:\s+[^:=\s]+(?:=\S+)?)*)\s*:(?!=)\s*(.*)$")
_IMPORT = re.compile(r"^(?:import|mod)\??\s+(?:\w+\s+)?[\"']([^\"']+)[\"']")
_ASSIGNMENT = re.compile(r"^(?:export\s+)?([\w-]+)\s*:=\s*[\"']([^\"']*)[\"']\s*$")
_USE = re.compile(r"\{\{\s*([\w-]+)\s*\}\}")


def just(builder: "Builder", invocation: Invocation) -> None:
    """Follow `just RECIPE ARGUMENTS`; without a recipe, the first one."""
    words = positional(invocation.arguments, ("-f", "--justfile", "-d", "--working-directory", "--set"))
    folder = value(invocation.arguments, "-d", "--working-directory") or posixpath.dirname(
        value(invocation.arguments, "-f", "--justfile")
    )
    where = builder.files.folder(folder, invocation.folder) if folder else invocation.folder
    table = builder.tasks.table("just", where)
    names = [word for word in words if word in table] or list(words[:1]) or list(table)[:1]
    for name in names:
        if name in table:
            builder.link(invocation, table[name])
        else:
            builder.end(invocation, f"there is no recipe {name[:60]}")


def read(builder: "Builder") -> None:
    """Every recipe can be started by a person."""
    builder.each(
        lambda name: name.lower() in ("justfile", ".justfile"),
        lambda path: _read(builder, path, posixpath.dirname(path), 0),
    )
    builder.each(
        lambda name: name.endswith(".just"),
        lambda path: _read(builder, path, builder.files.base(posixpath.dirname(path)), 1),
    )


def _read(builder: "Builder", path: str, folder: str, depth: int) -> None:
    recipe: list[tuple[int, str]] = []
    variables: dict[str, str] = {}
    for number, line in enumerate(builder.project.texts[path].splitlines(), 1):
        if len(line) > MAX_LINE:
            continue
        if found := _ASSIGNMENT.match(line):
            variables[found.group(1)] = found.group(2)
        elif found := _RECIPE.match(line):
            recipe = []
            _declare(builder, path, number, folder, (found.group(1), found.group(3)), recipe, variables)
        elif (found := _IMPORT.match(line)) and depth == 0:
            imported = builder.files.find(found.group(1), folder)
            if imported is not None and imported in builder.project.texts and not imported.endswith(".just"):
                _read(builder, imported, folder, depth + 1)
        elif line[:1] in (" ", "\t") and line.strip():
            recipe.append((number, line.strip()))


def _declare(
    builder: "Builder",
    path: str,
    line: int,
    folder: str,
    rule: tuple[str, str],
    recipe: list[tuple[int, str]],
    variables: dict[str, str],
) -> None:
    name, needs = rule
    place = builder.place(path, line)
    node = builder.program(f"task:{path}#{name}", "task", name, place, start="entry")
    builder.tasks.offer("just", folder, name, node)

    def follow() -> None:
        for need in re.findall(r"[A-Za-z_][\w-]*", needs.partition("#")[0].replace("&&", " ")):
            target = builder.tasks.find("just", need, folder)
            if target is not None and target != node:
                builder.graph.link(Edge(node, target, place))
        script = bool(recipe) and recipe[0][1].startswith("#!")
        options = Options(errexit=not script)
        texts = [(recipe[0][0], "\n".join(text for _, text in recipe))] if script else recipe
        if script and "sh" not in recipe[0][1]:
            texts = []
        for number, text in texts:
            plain = _USE.sub(lambda found: variables.get(found.group(1), found.group()), text)
            ignored = not script and plain.lstrip("@").startswith("-")
            command = plain if script else plain.lstrip("@-")
            builder.script(node, command, path, number, folder, blocking=not ignored, options=options)

    builder.once(node, path, follow)
