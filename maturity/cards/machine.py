"""What machines know of a version, field by field. Nothing is inferred that no source says."""

from collections.abc import Callable

from maturity.cards import assessed, changes, inputs, performance
from maturity.cards.told import Known, Told, grid, moment, source, words
from maturity.model.card import Cell
from maturity.model.version import RawColumn

_OWNERS = ("owner", "team", "contact", "maintainer")
_APPROVED = ("approved_by", "approval", "promoted_by", "validation_status")
_BASE = ("base_model", "model_name_or_path", "pretrained", "pretrained_model", "foundation_model", "checkpoint")
_DIRTY = ("git.dirty", "dirty", "mlflow.source.git.dirty")
_MACHINE = ("mlflow.host.name", "mlflow.source.type", "mlflow.user")
_DIGESTS = ("sha256", "model.sha256", "model_digest", "digest")


def told(known: Known) -> dict[str, Told]:
    """Return what is known of each field."""
    found = {field: make(known) for field, make in (_FIELDS | inputs.FIELDS | performance.FIELDS).items()}
    return {field: one for field, one in found.items() if one.value is not None}


def _version(known: Known) -> Told:
    version, aliases = known.detail.version, known.detail.aliases
    stage = version.stage if version.stage not in ("", "None") else ""
    return words([version.version, *(f"@{alias}" for alias in aliases), stage], known.registry)


def _identifiers(known: Known) -> Told:
    detail = known.detail
    logged, uuid = detail.logged_id, detail.mlmodel.uuid if detail.mlmodel else ""
    source = detail.version.source
    rows = [
        ("version", f"models:/{detail.model}/{detail.version.version}"),
        ("run", detail.version.run or ""),
        ("logged model", logged),
        # Both may only say the id of the logged model again.
        ("model uuid", "" if uuid == logged else uuid),
        ("source", "" if source == f"models:/{logged}" else source),
    ]
    return grid(("what", "id"), [row for row in rows if row[1]], known.registry)


def _digest(known: Known) -> Told:
    tags = known.detail.version.tags
    return words((tags[name] for name in _DIGESTS if name in tags), known.registry)


def _created(known: Known) -> Told:
    version = known.detail.version
    rows = [("created", moment(version.created)), ("last changed", moment(version.updated))]
    return grid(("when", "time"), [row for row in rows if row[1]], known.registry)


def _owner(known: Known) -> Told:
    tags = known.tags
    lines = [f"{name}: {tags[name]}" for name in _OWNERS if name in tags]
    lines += [f"registered by {known.detail.version.owner}"] if known.detail.version.owner else []
    sources = [known.registry] * bool(lines)
    if known.view and known.view.owners:
        lines.append(known.view.owners.value)
        sources.append(source("repository", known.view.owners.place))
    return words(lines, *sources)


def _approval(known: Known) -> Told:
    tags = known.detail.version.tags
    return words((f"{name}: {tags[name]}" for name in _APPROVED if name in tags), known.registry)


def _licence(known: Known) -> Told:
    tags = known.tags
    lines = [f"model: {tags[name]}" for name in ("license", "licence") if name in tags]
    sources = [known.registry] * bool(lines)
    if known.view and known.view.licence:
        lines.append(f"code: {known.view.licence.value}")
        sources.append(source("repository", known.view.licence.place))
    return words(lines, *sources)


def _source(known: Known) -> Told:
    tags = known.origin
    rows = [
        ("repository", tags.get("mlflow.source.git.repoURL", "")),
        ("commit", known.commit),
        ("branch", tags.get("mlflow.source.git.branch", "")),
        ("uncommitted changes", next((tags[tag] for tag in _DIRTY if tag in tags), "")),
        ("program", tags.get("mlflow.source.name", "")),
    ]
    return grid(("what", "value"), [row for row in rows if row[1]], *known.makers)


def _references(known: Known) -> Told:
    cited = known.view.citation if known.view else ()
    rows = [(what, one.value) for what, one in cited]
    return grid(("what", "value"), rows, *(source("repository", one.place) for _, one in cited))


def _pipeline(known: Known) -> Told:
    view = known.view
    if view is None or not view.of_run:
        return Told(None, ())
    rows = [tuple(stage.value.partition(": ")[::2]) for stage in view.stages]
    places = dict.fromkeys(stage.place.rpartition(":")[0] for stage in view.stages)
    return grid(("stage", "command"), rows, *(source("dvc", place) for place in places))


def _environment(known: Known) -> Told:
    detail, view = known.detail, known.view
    flavors = detail.mlmodel.flavors if detail.mlmodel else {}
    rows = [("Python", flavors.get("python_function", {}).get("python_version", ""))]
    rows += [("MLflow", detail.mlmodel.mlflow if detail.mlmodel else "")]
    rows += [("requirement", line) for line in detail.version.requirements or ()]
    sources = [known.registry]
    if view and view.of_run:
        rows += [("lock file", name) for name in view.locks]
        rows += [("base image", image.value) for image in view.images]
        rows += [("pinned Python", view.python.value)] if view.python else []
        sources += [source("repository", image.place) for image in view.images]
    return grid(("what", "value"), [row for row in rows if row[1]], *sources)


def _compute(known: Known) -> Told:
    run = known.detail.run
    if run is None:
        return Told(None, ())
    rows: list[tuple[Cell, ...]] = [("started", moment(run.started)), ("ended", moment(run.ended))]
    if run.started is not None and run.ended is not None:
        rows.append(("seconds", round(run.ended - run.started, 3)))
    rows += [(tag.removeprefix("mlflow."), run.tags[tag]) for tag in _MACHINE if tag in run.tags]
    rows += [(key, value) for key, value in sorted(run.metrics.items()) if performance.is_system(key)]
    return grid(("what", "value"), [row for row in rows if row[1] != ""], known.run)


def _energy(known: Known) -> Told:
    run = known.detail.run
    held = run.metrics if run else {}
    rows = [(key, value) for key, value in sorted(held.items()) if performance.is_energy(key)]
    return grid(("what", "value"), rows, known.run)


def _architecture(known: Known) -> Told:
    mlmodel = known.detail.mlmodel
    rows = [
        (f"{flavor}.{name}", value)
        for flavor, settings in (mlmodel.flavors if mlmodel else {}).items()
        for name, value in settings.items()
        if name.endswith(("_version", "_class", "class_name", "loader_module", "model_type", "task")) or name == "code"
    ]
    rows += [] if rows else [("flavour", one) for one in known.detail.version.flavors]
    kind = known.detail.logged_kind
    rows += [("kind", kind)] if kind else []
    return grid(("what", "value"), rows, known.registry, *([known.logged] if kind else []))


def _task(known: Known) -> Told:
    flavors = known.detail.mlmodel.flavors if known.detail.mlmodel else {}
    lines = [settings["task"] for settings in flavors.values() if settings.get("task")]
    return words([*lines, known.tags.get("task", "")], known.registry)


def _base(known: Known) -> Told:
    held = known.parameters
    return words((f"{name}: {held[name]}" for name in _BASE if held.get(name)), known.run, known.logged)


def _interface(known: Known) -> Told:
    mlmodel = known.detail.mlmodel
    if mlmodel is None:
        return Told(None, ())
    rows = [_column("input", one) for one in mlmodel.inputs] + [_column("output", one) for one in mlmodel.outputs]
    return grid(("direction", "name", "type", "required"), rows, known.registry)


def _column(half: str, column: RawColumn) -> tuple[str, str, str, str]:
    return half, column.name or "-", column.type, "yes" if column.required else "no"


def _parameters(known: Known) -> Told:
    held = known.parameters
    logged = [known.logged] if known.detail.logged else []
    return grid(("parameter", "value"), sorted(held.items()), known.run, *logged)


def _how_to_use(known: Known) -> Told:
    detail = known.detail
    name = f"models:/{detail.model}/{detail.version.version}"
    if not detail.version.flavors:
        return Told(None, ())
    lines = ["import mlflow", f"model = mlflow.pyfunc.load_model({name!r})"]
    example = detail.mlmodel.example if detail.mlmodel else ""
    lines += ["answers = model.predict(records)", f"# an example of records: {example}" if example else ""]
    return words(lines, known.registry)


def _rollback(known: Known) -> Told:
    previous = known.detail.previous
    if previous is None:
        return Told(None, ())
    return words([f"models:/{known.detail.model}/{previous.version}"], known.registry)


def _evidence(known: Known) -> Told:
    tags = known.detail.version.tags
    rows = [(name, value) for name, value in sorted(tags.items()) if name.startswith(("maturity.", "maturity_"))]
    sources = [known.registry] if rows else []
    if known.assessed:
        rows += assessed.rows(known.assessed, known.versioned)
        sources.append(source("assessment", f"sha256:{known.assessed.digest}"))
    return grid(("what", "value"), rows, *sources)


_FIELDS: dict[str, Callable[[Known], Told]] = {
    "name": lambda known: words([known.detail.model], known.registry),
    "version": _version,
    "identifiers": _identifiers,
    "digest": _digest,
    "created": _created,
    "changes": changes.told,
    "owner": _owner,
    "approval": _approval,
    "license": _licence,
    "source": _source,
    "references": _references,
    "pipeline": _pipeline,
    "environment": _environment,
    "compute": _compute,
    "energy": _energy,
    "architecture": _architecture,
    "task": _task,
    "base-model": _base,
    "interface": _interface,
    "parameters": _parameters,
    "how-to-use": _how_to_use,
    "rollback": _rollback,
    "evidence": _evidence,
}
