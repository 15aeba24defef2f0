"""Google Cloud Build: the steps of a build, and what starts it."""

import posixpath
from functools import partial
from typing import TYPE_CHECKING, Any

from maturity.documents.tree import Series, Table, items, table, text
from maturity.evidence.graph.ci.cloudbuild_triggers import triggers
from maturity.evidence.graph.ci.pipeline import Pipeline, Started
from maturity.evidence.graph.facts import DeclaredTrigger
from maturity.evidence.graph.graph import Start
from maturity.evidence.graph.runners.jobs import vector_of

if TYPE_CHECKING:
    from maturity.evidence.graph.builder import Builder

SYSTEM = "cloud-build"
_FILES = (".yaml", ".yml", ".json")
_SUBMITTED = Started("submit", "none", 1)
"""`gcloud builds submit` with this file."""
_OTHERS = frozenset(("jobs", "on", "runs", "pool", "trigger", "pr", "stages", "pipelines", "kind", "apiVersion"))


def read(builder: "Builder") -> None:
    """Read every document of the shape of a build, whatever its name."""
    builds: dict[str, str] = {}
    builder.each(lambda name: name.endswith(_FILES), partial(_read, builder, builds))
    if builds:
        builder.at_last("", partial(_start, builder, builds))


def _read(builder: "Builder", builds: dict[str, str], path: str) -> None:
    written = builder.project.texts[path]
    if "steps" not in written or "name" not in written or ".github/" in path:
        return
    base = builder.files.base(posixpath.dirname(path))
    named = any(part.lower().startswith("cloudbuild") for part in path.split("/"))
    for document in builder.project.yaml(path)[:1]:
        if not isinstance(document, Table) or not _is_build(document, named=named):
            continue
        pipeline = Pipeline(builder, SYSTEM, path, path)
        node = pipeline.job("build", document.line_of("steps"), [_SUBMITTED])
        builder.tasks.offer("cloudbuild", posixpath.dirname(path), posixpath.basename(path), node)
        for _, step in items(document.get("steps")):
            builder.later(path, partial(_step, builder, node, path, base, table(step)))
        for line, image in items(document.get("images")):
            # The build pushes what it lists here, once its steps are done.
            words = ("docker", "push", text(image))
            builder.later(path, partial(builder.command, node, words, builder.place(path, line), base))
        pipeline.close()
        builds[path] = node


def _is_build(document: Table, *, named: bool) -> bool:
    """Tell a build from other lists of steps: each step names an image, and one says what to do in it."""
    steps: Any = document.get("steps")
    if not isinstance(steps, Series) or not steps or not _OTHERS.isdisjoint(document):
        return False
    if not all(text(table(one).get("name")) for one in steps):
        return False
    images = any(mark in text(table(one).get("name")) for one in steps for mark in ("/", "$", ":"))
    return named or (images and any({"args", "entrypoint", "script"} & set(table(one)) for one in steps))


def _start(builder: "Builder", builds: dict[str, str]) -> None:
    """Start builds by their triggers; one that is set up elsewhere and that nothing submits starts on a change."""
    known = triggers(builder.project)
    run = {edge.target for edges in builder.graph.edges.values() for edge in edges}
    for path, node in builds.items():
        for one in known.get(path, ()):
            builder.trigger(SYSTEM, one.event, one.root, node, builder.place(one.path, one.line), (node,))
        if path not in known and f"file:{path}" not in run:
            place, runs = builder.place(path, 1, path), builder.counts[node]
            # That the trigger is there cannot be shown: it counts as switched off, what it would run as run.
            hidden = DeclaredTrigger(SYSTEM, "build", "change", enabled=False, node=node, at=place, runs=runs)
            builder.triggers.append(hidden)
            builder.graph.start(Start("change", node, place, path))


def _step(builder: "Builder", node: str, path: str, base: str, step: Table) -> None:
    # A step may run in the folder of a clone, which holds the same files as the root.
    folder = builder.files.find_folder(text(step.get("dir")), base)
    folder = base if folder is None else folder
    if text(step.get("script")):
        builder.script(node, text(step.get("script")), path, step.line_of("script"), folder)
        return
    words = vector_of(step)
    if words:
        line = step.line_of("args" if "args" in step else "name")
        builder.command(node, words, builder.place(path, line), folder)
