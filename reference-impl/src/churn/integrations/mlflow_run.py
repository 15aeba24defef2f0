"""Record one run of the pipeline in MLflow: code, parameters, data, metrics, model, and what the machine did."""

import logging
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final

import yaml

from churn.integrations import dvc_lineage, git, mlflow_model
from churn.integrations.settings import Settings

MODEL: Final = Path("models/composite")
DATA: Final = {"data/features/train.parquet": "training", "data/features/valid.parquet": "validation",
               "data/features/test.parquet": "evaluation"}  # fmt: skip
REPORTS: Final = Path("reports")
COMMIT: Final = "mlflow.source.git.commit"
DIRTY: Final = "churn.dirty"
LOCK: Final = "churn.dvc_lock"


def connect(settings: Settings) -> None:
    """Point MLflow to the tracking server of the environment."""
    from os import environ

    environ["MLFLOW_DISABLE_TELEMETRY"] = "true"
    environ["MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR"] = "false"
    if settings.mlflow_token:
        environ["MLFLOW_TRACKING_TOKEN"] = settings.mlflow_token.get_secret_value()
    import mlflow

    logging.getLogger("mlflow").setLevel(logging.WARNING)
    mlflow.set_tracking_uri(settings.mlflow_uri)
    mlflow.set_experiment(settings.experiment)


def record(settings: Settings, work: Callable[[], None], *, profile: str) -> str:
    """Do the work within a run, so that what the machine did is recorded too; then log all. Return the run's id."""
    with ThreadPoolExecutor(1) as other:
        # MLflow takes seconds to import and to open its store: let the work begin meanwhile.
        working = other.submit(work)
        return _within(settings, working.result, profile)


def _within(settings: Settings, finish: Callable[[], None], profile: str) -> str:
    import mlflow

    connect(settings)
    mlflow.set_system_metrics_sampling_interval(1)
    mlflow.set_system_metrics_samples_before_logging(1)
    with mlflow.start_run(log_system_metrics=True, tags={"churn.profile": profile}) as run:
        finish()
        commit = git.commit()
        mlflow.set_tags({COMMIT: commit or "", DIRTY: str(git.dirty()).lower(), LOCK: dvc_lineage.digest()})
        mlflow.log_params(flat(yaml.safe_load(Path("params.yaml").read_text(encoding="utf-8")), skip=profile))
        _inputs(commit)
        _metrics()
        mlflow.log_artifacts(str(REPORTS), "reports")
        mlflow.log_artifact("dvc.lock")
        mlflow_model.log(MODEL, Path("data/features/test.parquet"))
        run_id: str = run.info.run_id
    return run_id


def flat(content: Mapping[str, Any], prefix: str = "", *, skip: str = "") -> dict[str, Any]:
    """Return nested parameters as one level with dotted names; of the profiles, only the one in use."""
    found: dict[str, Any] = {}
    for key, value in content.items():
        if not prefix and key in {"smoke", "full"} - {skip}:
            continue
        if isinstance(value, Mapping):
            found |= flat(value, f"{prefix}{key}.")
        else:
            found[f"{prefix}{key}"] = value
    return found


def _inputs(commit: str | None) -> None:
    import mlflow

    from churn.integrations.mlflow_data import FeatureDataset

    outputs = dvc_lineage.outputs()
    for path, context in DATA.items():
        mlflow.log_input(FeatureDataset(outputs[path], commit), context=context)


def _metrics() -> None:
    """Log the metrics of the evaluation, and the course of each training."""
    import mlflow

    from churn.pipelines.documents import read_json

    mlflow.log_metrics(numbers(read_json(REPORTS / "metrics.json")))
    for name, epochs in read_json(REPORTS / "history.json").items():
        for step, epoch in enumerate(epochs):
            mlflow.log_metrics({f"{name}.{key}": value for key, value in numbers(epoch).items()}, step=step)


def numbers(content: Mapping[str, Any]) -> dict[str, float]:
    """Return those leaves of a report that are numbers."""
    return {key: float(value) for key, value in flat(content).items() if type(value) in {int, float}}
