"""Steps in Python files that a notebook puts together to a pipeline."""

import json

import pytest

from tests.evidence.python.linking import target

STEP = """
from {source} import component
from sklearn.svm import SVC

@component
def Fit(rows: str):
    SVC().fit(rows)

def plain(rows: str):
    SVC().fit(rows)
"""
TFX = """\
from tfx import v1 as tfx
from steps.fit import Fit, plain

def compose():
    plain("a")
    return tfx.dsl.Pipeline(pipeline_name="p", components=[Fit(rows="a")])
"""
KFP = """\
from kfp import compiler, dsl
from steps.fit import Fit

@dsl.pipeline(name="p")
def flow():
    Fit(rows="a")

compiler.Compiler().compile(flow, "p.yaml")
"""


def notebook(source: str) -> str:
    lines = [line + "\n" for line in source.splitlines()]
    cell = {"cell_type": "code", "source": lines, "metadata": {}, "outputs": [], "execution_count": 1}
    return json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}, indent=1)


@pytest.mark.parametrize(("source", "composed"), [("tfx.dsl.component.experimental.decorators", TFX), ("kfp.dsl", KFP)])
def test_a_platform_runs_the_components_of_files(source: str, composed: str) -> None:
    found = target({"steps/fit.py": STEP.format(source=source), "flow.ipynb": notebook(composed)})
    assert found.starts() == ["entry steps/fit.py::Fit"]
    assert found.graph.composed == {"py:steps/fit.py::Fit"}
    assert found.pipelines() == []


@pytest.mark.parametrize(
    "composed",
    [
        "from steps.fit import Fit\nFit(rows='a')\n",  # called by hand
        KFP.replace("    Fit(", "    print("),  # imported only
        KFP.replace("@dsl.pipeline(name='p')\n".replace("'", '"'), ""),  # no pipeline
    ],
)
def test_a_notebook_alone_runs_nothing(composed: str) -> None:
    assert target({"steps/fit.py": STEP.format(source="kfp.dsl"), "flow.ipynb": notebook(composed)}).starts() == []


def test_a_flow_that_runs_in_the_notebook_is_run_by_hand() -> None:
    step = STEP.replace("component", "task").format(source="prefect")
    flow = "from prefect import flow\nfrom steps.fit import Fit\n\n@flow\ndef train():\n    Fit('a')\n\ntrain()\n"
    assert target({"steps/fit.py": step, "flow.ipynb": notebook(flow)}).starts() == []
