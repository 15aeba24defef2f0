"""What the code of a service does, by single calls and signatures."""

from collections.abc import Iterable

import pytest

from maturity.evidence.python.module import Call
from maturity.evidence.topics.services.traits import exports_metrics, logs_records, stores, typed, uses_model
from tests.evidence.topics.targets import project


def calls(*names: str) -> Iterable[Call]:
    return [Call(name, 1) for name in names]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("joblib.load", True),
        ("mlflow.pyfunc.load_model", True),
        ("?.predict_proba", True),
        ("onnxruntime.InferenceSession", True),
        ("tritonclient.grpc.aio.InferenceServerClient.infer", True),
        ("tritonclient.http.InferenceServerClient.is_server_ready", False),
        ("tensorflow_serving.apis.prediction_service_pb2_grpc.PredictionServiceStub.Predict", True),
        ("json.load", False),
        ("?.predictions", False),
    ],
)
def test_a_model_is_loaded_or_asked(name: str, expected: bool) -> None:
    assert uses_model(calls("os.getenv", name)) is expected


@pytest.mark.parametrize("asked", [True, False])
def test_a_deployment_to_azure_ml_asks_for_application_insights(*, asked: bool) -> None:
    call = Call("azureml.core.webservice.AciWebservice.deploy_configuration", 1, (), {"enable_app_insights": asked})
    assert exports_metrics([call]) is asked


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("=http://churn-predictor.models:8080/v1/models/churn:predict", True),
        ("={}/v2/models/churn/versions/{}/infer", True),
        ("=http://models:8501/v1/models/churn/metadata", False),
        ("=http://api:8000/predict", False),
        ("=/v1/models/churn:predict", False),
    ],
)
def test_the_server_that_holds_the_model_is_asked(address: str, *, expected: bool) -> None:
    """A page that sends what was typed to another service of one's own has no model; a route is no request."""
    assert uses_model([Call("requests.post", 1, (address,))]) is expected
    assert uses_model([Call("os.getenv", 1, ("=SCORER", address))]) is expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("prometheus_client.Counter", False),
        ("prometheus_client.generate_latest", True),
        ("prometheus_client.exposition.start_http_server", True),
        ("opentelemetry.metrics.get_meter", True),
        ("logfire.instrument_fastapi", True),
        ("logfire.info", False),
        ("flask_monitoringdashboard.bind", True),
        ("aws_xray_sdk.ext.flask.middleware.XRayMiddleware", True),
        ("aws_xray_sdk.core.xray_recorder.configure", False),
        ("boto3.client().put_metric_data", True),
        ("sklearn.metrics.accuracy_score", False),
        ("logging.info", False),
    ],
)
def test_metrics_of_operation_are_not_metrics_of_a_model(name: str, expected: bool) -> None:
    assert exports_metrics(calls(name)) is expected


def test_what_is_counted_has_to_come_out() -> None:
    assert exports_metrics(calls("prometheus_client.Histogram", "prometheus_client.make_asgi_app")) is True
    assert exports_metrics(calls("prometheus_client.Histogram", "prometheus_client.CollectorRegistry")) is False
    assert exports_metrics(calls("prometheus_client.Histogram"), exposed=True) is True
    assert exports_metrics(calls("time.time"), exposed=True) is False
    assert exports_metrics(calls("prometheus_client.Histogram", "starlette_exporter.handle_metrics")) is True


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (calls("pymongo.MongoClient().insert_one"), True),
        (calls("session.add", "session.commit"), True),
        (calls("kafka.KafkaProducer.send"), True),
        (calls("zenml.log_metadata"), True),
        ([Call("cursor.execute", 1, ("=INSERT INTO predictions VALUES (1)",))], True),
        ([Call("cursor.execute", 1, ("=SELECT 1",))], False),
        (calls("session.add"), False),
        (calls("logging.info"), False),
        (calls("fluent.sender.FluentSender.emit"), True),
        (calls("flask_socketio.SocketIO.emit"), False),
        ([Call("fluent.handler.FluentHandler", 1), Call("?.info", 2, ("=answered", "@prediction"))], True),
        ([Call("fluent.handler.FluentHandler", 1), Call("?.info", 2, ("=predicting",))], False),
        ([Call("logging.FileHandler", 1), Call("?.info", 2, ("@prediction",))], False),
        ([Call("boto3.client().put_object", 1, (), {"Key": "=predictions/1.json"})], True),
        ([Call("boto3.client().put_object", 1, (), {"Key": "=uploads/1.png"})], False),
    ],
)
def test_what_keeps_predictions(found: Iterable[Call], expected: bool) -> None:
    assert stores(found) is expected


@pytest.mark.parametrize(
    ("opened", "keywords", "expected"),
    [
        (Call("logging.basicConfig", 1, (), {"filename": "=log.json"}), {"query": "@q", "answer": "@a"}, True),
        (Call("logging.handlers.RotatingFileHandler", 1), {"input": None, "prediction": None}, True),
        (Call("logging.basicConfig", 1, (), {"level": 20}), {"query": "@q", "answer": "@a"}, False),
        (Call("logging.basicConfig", 1, (), {"filename": "=log.json"}), {"query": "@q", "seconds": "@s"}, False),
    ],
)
def test_a_log_in_a_file_that_keeps_inputs_and_answers(
    opened: Call, keywords: dict[str, str | None], expected: bool
) -> None:
    assert logs_records([opened, Call("structlog.get_logger().info", 2, ("=done",), {**keywords})]) is expected


@pytest.mark.parametrize(
    ("handler", "framework", "expected"),
    [
        ("@app.post('/predict')\ndef predict(row: Row):\n    pass", "flask", True),
        ("@app.post('/predict')\ndef predict(age: int):\n    pass", "fastapi", True),
        ("@app.post('/predict')\ndef predict(age: int):\n    pass", "flask", False),
        ("@app.post('/predict')\ndef predict(request: Request):\n    pass", "fastapi", False),
        ("@app.post('/predict')\ndef predict():\n    Row.model_validate(1)", "flask", True),
        ("from jsonschema import validate\n@app.post('/predict')\ndef predict():\n    validate(1, 2)", "flask", True),
        ("@app.get('/users')\ndef users(age: int):\n    pass", "fastapi", False),
        ("@app.get('/users', response_model=Row)\ndef users():\n    pass", "fastapi", True),
    ],
)
def test_an_interface_is_typed_where_records_come_in(handler: str, framework: str, expected: bool) -> None:
    target = project(
        {"app.py": f"from pydantic import BaseModel\nimport app\nclass Row(BaseModel):\n    age: int\n{handler}\n"}
    )
    module = target.modules["app.py"]
    handlers = [function for function in module.functions if function.name != "<module>"]
    assert typed(target, framework, handlers, [module]) is expected


def test_a_middleware_that_is_handed_over_exports_metrics() -> None:
    def added(name: str) -> list[Call]:
        return [Call("fastapi.FastAPI.add_middleware", 1, (f"@{name}",))]

    assert exports_metrics(added("starlette_exporter.PrometheusMiddleware")) is True
    assert exports_metrics(added("fastapi.middleware.cors.CORSMiddleware")) is False
