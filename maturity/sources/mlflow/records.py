"""The records of MLflow's REST interface as values of ours."""

from typing import Any

from maturity.model.tracking import RawDataset, RawModel, RawRun, RawVersion
from maturity.sources.mlflow.foreign import (
    identifier,
    moment,
    newest,
    number,
    pairs,
    record,
    records,
    text,
    without_login,
)
from maturity.sources.mlflow.store import Logged, Recorded

CONTEXT = "mlflow.data.context"
_NAME = 500
_DATASETS = 1_000


def run(value: Any, experiments: dict[str, str]) -> RawRun | None:
    """Return a run; None when it is not even called something."""
    info, data = record(record(value).get("info")), record(record(value).get("data"))
    identity = identifier(info.get("run_id")) or identifier(info.get("run_uuid"))
    if identity is None:
        return None
    tags = pairs(data.get("tags"))
    experiment = text(info.get("experiment_id"), _NAME)
    metrics = {text(entry.get("key"), _NAME): number(entry.get("value")) for entry in records(data.get("metrics"))}
    inputs = records(record(record(value).get("inputs")).get("dataset_inputs"))
    return RawRun(
        id=identity,
        experiment=experiments.get(experiment, experiment),
        name=text(info.get("run_name"), _NAME) or tags.get("mlflow.runName", ""),
        status=text(info.get("status"), _NAME),
        started=moment(info.get("start_time")),
        ended=moment(info.get("end_time")),
        deleted=info.get("lifecycle_stage") == "deleted",
        parameters=pairs(data.get("params")),
        metrics={key: found for key, found in metrics.items() if found is not None},
        tags=tags,
        datasets=tuple(dataset(entry) for entry, _ in zip(inputs, range(_DATASETS), strict=False)),
    )


def recorded(value: Any) -> Recorded | None:
    """Return one value of the history of a metric; None when it is not even said of which step."""
    held = record(value)
    step = number(held.get("step", 0))
    if "value" not in held or step is None:
        return None
    return Recorded(number(held.get("timestamp")) or 0.0, int(step), number(held["value"]))


def dataset(value: Any) -> RawDataset:
    """Return a dataset that a run names as its input."""
    held = record(record(value).get("dataset"))
    return RawDataset(
        name=text(held.get("name"), _NAME),
        digest=text(held.get("digest"), _NAME),
        source=without_login(text(held.get("source"))),
        context=pairs(record(value).get("tags")).get(CONTEXT, ""),
    )


def logged(value: Any) -> Logged:
    """Return what a server says of a logged model."""
    info, data = record(record(value).get("info")), record(record(value).get("data"))
    steps = (
        (one.get("key"), one.get("step"), one.get("timestamp"), one.get("value"))
        for one in records(data.get("metrics"))
    )
    return Logged(
        pairs(data.get("params")), newest(steps), pairs(info.get("tags")), text(info.get("model_type"), _NAME)
    )


def version(value: Any) -> tuple[str, RawVersion] | None:
    """Return the name of a model and a version of it; None when one of them is missing."""
    held = record(value)
    name, number_of = text(held.get("name"), _NAME), identifier(held.get("version"))
    if not name or number_of is None:
        return None
    return name, RawVersion(
        version=number_of,
        run=text(held.get("run_id"), _NAME) or None,
        source=without_login(text(held.get("source"))),
        stage=text(held.get("current_stage"), _NAME),
        description=text(held.get("description")),
        owner=text(held.get("user_id"), _NAME),
        created=moment(held.get("creation_timestamp")),
        updated=moment(held.get("last_updated_timestamp")),
        tags=pairs(held.get("tags")),
    )


def model(value: Any) -> RawModel | None:
    """Return a registered model, still without its versions; None when it has no name."""
    held = record(value)
    name = text(held.get("name"), _NAME)
    aliases = {text(entry.get("alias"), _NAME): text(entry.get("version")) for entry in records(held.get("aliases"))}
    if not name:
        return None
    return RawModel(name=name, description=text(held.get("description")), tags=pairs(held.get("tags")), aliases=aliases)
