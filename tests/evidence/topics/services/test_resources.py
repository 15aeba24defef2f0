"""Services that configuration declares."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.evidence.topics.services.resources import collect
from tests.evidence.topics.targets import project


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("isvc.yaml", "apiVersion: v1\nkind: InferenceService\nspec:\n  predictor: {}\n", ("kserve", False, 2)),
        ("seldon.yaml", "kind: SeldonDeployment\nspec:\n  predictors: []\n", ("seldon", False, 1)),
        ("d.yml", "$schema: https://azuremlschemas/managedOnlineDeployment.schema.json\nmodel: azureml:m@latest\n",
         ("azure-ml", False, 2)),
        ("bundle.yml", "resources:\n  model_serving_endpoints:\n    churn:\n      name: x\n", ("databricks", True, 3)),
        ("cfn.yml", "Resources:\n  E:\n    Type: AWS::SageMaker::Endpoint\n", ("sagemaker", False, 2)),
        ("models/x/config.pbtxt", ('name: "x"\nplatform: "onnxruntime_onnx"\n'
                                  'input [ { name: "a" } ]\n'), ("triton", True, 2)),
        ("Makefile", "serve:\n\tmlflow models serve -m models:/x/1\n", ("mlflow", True, 2)),
        ("Dockerfile", 'FROM x\nCMD ["mlflow", "models", "serve", "-m", "m"]\n', ("mlflow", True, 2)),
        ("compose.yml", "services:\n  s:\n    image: tensorflow/serving:2.15\n", ("tensorflow-serving", True, 3)),
        ("serve/Containerfile.mlserver", 'FROM x\nCMD ["mlserver", "start", "."]\n', ("mlserver", False, 2)),
        ("run.sh", "torchserve --start --models x.mar\n", ("torchserve", False, 1)),
        ("start.sh", "exec tritonserver \\\n  --model-repository=/models\n", ("triton", False, 2)),
        ("scorer/Dockerfile", "FROM x\nCMD exec seldon-core-microservice $MODEL_NAME --service-type MODEL\n",
         ("seldon", False, 2)),
        ("Makefile", "serve:\n\tkickstart serve -e pkg/score.py -l .\n", ("dploy-kickstart", False, 2)),
    ],
)  # fmt: skip
def test_declared_services(path: str, text: str, expected: tuple[str, bool, int]) -> None:
    (found,) = collect(project({path: text}), signed=True, described=False)
    assert (found.framework, found.contract, found.at.line) == expected
    assert found.model is True


@pytest.mark.parametrize(
    "text",
    [
        "pip install seldon-core-microservice\n",
        "# exec seldon-core-microservice Scorer\n",
        "docker pull nvcr.io/nvidia/tritonserver:24.01-py3\n",
        "pip install kickstart\n",
    ],
)
def test_a_server_that_is_only_named_serves_nothing(text: str) -> None:
    assert list(collect(project({"run.sh": text}), signed=True, described=False)) == []


def test_an_unsigned_model_has_no_contract() -> None:
    (found,) = collect(project({"Makefile": "s:\n\tmlflow models serve\n"}), signed=False, described=False)
    assert found.contract is False


ANNOTATED = """kind: InferenceService
metadata:
  annotations:
    serving.kserve.io/enable-prometheus-scraping: "{}"
spec:
  predictor: {{}}
"""
TENSORFLOW = "services:\n  s:\n    image: tensorflow/serving:2.15\n    command: --{}_config_file=/models/one.config\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (ANNOTATED.format("true"), True),
        (ANNOTATED.format("false"), False),
        (TENSORFLOW.format("monitoring"), True),
        (TENSORFLOW.format("model"), False),
    ],
)
def test_a_server_is_told_to_show_its_metrics(text: str, *, expected: bool) -> None:
    (found,) = collect(project({"deploy.yml": text}), signed=True, described=False)
    assert found.metrics is expected


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"run.sh": "tritonserver --model-repository=/models --metrics-port=8002\n"}, True),
        ({"run.sh": "tritonserver --model-repository=/models --grpc-port=8001\n"}, False),
        ({"run.sh": "torchserve --start\n", "conf/config.properties": "metrics_address=http://0.0.0.0:8082\n"}, True),
        ({"run.sh": "torchserve --start\n", "conf/config.properties": "inference_address=http://0.0.0.0:80\n"}, False),
        ({"run.sh": "tritonserver --model-repository=/m\n", "a.properties": "metrics_address=http://x:1\n"}, False),
    ],
)
def test_where_a_server_answers_with_its_metrics(files: dict[str, str], *, expected: bool) -> None:
    (found,) = collect(project(files), signed=True, described=False)
    assert found.metrics is expected


def test_data_capture_stores_predictions() -> None:
    text = "kind: InferenceService\nspec:\n  predictor:\n    logger:\n      url: http://x\n"
    (found,) = collect(project({"i.yaml": text}), signed=False, described=False)
    assert found.stores_predictions is True


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    list(
        collect(
            project({"a.yaml": "InferenceService" + text, "config.pbtxt": text, "Makefile": text}),
            signed=True,
            described=False,
        )
    )
