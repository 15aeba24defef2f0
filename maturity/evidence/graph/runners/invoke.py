"""invoke: the tasks of tasks.py. What a task runs is known to the Python side."""

from typing import TYPE_CHECKING

from maturity.evidence.graph.invocation import Invocation
from maturity.evidence.graph.options import positional
from maturity.evidence.graph.runners.nox import follow_tasks, read_tasks

if TYPE_CHECKING:
    from maturity.evidence.graph.builder import Builder


def invoke(builder: "Builder", invocation: Invocation) -> None:
    """Follow `invoke TASK TASK --option value`."""
    words = positional(invocation.arguments, ("-c", "--collection", "-r", "--search-root", "-f", "--config"))
    table = builder.tasks.table("invoke", invocation.folder)
    known = [word for word in words if word in table or word.rpartition(".")[2] in table]
    follow_tasks(builder, invocation, "invoke", [word.rpartition(".")[2] for word in known] or list(words[:1]))


def read(builder: "Builder") -> None:
    """Every task can be started by a person."""
    read_tasks(builder, "invoke", "tasks.py", ("task",))
