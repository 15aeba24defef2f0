"""Tests of a service without a model, beside one with a model."""

import pytest

from maturity.evidence.graph.reach import Reach
from maturity.evidence.topics.registry import collect
from maturity.model.facts.code import TestFact
from tests.evidence.topics.targets import linked, project

GATEWAY = """
from fastapi import FastAPI
app = FastAPI()

@app.get("/datasets")
def datasets():
    return []
"""
SCORER = """
from fastapi import FastAPI
import joblib
app = FastAPI()
model = joblib.load("model.joblib")

@app.post("/predict")
def predict(row: dict):
    return model.predict([row])
"""
TEST = """
from fastapi.testclient import TestClient
from {package}.start import app

def test_answers():
    assert TestClient(app).get("/datasets").status_code == 200
"""
FILES = {
    "gateway/main.py": GATEWAY,
    "gateway/start.py": "from gateway.main import app\n",
    "scorer/main.py": SCORER,
    "scorer/start.py": "from scorer.main import app\n",
}


def about(files: dict[str, str]) -> tuple[str, ...]:
    target = project(files)
    graph = linked(target)
    (found,) = (one for one in collect(target, graph, Reach(graph)) if isinstance(one, TestFact))
    return found.about


@pytest.mark.parametrize(("package", "expected"), [("gateway", ("code",)), ("scorer", ("code", "service"))])
def test_only_the_service_with_the_model_is_the_inference_service(package: str, expected: tuple[str, ...]) -> None:
    assert about({**FILES, "tests/test_app.py": TEST.format(package=package)}) == expected


def test_without_a_service_of_code_that_has_the_model_any_may_be_it() -> None:
    page = "import streamlit as st, joblib\nst.write(joblib.load('m').predict([[1]]))\n"
    declared = "kind: InferenceService\nspec:\n  predictor: {}\n"
    alone = {path: text for path, text in FILES.items() if path.startswith("gateway")}
    test = {"tests/test_app.py": TEST.format(package="gateway")}
    for more in ({}, {"page.py": page}, {"k8s/isvc.yaml": declared}):
        assert about({**alone, **more, **test}) == ("code", "service")
