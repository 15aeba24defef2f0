"""Programs that run nothing of the project, whatever files they are given."""

from typing import TYPE_CHECKING

from maturity.evidence.graph.invocation import Invocation

if TYPE_CHECKING:
    from maturity.evidence.graph.builder import Builder

PROGRAMS = tuple(
    (
        "cat cp mv rm ln ls true false mkdir touch chmod chown tar zip unzip gzip head tail tee wc"
        " sort uniq sed grep egrep find diff yq rsync scp sleep date which pip cd export apt"
        " apt-get brew act yamllint prettier yamlfix check-jsonschema black ruff flake8 mypy isort pylint"
    ).split()
)

IDLE_PROGRAMS = frozenset(("echo", "printf", "true", ":", "pwd", "date", "sleep", "ls", "exit", "Write-Host"))
"""Programs that do nothing at all: a job of nothing else is a stub."""


def ignore(builder: "Builder", invocation: Invocation) -> None:
    """Follow nothing; what the command itself proves was noted already."""
