"""Fill a server with versions of every sort: `fill.py URI COMMIT BEFORE`; prints what it made as JSON."""

import json
import math
import sys
import tempfile
from pathlib import Path

import mlflow
import numpy as np
import pandas as pd
from mlflow.data.pandas_dataset import from_pandas
from mlflow.models import Model, infer_signature
from mlflow.tracking import MlflowClient
from sklearn.linear_model import LogisticRegression

uri, commit, before = sys.argv[1:4]
mlflow.set_tracking_uri(uri)
mlflow.set_experiment("churn")
client = MlflowClient()
frame = pd.DataFrame({"age": [20.0, 35.0, 50.0, 65.0] * 8, "income": [1.0, 2.0, 3.0, 4.0] * 8})
labels = np.array([0, 0, 1, 1] * 8)


def train(name: str, depth: float, tags: dict[str, str]) -> str:
    with mlflow.start_run(run_name=name, tags=tags) as run:
        data = from_pandas(frame, name="customers", digest="a1b2c3d4")
        mlflow.log_input(data, context="training")
        mlflow.log_input(from_pandas(frame, name="holdout", digest="b2c3d4e5"), context="testing")
        if name == "first":
            mlflow.log_input(from_pandas(frame, name="holdout", digest="c3d4e5f6"), context="testing")
            mlflow.log_dict({"columns": ["w"], "data": [[0.1], [0.2]]}, "booster.json")
            mlflow.log_metric("rows", 12345678)
        mlflow.log_params({"C": depth, "solver": "lbfgs", "threshold": 0.4})
        model = LogisticRegression(C=depth).fit(frame, labels)
        auc = 0.8 + depth / 100
        mlflow.log_metrics(
            {"auc": auc, "log_loss": 0.31, "auc_low": auc - 0.02, "slice/age/young": 0.77, "system/cpu": 12.0}
        )
        if name == "second":
            for step in range(0, 600, 10):
                mlflow.log_metric("loss", 0.1 + 0.7 / (1 + step / 40) + (step % 70) / 2000, step=step)
            for value in (0.5, math.inf, 0.25, math.nan, 0.375):
                mlflow.log_metric("fold", value)
        mlflow.log_table(pd.DataFrame({"slice": ["young", "old"], "auc": [0.77, 0.86]}), "reports/slices.json")
        mlflow.log_image(np.zeros((8, 8, 3), dtype=np.uint8), "plots/roc.png")
        signature = infer_signature(frame, model.predict(frame))
        mlflow.sklearn.log_model(
            model,
            name="model",
            registered_model_name="churn",
            signature=signature,
            input_example=frame.head(2),
            pip_requirements=["scikit-learn==1.9.1", "pandas"],
        )
        return str(run.info.run_id)


git = {"mlflow.source.git.commit": commit, "mlflow.source.git.repoURL": "https://example.org/churn.git"}
first = train("first", 1.0, {**git, "mlflow.source.git.commit": before})
second = train("second", 2.0, {**git, "baseline_run": first})
client.set_registered_model_alias("churn", "champion", "2")
client.set_model_version_tag("churn", "2", "owner", "churn team <churn@example.org>")

client.create_registered_model("alone")
client.create_model_version("alone", "s3://nowhere/model", run_id=None)
hostile = "<b>bold<b> | `code` --> \u202egnp"
client.create_registered_model(hostile)
client.create_model_version(hostile, "s3://nowhere/model", run_id=first, description="--> <script>alert(2)</script>")
client.set_model_version_tag(hostile, "1", "owner", "</td><script>alert(3)</script> \x1b]0;title\x07")
# A model of PyTorch as its flavour writes it; the library itself is not needed to register one.
with tempfile.TemporaryDirectory() as folder, mlflow.start_run(run_name="net", tags=git) as net:
    mlflow.log_params({"width": "64"})
    mlflow.log_metrics({"auc": 0.79})
    described = Model(signature=infer_signature(frame, labels))
    described.add_flavor("pytorch", model_data="data", pytorch_version="2.13.0", code=None)
    described.save(f"{folder}/MLmodel")
    Path(folder, "data").mkdir()
    Path(folder, "data", "model.pth").write_bytes(b"weights")
    Path(folder, "requirements.txt").write_text("torch==2.13.0\n")
    mlflow.log_artifacts(folder, "model")
    mlflow.log_table(pd.DataFrame({"check": ["age is given"], "passed": ["yes"]}), "data_quality.json")
client.create_registered_model("net")
client.create_model_version("net", f"{net.info.artifact_uri}/model", run_id=net.info.run_id)
client.set_model_version_tag("net", "1", "model.sha256", "ab" * 32)
# Models of language: one that nobody trained in a run, and one that a run evaluated.
asked = {"llm": "example-7b", "temperature": "0.1"}
agent = mlflow.create_external_model(name="agent", model_type="agent", params=asked, tags=git)
mlflow.register_model(f"models:/{agent.model_id}", "assistant")
with mlflow.start_run(run_name="judged", tags=git):
    judged = mlflow.create_external_model(name="judged", model_type="agent", params=asked, tags=git)
    mlflow.log_metrics({"correctness": 0.8, "tokens": 1200}, model_id=judged.model_id)
    mlflow.log_metric("correctness", 0.85, step=1, model_id=judged.model_id)
    mlflow.register_model(f"models:/{judged.model_id}", "judged")
quoted = """it's "q" 100% #1 \\ ?x=1&y=\u5ba2 @live"""
client.create_registered_model(quoted)
client.create_model_version(quoted, f"models:/{judged.model_id}", run_id=second, model_id=judged.model_id)
print(json.dumps({"first": first, "second": second, "hostile": hostile, "quoted": quoted}))
