"""GoCD: pipelines as code, of the YAML plugin (`*.gocd.yaml`) and of the JSON plugin (`*.gopipeline.json`)."""

import posixpath
import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from maturity.documents.tree import Table, items, table, text
from maturity.evidence.graph.ci.pipeline import Pipeline, Started
from maturity.evidence.graph.shell import Options

if TYPE_CHECKING:
    from maturity.evidence.graph.builder import Builder

SYSTEM = "gocd"
MAX_PIPELINES = 200
_PARAMETER = re.compile(r"#\{(\w+)\}")
_SOURCES = ("git", "hg", "svn", "p4", "tfs", "scm", "plugin", "package", "configrepo")
_FILE = re.compile(r".*\.(?:gocd\.ya?ml|gopipeline\.json)")


@dataclass(frozen=True, slots=True)
class _Declared:
    """One pipeline, and where it stands."""

    name: str
    body: Table
    path: str
    line: int


def read(builder: "Builder") -> None:
    """Read every configuration that the plugins take, wherever it stands."""
    declared: list[_Declared] = []
    builder.each(lambda name: _FILE.fullmatch(name) is not None, partial(_load, builder, declared))
    known = {one.name: one for one in declared}
    for path in dict.fromkeys(one.path for one in declared):
        builder.attempt(path, partial(_read, builder, path, [one for one in declared if one.path == path], known))


def _load(builder: "Builder", declared: list[_Declared], path: str) -> None:
    for document in builder.project.yaml(path)[:1]:
        whole = table(document)
        if path.endswith(".json"):
            declared.append(_Declared(text(whole.get("name")) or path, whole, path, whole.line_of("name")))
        pipelines = table(whole.get("pipelines"))
        declared += [
            _Declared(name, table(pipelines.get(name)), path, pipelines.line_of(name))
            for name in list(pipelines)[:MAX_PIPELINES]
        ]


def _read(builder: "Builder", path: str, declared: list[_Declared], known: dict[str, _Declared]) -> None:
    pipeline = Pipeline(builder, SYSTEM, path, posixpath.basename(path))
    for one in declared:
        started = dict.fromkeys(_started(one, known, frozenset()))
        previous = ""
        for title, line, stage in _named(one.body.get("stages"), one.line):
            if _approved_by_hand(stage):
                # From here on nothing happens before a person says so.
                started = {Started("approval", "manual", line): None}
            jobs = list(_jobs(stage, line))
            for job, at, body in jobs:
                name = f"{one.name}/{title}/{job}"
                node = pipeline.job(name, at, started)
                if previous:
                    pipeline.before(previous, name)
                builder.later(path, partial(_follow, builder, node, one, body))
            previous = f"{one.name}/{title}/{jobs[-1][0]}" if jobs else previous
        if "template" in one.body:
            pipeline.end(pipeline.node, "a template of the server is not here", one.body.line_of("template"))
    pipeline.close()


def _started(one: _Declared, known: dict[str, _Declared], seen: frozenset[str]) -> Iterator[Started]:
    """Yield what starts a pipeline: its timer, its materials, and what starts the pipelines that come before it."""
    if text(table(one.body.get("timer")).get("spec")):
        yield Started("timer", "schedule", one.body.line_of("timer"))
    for _, line, material in _named(one.body.get("materials"), one.line):
        upstream = text(material.get("pipeline"))
        if upstream in known and upstream not in seen:
            for root in dict.fromkeys(each.root for each in _started(known[upstream], known, seen | {one.name})):
                yield Started("pipeline", root, line)
        elif upstream and upstream not in seen:
            yield Started("pipeline", "event", line)
        elif not upstream and _source(material):
            off = text(material.get("auto_update")).lower() == "false"
            yield Started("material", "manual" if off else "change", line)


def _source(material: Table) -> bool:
    return any(key in material for key in _SOURCES) or text(material.get("type")) in _SOURCES


def _named(value: Any, line: int) -> Iterator[tuple[str, int, Table]]:
    """Yield (name, line, body) of a mapping, of a series of mappings of one key, or of a series of named bodies."""
    if isinstance(value, Table):
        for name, body in value.items():
            yield name, value.line_of(name), table(body)
        return
    for number, (at, entry) in enumerate(items(value), 1):
        whole = table(entry)
        name = next(iter(whole), "") if len(whole) == 1 and isinstance(next(iter(whole.values())), Table) else ""
        title = name or text(whole.get("name")) or text(whole.get("type")) or str(number)
        yield title, at or line, table(whole.get(name)) if name else whole


def _jobs(stage: Table, line: int) -> Iterator[tuple[str, int, Table]]:
    """Yield the jobs of a stage; a stage with tasks of its own is its only job."""
    if "tasks" in stage:
        yield "defaultJob", line, stage
    else:
        yield from _named(stage.get("jobs"), line)


def _approved_by_hand(stage: Table) -> bool:
    approval = stage.get("approval")
    return "manual" in (text(approval), text(table(approval).get("type")))


def _follow(builder: "Builder", node: str, one: _Declared, body: Table) -> None:
    parameters = {name: text(value) for name, value in table(one.body.get("parameters")).items()}
    for line, task in items(body.get("tasks")):
        kind, given = _task(table(task))
        where = builder.files.folder(_filled(text(given.get("working_directory")), parameters), "")
        blocking = text(given.get("run_if")) != "failed"
        if kind == "script":
            at, written = (line, text(table(task).get("script"))) if not given else (line, text(given.get("script")))
            options = Options(errexit=True)
            builder.script(node, _filled(written, parameters), one.path, at, where, blocking=blocking, options=options)
        elif kind == "exec":
            words = [text(given.get("command")), *(text(word) for _, word in items(_arguments(given)))]
            command = shlex.join(_filled(word, parameters) for word in words)
            builder.script(node, command, one.path, line, where, blocking=blocking)
        elif kind in ("rake", "ant", "nant", "plugin"):
            builder.counts[node] += 1


def _task(task: Table) -> tuple[str, Table]:
    """Return the kind of a task and its body: `exec: {...}`, `script: text`, or `{type: exec, ...}`."""
    kind = text(task.get("type")) or next(iter(task), "")
    return kind, task if "type" in task else table(task.get(kind))


def _arguments(given: Table) -> Any:
    return given.get("arguments", given.get("args"))


def _filled(written: str, parameters: dict[str, str]) -> str:
    return _PARAMETER.sub(lambda found: parameters.get(found[1], found[0]), written)
