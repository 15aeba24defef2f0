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
from maturity.evidence.graph.graph import Site
from maturity.evidence.graph.orchestrators.steps import Declared, Step, declare
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
    """Note what a step does; a training step without a trainer is still a template to fill in."""
    if name == "train" and not _TRAINERS.match(text(settings.get("using"))):
        return
    gated = name == "evaluate" and settings.get("validation_criteria")
    for activity in (*_DOES[name], *(("gate",) if gated else ())):
        builder.graph.prove(Site(node, activity, TOOL, builder.place(path, line)))
