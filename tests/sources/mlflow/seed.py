"""Fill a tracking store through MLflow's own client: `seed.py TRACKING-URI`, artifacts below `art/` where it is local.

It prints the ids of the runs by name as JSON. What it makes: `churn`, whose serving version 2 is as it should be;
`fraud`, whose serving version lacks nearly everything and whose run is deleted; `credit`, in stage Production, whose
files are gone, with a card in its run that no tag names.
"""

import json
import math
import os
import shutil
import sys
import warnings
from datetime import UTC, datetime
from pathlib import Path

warnings.simplefilter("ignore")

import mlflow  # noqa: E402 -- it warns when it is imported
import numpy as np  # noqa: E402
import pandas as pd  # noqa: E402
from mlflow.data.pandas_dataset import from_pandas  # noqa: E402
from mlflow.models import infer_signature  # noqa: E402
from sklearn.linear_model import LogisticRegression  # noqa: E402

SECRET = "postgresql://ada:" + "r4tKq29vLm" + "@db.corp.net/churn"
FRAME = pd.DataFrame({"age": [20.0, 30, 40, 50], "income": [1.0, 0, 1, 0]})
LABELS = [0, 1, 0, 1]


def train(name: str, model: str, *, signed: bool, **parameters: str) -> tuple[str, str]:
    """Train, log and register; return the run and where the files lie."""
    with mlflow.start_run(run_name=name) as run:
        fitted = LogisticRegression().fit(FRAME, LABELS)
        if parameters:
            mlflow.log_params(parameters)
            mlflow.log_metrics({"auc": 0.91, "recall": 0.7})
            if name == "second":
                for step, loss in enumerate((0.9, math.nan, 0.4, math.inf, 0.6)):
                    mlflow.log_metric("train/loss", loss, step=step)
            mlflow.set_tag("mlflow.source.git.commit", "3f1c2a9be07d4c55a1f0e6d2b7c8901234567890")
            mlflow.log_input(from_pandas(FRAME, source="data/train.csv", name="train"), context="training")
        info = mlflow.sklearn.log_model(
            fitted,
            name="model",
            signature=infer_signature(FRAME, fitted.predict(FRAME)) if signed else None,
            registered_model_name=model,
            pip_requirements=["scikit-learn==1.9.1"],
            serialization_format="cloudpickle",
        )
        if name == "second":
            mlflow.log_image(np.zeros((8, 8, 3), dtype=np.uint8), "plots/roc.png")
            mlflow.log_table(pd.DataFrame({"slice": ["young", "old"], "auc": [0.7, 0.9]}), "reports/slices.json")
        if name == "gone":
            for step, value in ((0, 0.5), (2, 0.75), (1, 0.6)):
                mlflow.log_metric("fitted", value, step=step, model_id=info.model_id)
            mlflow.log_text("# Model card: credit", "model_card.md")
            mlflow.log_text("a,b\n1,2\n", "reports/table.csv")
    return run.info.run_id, info.artifact_path


def main(uri: str) -> None:
    mlflow.set_tracking_uri(uri)
    client = mlflow.MlflowClient()
    if uri.startswith("sqlite"):
        client.create_experiment("churn", artifact_location=(Path.cwd() / "art").as_uri())
    mlflow.set_experiment("churn")
    runs, places = {}, {}
    for name, model, signed, parameters in (
        ("first", "churn", True, {"depth": "5"}),
        ("second", "churn", True, {"depth": "6"}),
        ("lone", "fraud", False, {}),
        ("gone", "credit", True, {"depth": "7"}),
    ):
        runs[name], places[name] = train(name, model, signed=signed, **parameters)
    with mlflow.start_run(run_name="leaky") as run:
        mlflow.log_params({"depth": "4", "database": SECRET})
        mlflow.set_tag("mlflow.source.git.commit", "")  # MLflow may have found the checkout of this program
        runs["leaky"] = run.info.run_id
    day = datetime.now(UTC).date().isoformat()
    for key, value in (
        ("owner", "churn-team"),
        ("promoted_by", "github-actions"),
        ("promoted_at", day),
        ("promotion_reason", "better recall"),
        ("model_card", "https://wiki.example.org/churn"),
    ):
        client.set_model_version_tag("churn", "2", key, value)
    client.update_model_version("churn", "2", description="Churn within 30 days.")
    client.set_registered_model_alias("churn", "champion", "2")
    client.set_registered_model_alias("fraud", "live", "1")
    client.transition_model_version_stage("credit", "1", "Production")
    client.delete_run(runs["lone"])
    for file in list(Path.cwd().rglob("MLmodel")):
        if runs["gone"] in file.read_text():
            shutil.rmtree(file.parent)
    sys.stdout.write(json.dumps(runs))


if __name__ == "__main__":
    os.environ.setdefault("MLFLOW_ALLOW_FILE_STORE", "true")
    main(sys.argv[1])
