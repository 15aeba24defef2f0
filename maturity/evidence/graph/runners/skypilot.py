"""SkyPilot: task files, whose commands `sky launch` runs on a machine that it rents."""

import posixpath
from functools import partial
from typing import TYPE_CHECKING

from maturity.documents.tree import table, text
from maturity.evidence.graph.graph import Start
from maturity.evidence.graph.invocation import Invocation
from maturity.evidence.graph.runners.jobs import follow_job_files, job_file

if TYPE_CHECKING:
    from maturity.evidence.graph.builder import Builder

_RUNNING = frozenset(("launch", "exec", "up"))
_TASK = frozenset(("setup", "workdir", "file_mounts", "num_nodes", "envs"))


def sky(builder: "Builder", invocation: Invocation) -> None:
    """Follow `sky launch TASK.yaml`, `sky jobs launch TASK.yaml` and their like."""
    if not _RUNNING.isdisjoint(invocation.arguments[:2]):
        follow_job_files(builder, invocation)


def read(builder: "Builder") -> None:
    """Every task file can be launched by a person."""
    builder.each(lambda name: name.endswith((".yaml", ".yml")), partial(_read, builder))


def _read(builder: "Builder", path: str) -> None:
    if "\nrun:" not in builder.project.texts[path] or "\nresources:" not in f"\n{builder.project.texts[path]}":
        return
    for document in map(table, builder.project.yaml(path)[:1]):
        if text(document.get("run")) and table(document.get("resources")) and not _TASK.isdisjoint(document):
            # Its commands run in the folder that is sent along, which is the one of the repository where none is named.
            node = job_file(builder, path, text(document.get("workdir")) and posixpath.dirname(path))
            if node is not None:
                builder.graph.start(Start("entry", node, builder.graph.nodes[node].at, path))
