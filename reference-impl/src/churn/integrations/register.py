"""The model registry: make a version of a recorded run, and follow a version back to the bytes it was made of."""

import json
from dataclasses import dataclass
from typing import Any, Final

from churn.integrations import dvc_lineage
from churn.integrations.mlflow_run import COMMIT, DIRTY, LOCK, connect
from churn.integrations.settings import Settings

CHALLENGER: Final = "challenger"
CHAMPION: Final = "champion"
OWNER: Final = "churn-modelling"
"""The role that answers for the model, as in governance/roles.yaml."""
WHAT: Final = "Churn within 30 days."
CARD: Final = "reports/model_card.md"
"""Where a run keeps the card that the pipeline wrote."""


class NotRegistered(LookupError):
    """There is no such run, version or alias; the message says what to do."""


@dataclass(frozen=True)
class Version:
    """A registered version: its number, the run it came from, its aliases, tags, and the run's metrics."""

    number: str
    run_id: str
    aliases: tuple[str, ...]
    tags: dict[str, str]
    metrics: dict[str, float]


def register(settings: Settings, run_id: str) -> Version:
    """Push the run's data, then make a version of its model and point @challenger to it.

    A version whose data is nowhere to be had would be worth nothing, so the push comes first. The same run is
    registered once.
    """
    client = _client(settings)
    for version in versions(settings):
        if version.run_id == run_id:
            return version
    dvc_lineage.push(settings.dvc_remote)
    run = client.get_run(run_id)
    models = run.outputs.model_outputs
    if not models:
        raise NotRegistered(f"run {run_id}: logged no model; `churn task run train` does")
    if not client.search_registered_models(f"name = '{settings.model_name}'"):
        client.create_registered_model(settings.model_name, description=f"{WHAT} See docs/model_card.md.")
    kept = {key: value for key, value in run.data.tags.items() if key in {COMMIT, DIRTY, LOCK, "churn.profile"}}
    made = client.create_model_version(
        settings.model_name,
        f"models:/{models[0].model_id}",
        run_id=run_id,
        tags=kept | {"owner": OWNER, "model_card": f"runs:/{run_id}/{CARD}"},
        description=f"{WHAT} Profile {run.data.tags.get('churn.profile', 'unknown')}; the card is {CARD} of its run.",
        model_id=models[0].model_id,
    )
    client.set_registered_model_alias(settings.model_name, CHALLENGER, made.version)
    return find(settings, str(made.version))


def versions(settings: Settings) -> list[Version]:
    """Return all versions, the newest first."""
    client = _client(settings)
    named = client.search_registered_models(f"name = '{settings.model_name}'")
    aliases = named[0].aliases if named else {}
    found = client.search_model_versions(f"name = '{settings.model_name}'") if named else []
    return [
        Version(
            number=str(one.version),
            run_id=one.run_id,
            aliases=tuple(sorted(name for name, number in aliases.items() if str(number) == str(one.version))),
            tags=dict(one.tags),
            metrics=dict(client.get_run(one.run_id).data.metrics),
        )
        for one in sorted(found, key=lambda one: -int(one.version))
    ]


def find(settings: Settings, wanted: str) -> Version:
    """Return a version by its number or `@alias`."""
    for version in versions(settings):
        if wanted == version.number or wanted.removeprefix("@") in version.aliases:
            return version
    raise NotRegistered(f"{settings.model_name}: has no version {wanted}; `churn model list` shows those there are")


def trace(settings: Settings, version: Version) -> dict[str, Any]:
    """Follow a version to its run, its commit, and the data and months that the run recorded."""
    run = _client(settings).get_run(version.run_id)
    inputs = [
        {
            "dataset": one.dataset.name,
            "context": next((tag.value for tag in one.tags if tag.key == "mlflow.data.context"), ""),
            "source": json.loads(one.dataset.source),
            "covers": json.loads(one.dataset.profile or "{}"),
        }
        for one in run.inputs.dataset_inputs
    ]
    return {
        "model": settings.model_name,
        "version": version.number,
        "aliases": list(version.aliases),
        "run": version.run_id,
        "commit": run.data.tags.get(COMMIT),
        "dirty": run.data.tags.get(DIRTY) == "true",
        "dvc_lock": run.data.tags.get(LOCK),
        "datasets": inputs,
    }


def _client(settings: Settings) -> Any:
    from mlflow import MlflowClient

    connect(settings)
    return MlflowClient()
