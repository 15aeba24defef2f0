"""pre-commit: the hooks of its configuration."""

import posixpath
from typing import TYPE_CHECKING

from maturity.documents.tree import items, table, text
from maturity.evidence.graph.invocation import Invocation
from maturity.evidence.graph.shell import Options

if TYPE_CHECKING:
    from maturity.evidence.graph.builder import Builder

_PROGRAMS = {
    "ruff": "ruff check",
    "ruff-check": "ruff check",
    "ruff-format": "ruff format",
    "black": "black .",
    "black-jupyter": "black .",
    "mypy": "mypy .",
    "flake8": "flake8",
    "isort": "isort .",
    "pylint": "pylint",
    "pyright": "pyright",
    "autopep8": "autopep8",
    "yapf": "yapf",
    "bandit": "bandit",
    "pyupgrade": "pyupgrade",
}
"""What the well-known hooks run, by hook id."""


def pre_commit(builder: "Builder", invocation: Invocation) -> None:
    """Follow `pre-commit run`: every hook is a command."""
    if invocation.arguments[:1] not in (("run",), ("try-repo",)) and "run" not in invocation.arguments:
        return
    hooks(builder, invocation)


def hooks(builder: "Builder", invocation: Invocation) -> None:
    """Follow a command or a CI action to the hooks of the configuration."""
    path = builder.files.find(".pre-commit-config.yaml", invocation.folder)
    if path is None:
        builder.end(invocation, "there is no .pre-commit-config.yaml here")
        return
    node = builder.program(f"file:{path}", "hooks", path, builder.place(path, 1))
    builder.link(invocation, node)
    builder.once(node, path, lambda: _follow(builder, node, path))


def _follow(builder: "Builder", node: str, path: str) -> None:
    folder = posixpath.dirname(path)
    for document in builder.project.yaml(path)[:1]:
        for _, repo in items(table(document).get("repos")):
            for line, hook in items(table(repo).get("hooks")):
                identity, entry = text(table(hook).get("id")), text(table(hook).get("entry"))
                command = entry if text(table(repo).get("repo")) == "local" else _PROGRAMS.get(identity, "")
                if command:
                    builder.script(node, command, path, line, folder, options=Options())
