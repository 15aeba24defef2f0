"""Kubernetes workloads: the commands of their containers, in force once applied, or on a schedule."""

import posixpath
from functools import partial
from typing import TYPE_CHECKING

from maturity.documents.tree import Table, items, table, text, walk
from maturity.evidence.graph.graph import Start
from maturity.evidence.graph.runners.compose import commands
from maturity.model.activity import Root

if TYPE_CHECKING:
    from maturity.evidence.graph.builder import Builder

_ROOTS: dict[str, Root] = {
    "CronJob": "schedule",
    "ScheduledSparkApplication": "schedule",
    "Job": "declared",
    "Deployment": "declared",
    "StatefulSet": "declared",
    "DaemonSet": "declared",
    "Pod": "declared",
    "PyTorchJob": "declared",
    "TFJob": "declared",
    "RayJob": "declared",
    "MPIJob": "declared",
    "SparkApplication": "declared",
}
SERVING = frozenset(
    "Deployment StatefulSet DaemonSet Rollout InferenceService InferenceGraph SeldonDeployment RayService".split()
)
"""Workloads that stay, so that applying one is a deployment; a job ends."""


def read(builder: "Builder") -> None:
    """Every workload is in force once its manifest is applied; a CronJob starts by itself."""
    builder.each(lambda name: name.endswith((".yaml", ".yml")), partial(_read, builder))


def _read(builder: "Builder", path: str) -> None:
    written = builder.project.texts[path]
    if "apiVersion:" not in written or "kind:" not in written:
        return
    for document in builder.project.yaml(path):
        kind = text(table(document).get("kind"))
        if kind in _ROOTS and isinstance(document, Table):
            _declare(builder, path, document, kind)


def _declare(builder: "Builder", path: str, document: Table, kind: str) -> None:
    name = text(table(document.get("metadata")).get("name")) or kind
    place = builder.place(path, document.line_of("kind"))
    node = builder.program(f"job:{path}#{kind}/{name}", "job", name, place)
    at, root = place, _ROOTS[kind]
    schedule = table(document.get("spec"))
    if root == "schedule":
        at = builder.place(path, schedule.line_of("schedule"))
        if text(schedule.get("suspend")) == "true":
            return
        builder.trigger("kubernetes", kind, root, node, at, (node,))
    else:
        builder.graph.start(Start(root, node, at, name))
    builder.once(node, path, partial(follow, builder, node, path, document))


def follow(builder: "Builder", node: str, path: str, document: Table) -> None:
    """Follow the containers of a workload, and the entry point of a job."""
    folder = builder.files.base(posixpath.dirname(path))
    for keys, _, value in walk(document, 20_000):
        if keys[-1:] == ("entrypoint",) and isinstance(value, str):
            builder.script(node, value, path, builder.graph.nodes[node].at.line or 1, folder)
        if keys[-1:] not in (("containers",), ("initContainers",), ("container",)):
            continue
        for _, one in [(0, value)] if isinstance(value, Table) else items(value):
            body = table(one)
            for line, words in commands(body, ["command", "args"]):
                vector = tuple(words.split()) if isinstance(words, str) else words
                builder.command(node, vector, builder.place(path, line), folder)
            if not body.get("command") and text(body.get("image")):
                _image(builder, node, path, body)


def _image(builder: "Builder", node: str, path: str, body: Table) -> None:
    at = builder.place(path, body.line_of("image"))
    builder.command(node, ("docker", "run", text(body.get("image"))), at)
