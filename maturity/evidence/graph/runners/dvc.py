"""DVC: stages of dvc.yaml, and the commands that reproduce them."""

import posixpath
import re
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from maturity.documents.dvc import stages as dvcfile
from maturity.documents.dvc.stages import Stage
from maturity.documents.tree import Table
from maturity.evidence.graph.facts import DeclaredPipeline
from maturity.evidence.graph.graph import Edge, Site
from maturity.evidence.graph.invocation import Invocation
from maturity.evidence.graph.options import positional, rest
from maturity.evidence.graph.shell import Options

if TYPE_CHECKING:
    from maturity.evidence.graph.builder import Builder

_VALUED = (
    "-P",
    "--pipeline",
    "-S",
    "--set-param",
    "-n",
    "--name",
    "-j",
    "--jobs",
    "-C",
    "--params",
    "-m",
    "--message",
    "--cd",
)


def dvc(builder: "Builder", invocation: Invocation) -> None:
    """Follow `dvc repro STAGE`, `dvc exp run`, `dvc stage add -n NAME COMMAND`."""
    words = positional(invocation.arguments, _VALUED)
    match words:
        case ["repro" | "reproduce", *names] | ["exp" | "experiments", "run", *names]:
            _reproduce(builder, invocation, list(names))
        case ["run", *_]:
            valued = (
                "-n",
                "-d",
                "-o",
                "-O",
                "-m",
                "-M",
                "-p",
                "-w",
                "--name",
                "--deps",
                "--outs",
                "--params",
                "--metrics",
            )
            builder.run(invocation.inner(rest(invocation.arguments[1:], valued)))


def _reproduce(builder: "Builder", invocation: Invocation, names: list[str]) -> None:
    home = _home(builder, invocation.folder)
    # A stage that only a variable knows may be any: the whole pipeline stands for it.
    for name in [name if "$" not in name else "dvc.yaml" for name in names] or ["dvc.yaml"]:
        file, _, stage = name.rpartition(":")
        folder = posixpath.dirname(builder.files.find(file, invocation.folder) or "") if file else home
        if name.endswith(("dvc.yaml", ".dvc")) and not file:
            path = builder.files.find(name, invocation.folder) or posixpath.join(home, "dvc.yaml")
            folder, stage = posixpath.dirname(path), ""
        node = builder.tasks.find("dvc", stage or "\0all", folder)
        if node is not None:
            builder.link(invocation, node)
        else:
            builder.end(invocation, f"no dvc.yaml has the stage {stage[:60]}" if stage else "there is no dvc.yaml here")


def _home(builder: "Builder", folder: str) -> str:
    return posixpath.dirname(builder.files.find("dvc.yaml", folder) or posixpath.join(folder, "dvc.yaml"))


def read(builder: "Builder") -> None:
    """Every stage can be reproduced by a person; every dvc.yaml is a pipeline."""
    builder.each(lambda name: name == "dvc.yaml", partial(_read, builder))


def _read(builder: "Builder", path: str) -> None:
    folder = posixpath.dirname(path)
    for document in builder.project.yaml(path)[:1]:
        found = list(dvcfile.stages(document, _values(builder, document, folder)))
        if not found:
            continue
        line = document.line_of("stages") if isinstance(document, Table) else 1
        place = builder.place(path, line)
        whole = builder.program(f"file:{path}", "pipeline", path, place, start="entry")
        builder.tasks.offer("dvc", folder, "\0all", whole)
        for stage in found:
            node = f"stage:{path}#{stage.name}"
            builder.program(node, "dvc-stage", stage.name, builder.place(path, stage.line), start="entry")
            builder.graph.link(Edge(whole, node, builder.place(path, stage.line)))
            builder.tasks.offer("dvc", folder, stage.name, node)
            _group(builder, folder, stage, node)
            builder.once(node, path, partial(_follow, builder, path, folder, stage))
            _record_data(builder, path, stage)
        measured = (isinstance(document, Table) and "metrics" in document) or any(stage.metrics for stage in found)
        for stage in found if measured else ():
            _record_run(builder, path, stage)
        ordered = _order(builder, path, found)
        steps = tuple((stage.name, f"stage:{path}#{stage.name}") for stage in found)
        builder.pipelines.append(DeclaredPipeline("dvc", path, steps, ordered, place))


def _values(builder: "Builder", document: object, folder: str) -> dict[str, object]:
    values: dict[str, object] = {}
    for name in dvcfile.value_files(document):
        found = builder.files.find(name, folder)
        if found is not None and found.endswith((".yaml", ".yml", ".json")):
            for one in builder.project.yaml(found)[:1]:
                values.update(one if isinstance(one, Table) else {})
    return values


def _group(builder: "Builder", folder: str, stage: Stage, node: str) -> None:
    """`dvc repro train` runs all instances of a foreach stage: the name of the group leads to each of them."""
    group, instance, _ = stage.name.partition("@")
    if not instance:
        return
    known = builder.tasks.find("dvc", group, folder)
    if known is None:
        at = builder.graph.nodes[node].at
        known = builder.program(f"{node.rpartition('@')[0]}", "dvc-stage", group, at)
        builder.tasks.offer("dvc", folder, group, known)
    builder.graph.link(Edge(known, node, builder.graph.nodes[node].at))


def _follow(builder: "Builder", path: str, folder: str, stage: Stage) -> None:
    where = builder.files.folder(stage.folder, folder) if stage.folder else folder
    for line, command in stage.commands:
        builder.script(f"stage:{path}#{stage.name}", command, path, line, where, options=Options(errexit=True))


_TRAINING = re.compile(r"(?i)(?:^|[^a-z])(?:train|fit|tune|fine_?tune)")


def _trains(stage: Stage) -> bool:
    return any(map(_TRAINING.search, (stage.name, *(command for _, command in stage.commands))))


def _record_run(builder: "Builder", path: str, stage: Stage) -> None:
    """`dvc exp` keeps the parameters of a training stage beside the metrics that its pipeline declares."""
    if _trains(stage) and stage.parameters:
        place = builder.place(path, stage.line)
        builder.graph.prove(Site(f"stage:{path}#{stage.name}", "track", "dvc", place))


def _record_data(builder: "Builder", path: str, stage: Stage) -> None:
    """dvc.lock records the hash of every dependency: what a training stage reads beside code is its dataset."""
    folder = posixpath.dirname(path)
    if _trains(stage) and any(not builder.files.tracks(posixpath.join(folder, one)) for one in stage.deps):
        place = builder.place(path, stage.line)
        builder.graph.prove(Site(f"stage:{path}#{stage.name}", "log-dataset", "dvc", place))


def _order(builder: "Builder", path: str, found: list[Stage]) -> bool:
    """Stages that need an output of another one run after it, and `dvc repro` of them runs it too."""
    makers = {out: stage.name for stage in found for out in stage.outs}
    ordered = False
    for stage in found:
        before = {makers[one] for dep in stage.deps for one in _upwards(dep) if one in makers}
        for name in sorted(before - {stage.name}):
            ordered = True
            builder.order.append((f"stage:{path}#{name}", f"stage:{path}#{stage.name}"))
            place = builder.place(path, stage.line)
            builder.graph.link(Edge(f"stage:{path}#{stage.name}", f"stage:{path}#{name}", place))
    return ordered


def _upwards(path: str) -> Iterator[str]:
    """Yield a path and the folders that hold it: an output may be a whole folder."""
    while path:
        yield path
        path = posixpath.dirname(path) if path != "/" else ""
