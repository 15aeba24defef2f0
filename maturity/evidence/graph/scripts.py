"""Files that are run as a whole: shell scripts, Python files, notebooks."""

import posixpath
import re
from functools import partial
from typing import TYPE_CHECKING

from maturity.evidence.graph.shell import Options
from maturity.evidence.layout import expanded

if TYPE_CHECKING:
    from maturity.evidence.graph.builder import Builder

_SHELLS = re.compile(r"#!.*\b(ba|z|k|da)?sh\b")
_PYTHON = (".py", ".pyw")
_SHELL = (".sh", ".bash", ".zsh", ".ksh", ".ps1", ".bat", ".cmd", ".slurm", ".sbatch")


def runnable(builder: "Builder", path: str) -> str | None:
    """Return the node of a file that can be run; its commands are followed when nobody did so before."""
    kind = posixpath.splitext(expanded(path))[1].lower()
    if kind == ".ipynb":
        place = builder.place(path, 1, path)
        return builder.python.script(path) or builder.program(f"py:{path}", "notebook", path, place)
    if kind in _PYTHON:
        return builder.python.script(path)
    text = builder.project.texts.get(path)
    if text is None or not (kind in _SHELL or _SHELLS.match(text)):
        return builder.python.script(path)
    return shell_script(builder, path)


def shell_script(builder: "Builder", path: str) -> str:
    """Return the node of a shell script."""
    text = builder.project.texts.get(path, "")
    first = text.partition("\n")[0]
    options = Options(errexit=bool(re.match(r"#!.*sh +-\w*e", first)))
    node = builder.program(f"file:{path}", "script", path, builder.place(path, 1, path))
    folder = builder.files.base(posixpath.dirname(path))
    builder.once(node, path, partial(builder.script, node, text, path, 1, folder, options=options))
    return node


def read_scripts(builder: "Builder") -> None:
    """Every tracked shell script can be started by a person."""
    builder.each(lambda name: name.lower().endswith((".sh", ".bash", ".slurm", ".sbatch")), partial(_start, builder))


def _start(builder: "Builder", path: str) -> None:
    builder.program(f"file:{path}", "script", path, builder.place(path, 1, path), start="entry")
    shell_script(builder, path)
