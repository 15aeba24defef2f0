"""Inference services of small targets."""

import pytest

from maturity.evidence.topics.services.collect import collect
from maturity.model.facts.programs import ServiceFact
from tests.evidence.topics.targets import linked, project

FASTAPI = """
from fastapi import FastAPI
from pydantic import BaseModel
import joblib

app = FastAPI()
model = joblib.load("model.joblib")

class Parcel(BaseModel):
    weight: float

@app.post("/predict")
def predict(parcel: Parcel):
    return model.predict([[parcel.weight]])

@app.get("/healthz")
def health():
    return "ok"
"""


def services(files: dict[str, str]) -> list[ServiceFact]:
    target = project(files)
    return list(collect(target, linked(target)))


def one(files: dict[str, str]) -> ServiceFact:
    (found,) = services(files)
    return found


def test_a_typed_service_with_health() -> None:
    found = one({"app.py": FASTAPI})
    assert (found.framework, found.routes, str(found.at)) == ("fastapi", ("/predict", "/healthz"), "app.py:6")
    assert (found.model, found.contract, found.health, found.metrics, found.stores_predictions) == (
        *(True, True, True),
        *(False, False),
    )


def test_files_that_import_one_another_are_one_service() -> None:
    found = one(
        {
            "api/main.py": (
                "from fastapi import FastAPI\nfrom api import routes\n"
                "app = FastAPI()\napp.include_router(routes.router)\n"
            ),
            "api/routes.py": "from fastapi import APIRouter, Request\n"
            "from api.scoring import answer\nrouter = APIRouter()\n"
            "@router.post('/score')\ndef score(request: Request):\n    return answer(request)\n",
            "api/scoring.py": (
                "import pickle\nMODEL = pickle.load(open('m', 'rb'))\n"
                "def answer(request):\n    return MODEL.predict(request)\n"
            ),
            "api/__init__.py": "",
        }
    )
    assert (found.framework, found.routes, found.model, found.contract) == ("fastapi", ("/score",), True, False)


@pytest.mark.parametrize(
    ("source", "framework", "model"),
    [
        (("from flask import Flask\napp = Flask(__name__)\n"
         "@app.route('/predict')\ndef f():\n    return m.predict(x)\n"), "flask", True),
        (("from flask import Flask\napp = Flask(__name__)\n"
         "@app.route('/')\ndef f():\n    return 'hello'\n"), "flask", False),
        (("import bentoml\n@bentoml.service\nclass S:\n    @bentoml.api\n"
         "    def go(self, x: float):\n        return self.m.predict(x)\n"),
         "bentoml", True),
        (("import bentoml\nrunner = bentoml.pytorch.load_runner(tag='m')\nsvc = bentoml.Service('m')\n"
         "@svc.api(input=X())\ndef classify(x):\n    return runner.run(x)\n"),
         "bentoml", True),
        (("from ray import serve\n@serve.deployment\nclass S:\n"
         "    def __call__(self, r):\n        return self.m.predict(r)\n"),
         "ray-serve", True),
        (("import litserve\nclass Api(litserve.LitAPI):\n"
         "    def predict(self, x):\n        return self.model.predict(x)\n"),
         "litserve", True),
        (("from mlrun.frameworks.pytorch import PyTorchModelServer\nclass Prices(PyTorchModelServer):\n"
         "    def predict(self, body):\n        return self.model(body['inputs'])\n"),
         "mlrun", True),
        (("import joblib\ndef init():\n    global m\n    m = joblib.load('m')\n"
         "def run(data):\n    return m.predict(data)\n"),
         "azure-ml", True),
        ("def init():\n    pass\ndef run(raw_data):\n    return 'constant'\n", "azure-ml", False),
        (("import torch\ndef model_fn(d):\n    return torch.load(d)\n"
         "def predict_fn(x, m):\n    return m(x)\n"), "sagemaker", True),
        (("from sagemaker.pytorch import PyTorchModel\n"
         "PyTorchModel(name='x').deploy(initial_instance_count=1)\n"), "sagemaker", True),
        (("import gradio\nm = gradio.load_model()\n"
         "gradio.Interface(m.predict).launch()\nm.predict(1)\n"), "gradio", True),
        (("class TritonPythonModel:\n    def execute(self, requests):\n"
         "        return self.m.predict(requests)\n"), "triton", True),
        (("import boto3\nruntime = boto3.client('sagemaker-runtime')\ndef handler(event, _context):\n"
         "    return runtime.invoke_endpoint(EndpointName='churn', Body=event['body'])\n"), "lambda", True),
        (("import boto3\nr = boto3.client('sagemaker-runtime')\ndef handler(event, context=None, runtime=None):\n"
         "    return r.invoke_endpoint(EndpointName='churn', Body=event['body'])\n"), "lambda", True),
        (("import joblib\ndef lambda_handler(event, context):\n"
         "    return joblib.load('m').predict(event)\n"), "lambda", True),
        (("import onnxruntime as ort\ndef make_prediction(event, context):\n"
         "    return ort.InferenceSession('m.onnx').run(None, event)\n"), "lambda", True),
        (("import joblib\nm = joblib.load('m')\ndef predict(request):\n"
         "    return str(m.predict(request.get_json(silent=True)['rows']))\n"), "cloud-function", True),
        (("import joblib\nimport azure.functions as f\nm = joblib.load('m')\ndef main(req: f.HttpRequest):\n"
         "    return f.HttpResponse(str(m.predict(req.get_json()['rows'])))\n"), "cloud-function", True),
        (("import joblib\nimport azure.functions as f\nbp = f.Blueprint()\nm = joblib.load('m')\n"
         "@bp.route(route='score')\ndef score(req: f.HttpRequest, context: f.Context):\n"
         "    return f.HttpResponse(str(m.predict([[float(req.params['x'])]])))\n"), "cloud-function", True),
        (("import joblib\nm = joblib.load('m')\ndef predict(item, run_id, logger):\n"
         "    return {'label': int(m.predict([item['row']])[0])}\n"), "cerebrium", True),
        (("from fastapi import FastAPI\nfrom promptflow.client import load_flow\napp = FastAPI()\n"
         "@app.get('/summary')\ndef summary(text: str):\n    return load_flow('flows/summary')(text=text)\n"),
         "fastapi", True),
        (("import os, requests\nfrom flask import Flask, request\napp = Flask(__name__)\n"
         "SCORER = os.environ.get('SCORER', 'http://scorer:8080/v1/models/churn:predict')\n"
         "@app.post('/ask')\ndef ask():\n    return requests.post(SCORER, json=request.json).json()\n"),
         "flask", True),
        (("import os, requests\nfrom flask import Flask, request\napp = Flask(__name__)\n"
         "@app.post('/ask')\ndef ask():\n    return requests.post('http://api/predict', json=request.json).json()\n"),
         "flask", False),
    ],
)  # fmt: skip
def test_frameworks_and_whether_a_model_answers(source: str, framework: str, model: bool) -> None:
    found = one({"serve.py": source})
    assert (found.framework, found.model) == (framework, model)


@pytest.mark.parametrize(
    "files",
    [
        {"api.py": ""},
        {"client.py": "import requests\nrequests.post('/predict')\n"},
        {"batch.py": "def init():\n    pass\ndef run(mini_batch):\n    return mini_batch\n"},
        {"page.py": "import streamlit as st\nst.title('sales')\n"},
        {"hook.py": "def lambda_handler(event, context):\n    return event\n"},
        {"hook.py": "def on_failure(event, context):\n    return event\n"},
        {"hook.py": "import boto3\ndef handler(event, _):\n    boto3.client('sns').publish(Message=event['m'])\n"},
        {
            "hook.py": "import azure.functions as f\napp = f.FunctionApp()\n@app.route(route='mail')\n"
            "def mail(req, context):\n    return f.HttpResponse('sent')\n"
        },
        {"hook.py": "def record(item, run_id, logger):\n    logger.info(item)\n"},
        {"hook.py": "def notify(request):\n    return request.get_json()\n"},
        {
            "score.py": "import joblib\ndef init(): ...\ndef run(data):\n    return joblib.load('m').predict(data)\n",
            "submit.py": "from azureml.pipeline.steps import *\nParallelRunConfig(entry_script='score.py')\n",
        },
        {"jobs.py": "import joblib\ndef predict(request, rows):\n    joblib.load('m').predict(request.get_json())\n"},
        {"tests/test_api.py": FASTAPI, "vendor/app.py": FASTAPI},
        {"docker-compose.yml": "services:\n  tracking:\n    command: mlflow server --port 5000\n"},
        {"Makefile": "# mlflow models serve -m x\n"},
    ],
)
def test_what_only_looks_like_a_service_is_none(files: dict[str, str]) -> None:
    assert services(files) == []


@pytest.mark.parametrize(
    ("change", "contract"),
    [
        ("def predict(request: Request):", False),
        ("def predict(weight: float):", True),
        ("def predict(body: dict):", False),
        ("def predict(body):", False),
    ],
)
def test_a_contract_is_a_type_that_says_more_than_a_request(change: str, contract: bool) -> None:
    source = FASTAPI.replace("def predict(parcel: Parcel):", change).replace(
        "import FastAPI", "import FastAPI, Request"
    )
    assert one({"app.py": source}).contract is contract


def test_decorators_of_azure_describe_the_interface() -> None:
    source = (
        "import joblib\nfrom inference_schema.schema_decorators import input_schema\ndef init():\n    pass\n"
        "@input_schema('data', x)\ndef run(data):\n    return joblib.load('m').predict(data)\n"
    )
    assert one({"score.py": source}).contract is True


def test_metrics_come_from_calls_or_deployment_configuration() -> None:
    files = {"app.py": FASTAPI}
    exported = (
        FASTAPI + "\nfrom prometheus_fastapi_instrumentator import Instrumentator\nInstrumentator().instrument(app)\n"
    )
    assert one({"app.py": exported}).metrics is True
    assert one({"app.py": FASTAPI + "\nimport prometheus_client\n"}).metrics is False
    made = "\nimport prometheus_client\nSEEN = prometheus_client.Counter('a', 'b')\ndef create():\n    {}\n"
    assert one({"app.py": FASTAPI + made.format("app.mount('/m', prometheus_client.make_asgi_app())")}).metrics is True
    assert one({"app.py": FASTAPI + made.format("SEEN.inc()")}).metrics is False
    configured = one({**files, "deployment_config_aks.yml": "cpu: 1\nappInsightsEnabled: True\n"})
    assert (configured.metrics, [str(place) for place in configured.related]) == (True, ["deployment_config_aks.yml:2"])
    assert one({**files, "deployment_config_aks.yml": "# appInsightsEnabled: True\n"}).metrics is False


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("api/start.sh", "opentelemetry-instrument \\\n  --metrics_exporter otlp uvicorn app:app\n", True),
        ("api/Dockerfile", 'FROM x\nCMD ["ddtrace-run", "gunicorn", "app:app"]\n', True),
        ("worker/start.sh", "opentelemetry-instrument python worker.py\n", False),
        ("api/Dockerfile", "FROM x\nRUN pip install opentelemetry-instrumentation-fastapi\n", False),
        ("api/start.sh", "# opentelemetry-instrument uvicorn app:app\n", False),
    ],
)
def test_a_start_that_instruments_the_service_exports_its_metrics(path: str, text: str, *, expected: bool) -> None:
    assert one({"api/app.py": FASTAPI, path: text}).metrics is expected


@pytest.mark.parametrize(
    ("route", "expected"),
    [
        ('@app.get("/metrics", response_class=PlainTextResponse)\ndef shown():\n    return COUNTS.text()\n', True),
        ('@app.get("/metrics")\ndef shown():\n    return Response(COUNTS.text(), media_type="text/plain")\n', True),
        ('@app.get("/metrics")\ndef shown():\n    return {"accuracy": 0.9}\n', False),
        ('@app.get("/robots.txt", response_class=PlainTextResponse)\ndef shown():\n    return "x"\n', False),
    ],
)
def test_a_route_that_answers_with_metrics_as_text_exports_them(route: str, expected: bool) -> None:
    answers = "from fastapi import Response\nfrom fastapi.responses import PlainTextResponse\n"
    assert one({"app.py": answers + FASTAPI + route}).metrics is expected


def test_a_service_that_is_only_declared_is_described_by_a_file() -> None:
    declared = "kind: SeldonDeployment\nspec:\n  predictors: []\n"
    contract = '{"features": [{"name": "x", "dtype": "FLOAT"}], "targets": [{"name": "y"}]}'
    assert one({"k8s/seldon.yaml": declared, "models/a/contract.json": contract}).contract is True
    assert one({"k8s/seldon.yaml": declared, "models/a/contract.json": '{"abi": []}'}).contract is False
    assert one({"k8s/seldon.yaml": declared, "server/test/contract.json": contract}).contract is False
    assert one({"k8s/seldon.yaml": declared, "predict.proto": "service Scorer {}"}).contract is True
    flow = "inputs:\n  text:\n    {}\nnodes:\n- name: sum_up\n  type: llm\n"
    assert one({"k8s/seldon.yaml": declared, "flows/a/flow.dag.yaml": flow.format("type: string")}).contract is True
    assert one({"k8s/seldon.yaml": declared, "flows/a/flow.dag.yaml": flow.format("default: x")}).contract is False


def test_a_deployment_configuration_of_azure_is_found_wherever_it_stands() -> None:
    score = "import joblib\ndef init():\n    pass\ndef run(data):\n    return joblib.load('m').predict(data)\n"
    kept = {"src/score.py": score, "config/aks.yml": "computeType: AKS\nappInsightsEnabled: True\n"}
    assert [str(place) for place in one(kept).related] == ["config/aks.yml:2"]
    assert one({**kept, "config/aks.yml": "computeType: AKS\nappInsightsEnabled: False\n"}).metrics is False
    assert one({**kept, "config/aks.yml": "appInsightsEnabled: True\n"}).metrics is False
    flask = {"src/app.py": FASTAPI, "config/aks.yml": kept["config/aks.yml"]}
    assert one(flask).metrics is False


@pytest.mark.parametrize(
    ("statement", "stored"),
    [
        ("db.execute('INSERT INTO predictions VALUES (?)', (1,))", True),
        ("db.execute('SELECT 1')", False),
        ("session.add(parcel); session.commit()", True),
        ("seen.add(parcel)", False),
        ("frame.to_sql('predictions', engine)", True),
    ],
)
def test_a_store_is_a_table_or_a_session_that_commits(statement: str, stored: bool) -> None:
    source = FASTAPI.replace("    return model.predict", f"    {statement}\n    return model.predict")
    assert one({"app.py": source}).stores_predictions is stored


def test_predictions_are_stored_by_what_the_handler_runs() -> None:
    stored = FASTAPI.replace("    return model.predict", "    store(parcel)\n    return model.predict")
    stored += "\nfrom log import store\n"
    files = {"app.py": stored, "log.py": "def store(record):\n    collection.insert_one(record)\n"}
    assert one(files).stores_predictions is True


CONSOLE = """
from fastapi import FastAPI
from sqlalchemy.orm import Session
{0}
app = FastAPI()

@app.post("/approvals")
def approve(version: str, session: Session):
    {1}session.add(version)
    session.commit()
"""


def test_what_a_service_without_a_model_stores_are_no_predictions() -> None:
    """A console that keeps who approved a version keeps no prediction, one that asks the model for it does."""
    assert one({"console.py": CONSOLE.format("", "")}).stores_predictions is False
    asked = CONSOLE.format("import joblib\nmodel = joblib.load('m')", "version = model.predict([[version]])\n    ")
    assert one({"console.py": asked}).stores_predictions is True


def test_predictions_that_a_background_task_adds_to_a_file_are_stored() -> None:
    task = FASTAPI.replace("parcel: Parcel", "parcel: Parcel, tasks: BackgroundTasks").replace(
        "    return model.predict", "    tasks.add_task({0}, parcel)\n    return model.predict"
    )
    task += "def log_prediction(row):\n    with open('log.csv', 'a') as log:\n        log.write(row)\n"
    assert one({"app.py": task.format("log_prediction")}).stores_predictions is True
    assert one({"app.py": task.format("print")}).stores_predictions is False


FLASK = """
import joblib
from flask import Flask, request
from flask_restful import Api, Resource, reqparse
from flask_restx import Api as Described
from flasgger import Swagger
from marshmallow import Schema, fields

app = Flask(__name__)
model = joblib.load("model.joblib")

class Parcel(Schema):
    weight = fields.Float()

"""


@pytest.mark.parametrize(
    ("views", "contract"),
    [
        ("@app.route('/predict')\ndef f():\n    return model.predict(Parcel().load(request.json))\n", True),
        ("@app.route('/predict')\ndef f():\n    return model.predict(store.load(request.json))\n", False),
        (
            (
                "def validate_inputs(sent):\n    schema = Parcel(many=True)\n    return schema.load(sent)\n"
                "@app.route('/predict')\ndef f():\n    return model.predict(validate_inputs(request.json))\n"
            ),
            True,
        ),
        (
            (
                "def settings(sent):\n    return Parcel().load(sent)\n"
                "@app.route('/predict')\ndef f():\n    return model.predict(settings(1), request.json)\n"
            ),
            False,
        ),
        (
            (
                "parser = reqparse.RequestParser()\nclass Predict(Resource):\n    def post(self):\n"
                "        return model.predict(parser.parse_args())\nApi(app).add_resource(Predict, '/predict')\n"
            ),
            True,
        ),
        (
            (
                "class Predict(Resource):\n    def post(self):\n        return model.predict(request.json)\n"
                "Api(app).add_resource(Predict, '/predict')\n"
            ),
            False,
        ),
        (
            (
                "api = Described(app)\n@api.route('/predict')\nclass Predict(Resource):\n    @api.expect(given)\n"
                "    def post(self):\n        return model.predict(request.json)\n"
            ),
            True,
        ),
        ("Swagger(app)\n@app.route('/predict')\ndef f():\n    return model.predict(request.json)\n", True),
    ],
)
def test_flask_describes_what_it_takes_by_schemas_and_parsers(views: str, contract: bool) -> None:
    assert one({"app.py": FLASK + views}).contract is contract


def test_a_view_of_the_rest_framework_of_django_is_a_service() -> None:
    views = (
        "import joblib\nfrom rest_framework.views import APIView\nfrom rest_framework import serializers\n"
        "model = joblib.load('m')\nclass Given(serializers.Serializer):\n    x = serializers.FloatField()\n"
        "class Predict(APIView):\n    def post(self, request):\n        given = Given(data=request.data)\n"
        "        {0}\n        return model.predict(given)\n"
    )
    checked = one({"views.py": views.format("given.is_valid()")})
    assert (checked.framework, checked.model, checked.contract) == ("django", True, True)
    assert one({"views.py": views.format("pass")}).contract is False


def test_a_probe_is_health() -> None:
    source = FASTAPI.replace("/healthz", "/about")
    assert one({"app.py": source}).health is False
    assert one({"app.py": source, "k8s.yaml": "spec:\n  livenessProbe:\n    httpGet: {}\n"}).health is True


VERTEX = """
from google.cloud import aiplatform

def deploy(name):
    model = aiplatform.Model.list()[-1]
    endpoint = aiplatform.{0}.list()[-1]
    endpoint.deploy(model=model)
"""


def test_a_listed_endpoint_of_vertex_that_gets_a_model_is_a_service() -> None:
    found = one({"deploy.py": VERTEX.format("Endpoint")})
    assert (found.framework, found.model, found.contract, str(found.at)) == ("vertex-ai", True, False, "deploy.py:7")
    assert services({"deploy.py": VERTEX.format("PipelineJob")}) == []


@pytest.mark.parametrize(
    ("save", "contract"),
    [
        ("net.save('out', signatures={'serving_default': serve})", True),
        ("net.save('out')", False),
        ("book.sign(signatures=names)", False),
    ],
)
def test_a_model_saved_with_signatures_describes_its_endpoint(save: str, contract: bool) -> None:
    found = one({"deploy.py": VERTEX.format("Endpoint"), "export.py": f"def export(net, book, serve):\n    {save}\n"})
    assert found.contract is contract


BENTO = """
import bentoml

@bentoml.service(resources={{"gpu": 1}})
class Chat:
    weights = {weights}

    def __command__(self):
        return ["vllm", "serve", self.weights]

    async def {method}(self, content: str) -> str:
        return content + await read_engine()
"""
WEIGHTS = 'bentoml.models.HuggingFaceModel("acme/chat")'


@pytest.mark.parametrize(
    ("weights", "method", "model", "metrics"),
    [
        (WEIGHTS, "__metrics__", True, True),
        (WEIGHTS, "measure", True, False),
        ('"acme/chat"', "measure", False, False),
    ],
)
def test_a_service_of_bentoml_that_starts_a_command(weights: str, method: str, *, model: bool, metrics: bool) -> None:
    found = one({"service.py": BENTO.format(weights=weights, method=method)})
    assert (found.framework, found.model, found.metrics) == ("bentoml", model, metrics)


@pytest.mark.parametrize(
    ("address", "asserted", "expected"),
    [("localhost:3000/metrics", True, True), ("x:3000/metrics", False, False), ("x:3000/livez", True, False)],
)
def test_metrics_that_a_server_shows_by_itself_and_a_test_asks_for(
    address: str, asserted: bool, expected: bool
) -> None:
    service = (
        "import bentoml\nrunner = bentoml.pytorch.load_runner(tag='m')\nsvc = bentoml.Service('m')\n"
        "@svc.api(input=1, output=1)\ndef predict(x):\n    return runner.run(x)\n"
    )
    check = f"    answer = requests.get('http://{address}')\n" + ("    assert answer.text\n" if asserted else "")
    files = {"service.py": service, "tests/test_e2e.py": f"import requests\ndef test_metrics():\n{check}"}
    assert one(files).metrics is expected
    # A program of one's own may answer with anything there.
    assert not one({**files, "service.py": FASTAPI}).metrics
