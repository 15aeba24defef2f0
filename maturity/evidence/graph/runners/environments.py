"""Programs that run a command inside an environment: poetry, uv, pdm, hatch, pixi, conda and the like."""

import posixpath
from typing import TYPE_CHECKING

from maturity.evidence.graph.invocation import Invocation
from maturity.evidence.graph.options import positional, rest, value

if TYPE_CHECKING:
    from maturity.evidence.graph.builder import Builder

_VALUED = (
    *(
        "-p",
        "--python",
        "--with",
        "--with-requirements",
        "--with-editable",
        "--extra",
        "--group",
        "--only-group",
        "--no-group",
        "--index-url",
    ),
    *(
        "--project",
        "--directory",
        "-C",
        "--env-file",
        "--package",
        "-e",
        "--environment",
        "--manifest-path",
        "-n",
        "--env",
    ),
    *("--index", "--default-index", "--spec", "--from", "-E"),
)
_CONDA = ("-n", "--name", "-p", "--prefix", "--cwd", "-c")
_TABLES = {
    "pdm": "pdm",
    "hatch": "hatch",
    "pixi": "pixi",
    "mise": "mise",
    "poetry": "poe",
    "rye": "rye",
    "uv": "uv",
    "pipenv": "pipenv",
}


def run(builder: "Builder", invocation: Invocation) -> None:
    """Follow `poetry run COMMAND`, `uv tool run COMMAND`, `pdm run TASK`, `mise run TASK`, `hatch run ENV:TASK`."""
    tool, words = invocation.program, invocation.arguments
    folder = value(words, "--directory", "-C", "--project")
    inner = rest(words, _VALUED)
    if inner[:2] == ("tool", "run"):
        inner = inner[1:]
    if tool == "poetry" and inner[:1] == ("poe",):
        inner = ("run", *inner)
    direct = tool in ("pdm", "hatch", "mise") and _task(builder, invocation, tool, inner)
    if direct or inner[:1] not in (("run",), ("exec",), ("r",), ("x",)):
        if tool == "hatch" and inner[:1] == ("test",):
            builder.run(invocation.inner(("pytest", *inner[1:])))
        return
    inner = _behind_options(inner[1:])
    where = builder.files.folder(folder, invocation.folder) if folder else invocation.folder
    if tool in _TABLES and _task(builder, invocation, _TABLES[tool], inner):
        return
    if inner[:1] and inner[0].endswith(".py") and tool in ("uv", "pdm", "hatch"):
        inner = ("python", *inner)
    builder.run(invocation.inner(inner, where))


def _behind_options(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return the command behind the options; `-m module` and `--module module` stand for a Python module."""
    for position, word in enumerate(words):
        if not word.startswith("-"):
            break
        if word in ("-m", "--module"):
            return ("python", "-m", *words[position + 1 :])
    return rest(words, _VALUED)


def _task(builder: "Builder", invocation: Invocation, tool: str, words: tuple[str, ...]) -> bool:
    names = positional(words)[:1]
    if not names:
        return False
    name = names[0]
    node = builder.tasks.find(tool, name, invocation.folder) or builder.tasks.find(
        tool, name.rpartition(":")[2], invocation.folder
    )
    if node is not None:
        builder.link(invocation, node)
    return node is not None


def conda(builder: "Builder", invocation: Invocation) -> None:
    """Follow `conda run -n ENV COMMAND`."""
    inner = rest(invocation.arguments, _CONDA)
    if inner[:1] == ("run",):
        builder.run(invocation.inner(rest(inner[1:], _CONDA)))


def uvx(builder: "Builder", invocation: Invocation) -> None:
    """Follow `uvx --with PACKAGE TOOL@VERSION`."""
    inner = rest(invocation.arguments, _VALUED)
    if inner:
        builder.run(invocation.inner((posixpath.basename(inner[0]).partition("@")[0], *inner[1:])))


def exec_after_dashes(builder: "Builder", invocation: Invocation) -> None:
    """Follow `doppler run -- COMMAND`."""
    if "--" in invocation.words:
        builder.run(invocation.inner(invocation.words[invocation.words.index("--") + 1 :]))
