"""What tests are about, by what they call."""

import pytest

from maturity.evidence.graph.reach import Reach
from maturity.evidence.python.module import Call
from maturity.evidence.topics.subjects import about, calls_endpoint
from maturity.evidence.topics.suites import Suite
from tests.evidence.topics.targets import linked, project

NAMES = ("clean", "predict", "report", "make_prediction", "save_predictions", "predict_fn", "predict_price")
SHOP = {
    "shop/__init__.py": "",
    "shop/steps.py": "\n".join(f"def {name}(*x):\n    return x" for name in NAMES)
    + "\ndef label(text, model):\n    return model.predict([text])[0]\n"
    "def refresh(text, model):\n    warehouse.write_rows(model.predict([text]))\n",
    "hook.py": "import joblib\ndef lambda_handler(event, context):\n    return joblib.load('m').predict([event])\n"
    "class Service:\n    def lambda_handler(self, event):\n        return event\n",
    "ask.py": "import requests\n"
    "def endpoint(rows):\n    return requests.post('https://{}/model/invocations', json=rows)\n"
    "def orders(rows):\n    return requests.post('https://example.com/orders', json=rows)\n",
    "page.py": "import gradio as gr\n"
    "def shown(x):\n    return x\ndef unseen(x):\n    return x\ngr.Interface(shown).launch()\n",
    "sweep.py": "def lambda_handler(event, context):\n    return len(event)\n",
    "net.py": "from torch import nn\nclass Net(nn.Module):\n    def forward(self, x):\n        return x\n",
}
HEAD = (
    "import httpx\nimport joblib\nimport mlflow\nimport torch\n"
    "import great_expectations as gx\nimport numpy as np\nimport pandas as pd\nimport fairlearn.metrics\n"
    "from fastapi import FastAPI\nfrom fastapi.testclient import TestClient\n"
    "from seldon_core.seldon_client import SeldonClient\n"
    "from sklearn.utils.estimator_checks import check_estimator\nfrom shop import steps\n"
    "import onnxruntime as ort\nfrom streamlit.testing.v1 import AppTest\n"
    "from urllib.request import Request, urlopen\nimport hook, sweep, requests, schemathesis\n"
    "import ask\nfrom unittest.mock import patch\nfrom page import shown, unseen\n"
    "from gradio_client import Client as GradioClient\n"
)


def subjects(body: str, parameter: str = "", path: str = "tests/test_it.py", head: str = HEAD) -> tuple[str, ...]:
    target = project({**SHOP, path: f"{head}def test_it({parameter}):\n    {body}\n"})
    graph = linked(target)
    suite = Suite(target, graph)
    return about(suite, Reach(graph), suite.run(f"py:{path}::test_it"))


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("assert steps.report(1)", ("code",)),
        ("assert steps.clean(1)", ("code", "features")),
        ("assert steps.predict(1, 2) == 3", ("code", "model")),
        ("assert steps.predict(MockModel(), 2) == 3", ("code",)),
        ("assert steps.label('good', 2) == steps.label('nice', 2)", ("code", "model")),
        ("steps.refresh('good', 2)\n    assert listed() == 1", ("code",)),
        ("assert pd.read_csv('data/raw.csv').duplicated().sum() == 0", ("data",)),
        ("assert gx.read_csv('x').expect_column_to_exist('age')", ("data",)),
        ("assert TestClient(1).post('/predict').status_code == 200", ("service",)),
        ("app = FastAPI()\n    app.add_middleware(M)\n    assert TestClient(app).get('/')", ()),
        ("app = FastAPI()\n    app.include_router(M)\n    assert TestClient(app).get('/')", ("service",)),
        ("c = httpx.Client(base_url=HOST)\n    assert c.post('/predict', json={}).status_code == 200", ("service",)),
        ("c = httpx.Client(base_url=HOST)\n    assert c.get('/orders').status_code == 200", ()),
        ("c = SeldonClient(gateway='ambassador')\n    assert c.predict(data=1).success", ("service",)),
        ("c = SeldonClient(gateway='ambassador')\n    assert c.config", ()),
        ("assert fairlearn.metrics.demographic_parity_difference(1, 2) < 1", ("fairness",)),
        ("assert pd.DataFrame([1]).duplicated().sum() == 0", ()),
        ("assert np.mean([1]) == 1", ()),
        ("check_estimator(steps.report(1))", ("code", "model")),
        ("check_estimator(1)", ()),
        ("self.ensure_model_can_train_save_and_load('fit.json')", ("model",)),
        ("self.ensure_model_is_here('fit.json')", ()),
        ("model = mlflow.pyfunc.load_model('x')\n    assert model.predict(pd.read_csv('a.csv'))[0] == 1", ("model",)),
        ("model = joblib.load('x')\n    assert model.get_params()", ()),
        ("net = steps.report(1).eval()\n    assert net(2)", ("code", "model")),
        ("net = steps.report(1)\n    assert net(2)", ("code",)),
        ("assert ort.InferenceSession('m.onnx').run(None, {})[0].shape == (1, 2)", ("model",)),
        ("assert ort.InferenceSession('m.onnx').get_inputs()", ()),
        ("assert steps.make_prediction(input_data=1)['predictions']", ("code", "model")),
        ("assert steps.predict_price(1) > 0", ("code", "model")),
        ("assert steps.save_predictions(1)", ("code",)),
        ("assert steps.predict_fn(1, 2)", ("code",)),
        ("assert AppTest.from_file('app.py').run().title", ("service",)),
        ("request = Request('http://localhost:8000/predict')\n    assert urlopen(request).status == 200", ("service",)),
        ("request = Request('https://example.com/data.csv')\n    assert urlopen(request).status == 200", ()),
        ("assert hook.lambda_handler({'x': [1]}, None) == [0]", ("code", "service")),
        ("assert sweep.lambda_handler({}, None) == 0", ("code",)),
        ("service = hook.Service(MockModel())\n    assert service.lambda_handler({'x': 1}) == 0", ("code", "service")),
        ("assert ask.endpoint([1]).status_code == 200", ("code", "service")),
        ("assert ask.orders([1]).status_code == 200", ("code",)),
        ("assert callable(ask.endpoint)", ("code",)),
        ("with patch('ask.requests'):\n        assert ask.endpoint([1])", ("code",)),
        ("assert shown(1) == 2", ("code", "service")),
        ("assert unseen(1) == 2", ("code",)),
        ("assert GradioClient('http://localhost:7860').predict(1) == 2", ("service",)),
        ("assert requests.post(steps.url() + '/orders', json=1).ok", ("code", "service")),
        ("assert requests.post('https://example.com/orders', json=1).ok", ()),
        (
            "schema = schemathesis.openapi.from_asgi('/openapi.json', 1)\n    schema.case().call_and_validate()",
            ("service",),
        ),
        ("with torch.no_grad():\n        assert steps.report(1).mean() > 0", ("code", "model")),
        ("with torch.no_grad():\n        assert torch.ones(1).mean() > 0", ()),
        ("assert TestClient(1).post('/predict').json()['label'] == 'late'", ("model", "service")),
        ("body = TestClient(1).post('/predict').json()\n    assert 'label' in body", ("service",)),
        ("body = Stub().json()\n    assert body['label'] == 'late'", ()),
        ("app.state.model = FakeModel()\n    assert TestClient(1).post('/x').json()['label'] == 'late'", ("service",)),
        ("TestClient(1).post('/predict')", ()),
        ("steps.predict(1, 2)", ("code",)),
    ],
)
def test_calls_tell_the_subject_and_without_an_assertion_there_is_none(body: str, expected: tuple[str, ...]) -> None:
    assert subjects(body) == expected


@pytest.mark.parametrize(
    "above",
    [
        "class Small:\n    def predict(self, rows):\n        return ['late']\n",
        "def test_other(monkeypatch):\n    monkeypatch.setattr('app.model', 1)\n",
        "from unittest.mock import patch\n@patch('app.model')\ndef test_other(model):\n    assert model\n",
    ],
)
def test_what_a_stand_in_answers_says_nothing_of_the_model(above: str) -> None:
    body = "assert TestClient(1).post('/predict').json()['label'] == 'late'"
    assert "model" in subjects(body, head=HEAD)
    assert "model" not in subjects(body, head=HEAD + above)


@pytest.mark.parametrize(
    ("above", "body", "expected"),
    [
        ("client = TestClient(steps.app)", "assert client.post('/predict').json()", ("code", "service")),
        ("client = TestClient(steps.app)", "assert steps.report(1)", ("code",)),
        ("app = FastAPI()\nclient = TestClient(app)", "assert client.get('/')", ()),
        ("model = joblib.load('model.pkl')", "assert model.predict([[1]])[0] == 1", ("model",)),
        ("model = joblib.load('model.pkl')", "assert 1 + 1 == 2", ()),
    ],
)
def test_what_stands_above_the_tests_counts_for_those_that_use_it(
    above: str, body: str, expected: tuple[str, ...]
) -> None:
    assert subjects(body, head=f"{HEAD}{above}\n") == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("assert client.post('/predict').json()", ("code", "service")),
        ("assert steps.report(1)", ("code",)),
        ("assert limits.least == 1", ()),
    ],
)
def test_a_client_that_another_file_of_the_suite_makes_counts_for_those_that_use_it(
    body: str, expected: tuple[str, ...]
) -> None:
    made = "from fastapi.testclient import TestClient\nfrom shop import steps\nclient = TestClient(steps.app)\n"
    test = f"from shop import steps\nfrom tests.common import client, limits\ndef test_it():\n    {body}\n"
    target = project({**SHOP, "tests/__init__.py": "", "tests/common.py": made, "tests/test_it.py": test})
    graph = linked(target)
    suite = Suite(target, graph)
    assert about(suite, Reach(graph), suite.run("py:tests/test_it.py::test_it")) == expected


@pytest.mark.parametrize(
    ("parameter", "body", "expected"),
    [
        ("client", "assert client.post('/predict', json={}).status_code == 200", ("service",)),
        ("store", "assert store.get('/predict') == 200", ()),
        ("client", "assert client.get('orders') == 200", ()),
    ],
)
def test_a_plug_in_gives_the_client_of_the_application(parameter: str, body: str, expected: tuple[str, ...]) -> None:
    assert subjects(body, parameter) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("boto3.client().invoke_endpoint", True),
        ("google.cloud.aiplatform.Endpoint.predict", True),
        ("sagemaker.tensorflow.TensorFlowModel.deploy().predict", True),
        ("azure.ai.ml.MLClient.online_endpoints.invoke", True),
        ("azure.ai.ml.MLClient.batch_endpoints.invoke", False),
        ("boto3.client().put_object", False),
        ("sklearn.svm.SVC.predict", False),
    ],
)
def test_clients_of_platforms(name: str, expected: bool) -> None:
    assert calls_endpoint(Call(name, 1)) is expected


def test_a_frame_that_the_test_wrote_itself_is_no_data_set() -> None:
    assert subjects("assert not pd.read_csv('a.csv').duplicated().any()", "tmp_path") == ()


@pytest.mark.parametrize(
    ("path", "body", "parameter", "expected"),
    [
        ("tests/test_data.py", "assert len(open('data/raw/labels.txt').read()) > 0", "", ("data",)),
        ("tests/test_dataset_labels.py", "assert open('labels.txt').read()", "", ("data",)),
        ("tests/test_it.py", "assert open('data/raw/labels.txt').read()", "", ()),
        ("tests/test_data.py", "assert open('a.txt').read()", "tmp_path", ()),
        ("tests/test_data.py", "open('data/raw/labels.txt').read()", "", ()),
        ("tests/test_metadata.py", "assert open('a.txt').read()", "", ()),
    ],
)
def test_a_file_of_tests_named_for_data_opens_the_data(
    path: str, body: str, parameter: str, expected: tuple[str, ...]
) -> None:
    assert subjects(body, parameter, path, head="") == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("assert net(torch.randn(1, 4)).shape == (1, 2)", ("code", "model")),
        ("assert net.layers == 2", ("code",)),
    ],
)
def test_a_network_that_a_fixture_gives_is_tested_with_a_tensor(body: str, expected: tuple[str, ...]) -> None:
    head = "import pytest, torch\nfrom net import Net\n@pytest.fixture\ndef net():\n    return Net()\n"
    assert subjects(body, "net", head=head) == expected


@pytest.mark.parametrize(("file", "expected"), [("dataset.py", ("code", "data")), ("network.py", ("code",))])
def test_a_file_named_for_data_that_loads_tensors_without_being_told_where_reads_the_data(
    file: str, expected: tuple[str, ...]
) -> None:
    made = "import torch\ndef mnist():\n    return torch.load('data/processed/train.pt')\n"
    path = "tests/test_it.py"
    test = f"from {file[:-3]} import mnist\ndef test_it():\n    assert len(mnist()) == 30000\n"
    target = project({file: made, path: test})
    graph = linked(target)
    suite = Suite(target, graph)
    assert about(suite, Reach(graph), suite.run(f"py:{path}::test_it")) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [("(autouse=True)", ("code", "data")), ("", ("code",)), ("(autouse=False)", ("code",))],
)
def test_what_runs_with_every_test_does_not_tell_what_one_is_about(given: str, expected: tuple[str, ...]) -> None:
    shared = (
        f"import pytest\nfrom shop import steps\n@pytest.fixture{given}\ndef quiet(tmp_path):\n    steps.report(1)\n"
    )
    test = "import csv\ndef test_it(quiet):\n    assert len(list(csv.DictReader(open('events.csv')))) == 962\n"
    target = project({**SHOP, "tests/conftest.py": shared, "tests/test_it.py": test})
    graph = linked(target)
    suite = Suite(target, graph)
    assert about(suite, Reach(graph), suite.run("py:tests/test_it.py::test_it")) == expected


@pytest.mark.parametrize(("fitted", "expected"), [("self.model", ("model",)), ("self.scaler", ())])
def test_a_model_that_the_class_of_a_test_holds_is_fitted_and_asked(fitted: str, expected: tuple[str, ...]) -> None:
    source = (
        "from unittest import TestCase\nfrom registry import made\n"
        "class TestIt(TestCase):\n    @classmethod\n    def setUpClass(cls):\n        cls.model = made()\n"
        f"    def test_it(self):\n        {fitted}.fit(1, 2)\n        assert self.model.predict(1).shape\n"
    )
    target = project({**SHOP, "tests/test_it.py": source})
    graph = linked(target)
    suite = Suite(target, graph)
    assert about(suite, Reach(graph), suite.run("py:tests/test_it.py::TestIt.test_it")) == expected
