"""npm, yarn, pnpm: the scripts of package.json."""

import posixpath
import re
from functools import partial
from typing import TYPE_CHECKING

from maturity.documents.tree import table, text
from maturity.evidence.graph.invocation import Invocation
from maturity.evidence.graph.options import positional, value
from maturity.evidence.graph.shell import Options

if TYPE_CHECKING:
    from maturity.evidence.graph.builder import Builder

_PROGRAM = re.compile(r"[\w@/.\-]+")


def npm(builder: "Builder", invocation: Invocation) -> None:
    """Follow `npm run SCRIPT`, `npm test`, `yarn SCRIPT`."""
    words = positional(invocation.arguments, ("--prefix", "-C", "--cwd", "--filter", "-w"))
    written = value(invocation.arguments, "--prefix", "-C", "--cwd")
    folder = builder.files.folder(written, invocation.folder) if written else invocation.folder
    name = words[1] if words[:1] in (("run",), ("run-script",)) and len(words) > 1 else words[0] if words else ""
    node = builder.tasks.find("npm", "test" if name == "t" else name, folder)
    if node is not None:
        builder.link(invocation, node)
        _pass_on(builder, invocation, node, name)


def _pass_on(builder: "Builder", invocation: Invocation, node: str, name: str) -> None:
    """Follow a script that only names a program (`"cdk": "cdk"`) with the words that it is given."""
    path = node.removeprefix("task:").rpartition("#")[0]
    given = invocation.arguments[invocation.arguments.index(name) + 1 :] if name in invocation.arguments else ()
    for document in builder.project.yaml(path)[:1] if given else ():
        command = text(table(table(document).get("scripts")).get(name))
        if _PROGRAM.fullmatch(command[:80]):
            builder.run(invocation.inner((command, *(word for word in given if word != "--"))))


def read(builder: "Builder") -> None:
    """Every script of a package.json can be started by a person."""
    builder.each(lambda name: name == "package.json", partial(_read, builder))


def _read(builder: "Builder", path: str) -> None:
    folder = posixpath.dirname(path)
    for document in builder.project.yaml(path)[:1]:
        scripts = table(table(document).get("scripts"))
        for name, command in scripts.items():
            line = scripts.line_of(name)
            node = builder.program(f"task:{path}#{name}", "task", name, builder.place(path, line), start="entry")
            builder.tasks.offer("npm", folder, name, node)
            options = Options(errexit=True)
            builder.once(node, path, partial(builder.script, node, text(command), path, line, folder, options=options))
