"""MLflow Recipes: the fixed steps of a recipe, as far as `recipe.yaml` configures them.

What a step of a recipe does is MLflow's own code: ingesting, splitting and transforming prepare data; training tracks
the run; evaluation blocks registration where it has validation criteria.
"""

import posixpath
import re
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from maturity.documents.tree import Table, table, text
from maturity.evidence.graph.graph import Edge, Site
from maturity.evidence.graph.orchestrators.steps import Declared, Step, declare
from maturity.evidence.python.namespace import node_of
from maturity.model.activity import Activity

if TYPE_CHECKING:
    from maturity.evidence.graph.builder import Builder

TOOL = "mlflow"
_FILES = frozenset(("recipe.yaml", "recipe.yml", "pipeline.yaml"))
_RECIPE = re.compile(r"^(?:regression|classification)/v\d+$")
_DOES: dict[str, tuple[Activity, ...]] = {
    "ingest": ("prepare-data",),
    "split": ("prepare-data",),
    "transform": ("prepare-data",),
    "train": ("train", "track"),
    "evaluate": ("evaluate",),
    "register": ("register",),
    "predict": ("score",),
}
_TRAINERS = re.compile(r"^(?:custom|automl/[\w.\-]+|estimator_spec)$")


def read(builder: "Builder") -> None:
    """Read every recipe."""
    builder.each(lambda name: name in _FILES, partial(_read, builder))


def _read(builder: "Builder", path: str) -> None:
    for document in builder.project.yaml(path)[:1]:
        body = table(document)
        if _RECIPE.match(text(body.get("recipe")) or text(body.get("template"))):
            name = posixpath.basename(posixpath.dirname(path)) or "recipe"
            declare(builder, Declared(TOOL, path, name, body.line_of("steps")), list(_steps(builder, path, body)))


def _steps(builder: "Builder", path: str, body: Table) -> Iterator[Step]:
    steps = table(body.get("steps"))
    before: tuple[str, ...] = ()
    for name in steps:
        if name in _DOES:
            settings = table(steps[name])
            follow = partial(_prove, builder, path, steps.line_of(name), name, settings)
            yield Step(name, steps.line_of(name), before, follow)
            before = (name,)


def _prove(builder: "Builder", path: str, line: int, name: str, settings: Table, node: str) -> None:
    """Note what a step does; a step without a trainer, or without a place for its output, is still to be filled in."""
    if name == "train" and not _TRAINERS.match(text(settings.get("using"))):
        return
    if name == "predict" and not settings.get("output"):
        return  # nothing is written
    _link(builder, path, name, settings, node)
    gated = name == "evaluate" and settings.get("validation_criteria")
    for activity in (*_DOES[name], *(("gate",) if gated else ())):
        builder.graph.prove(Site(node, activity, TOOL, builder.place(path, line)))


def _link(builder: "Builder", path: str, name: str, settings: Table, node: str) -> None:
    """Link a step with the functions of the project that its settings name: `estimator_method: estimator_fn`.

    What makes the estimator is fitted in the same process, so that a seed that it sets is one of training.
    """
    file = posixpath.join(posixpath.dirname(path), "steps", f"{name}.py")
    module = builder.project.modules.get(file)
    named = {text(value).rpartition(".")[2] for key, value in settings.items() if key.endswith("_method")}
    for function in module.functions if module else ():
        if function.name in named:
            at, own = builder.place(file, function.line), node_of(file, function.name)
            builder.graph.link(Edge(node, own, at))
            if name == "train":
                builder.graph.prove(Site(own, "train", TOOL, at))
