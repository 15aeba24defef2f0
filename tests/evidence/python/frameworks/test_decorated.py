"""Pipelines that are decorated functions."""

import json
from textwrap import dedent

import pytest

from tests.evidence.python.linking import target

FLOW = """
from {source} import {flow}, {step}
from sklearn.svm import SVC

@{step}
def load(): ...

@{step}
def fit(rows):
    SVC().fit(rows)

def plain(): ...

@{flow}
def training():
    rows = load()
    plain()
    fit(rows)
"""


@pytest.mark.parametrize(
    ("tool", "source", "flow", "step"),
    [
        ("prefect", "prefect", "flow", "task"),
        ("zenml", "zenml", "pipeline", "step"),
        ("zenml", "zenml.pipelines", "pipeline", "step"),
        ("airflow", "airflow.decorators", "dag", "task"),
        ("dagster", "dagster", "job", "op"),
        ("flyte", "flytekit", "workflow", "task"),
    ],
)
def test_a_flow_has_the_steps_it_calls(tool: str, source: str, flow: str, step: str) -> None:
    text = FLOW.format(source=source, flow=flow, step=step)
    if source == "zenml.pipelines":
        text = text.replace(
            "from zenml.pipelines import pipeline, step",
            "from zenml.pipelines import pipeline\nfrom zenml.steps import step",
        )
    found = target({"flow.py": text})
    assert found.pipelines() == [f"{tool} training: load, fit"]
    assert found.linked.pipelines[0].ordered
    assert found.reaches("flow.py::training") == ("train",)
    assert "entry flow.py::training" in found.starts()


def test_a_decorator_of_an_unknown_library_is_no_flow() -> None:
    assert target({"flow.py": FLOW.format(source="workflows", flow="flow", step="task")}).pipelines() == []


def test_steps_may_stand_in_other_files_and_be_submitted() -> None:
    found = target(
        {
            "steps.py": "from prefect import task\n@task\ndef load(): ...\n@task\ndef fit(): ...\n",
            "flow.py": """
                from prefect import flow
                import steps
                @flow(name="nightly")
                def main():
                    rows = steps.load.submit()
                    steps.fit.map(rows)
            """,
        }
    )
    assert found.pipelines() == ["prefect nightly: load, fit"]


def test_a_flow_in_a_test_or_a_notebook_is_none() -> None:
    text = FLOW.format(source="prefect", flow="flow", step="task")
    assert target({"tests/test_flow.py": text}).pipelines() == []


def test_kubeflow_components_of_functions_and_files() -> None:
    found = target(
        {
            "pipeline.py": """
                from kfp import dsl, components

                @dsl.component(base_image="python:3.11")
                def load(): ...

                deploy_op = components.load_component_from_file("deploy.yaml")

                @dsl.pipeline(name="churn")
                def churn():
                    rows = load()
                    deploy_op(rows)
            """
        }
    )
    assert found.pipelines() == ["kubeflow-pipelines churn: load, deploy_op"]


def test_components_of_azure_are_called_as_the_file_calls_them() -> None:
    source = """
        from azure.ai.ml import command, load_component
        from azure.ai.ml.dsl import pipeline

        prepare = load_component("prepare.yml")
        fit = command(name="fit", command="python fit.py")

        @pipeline()
        def churn(rows):
            clean = prepare(rows=rows)
            fit(rows=clean.outputs.rows)
            print(rows)
    """
    assert target({"pipeline.py": source}).pipelines() == ["azure-ml churn: prepare, fit"]


def test_components_of_vertex_ai_are_steps() -> None:
    found = target(
        {
            "pipeline.py": """
                import kfp
                from google_cloud_pipeline_components import aiplatform as gcc

                @kfp.dsl.pipeline(name="flowers")
                def flowers():
                    rows = gcc.ImageDatasetCreateOp(project="p")
                    gcc.AutoMLImageTrainingJobRunOp(dataset=rows.outputs["dataset"])
                    gcc.describe()
            """
        }
    )
    steps = "Image_Dataset_Create_Op, Auto_MLImage_Training_Job_Run_Op"
    assert found.pipelines() == [f"kubeflow-pipelines flowers: {steps}"]


def test_steps_that_are_handed_in_where_the_flow_is_called() -> None:
    found = target(
        {
            "flow.py": """
                from zenml.pipelines import pipeline
                from zenml.steps import step
                @step
                def load(): ...
                @step
                def fit(): ...
                @pipeline
                def train(load, fit):
                    fit(load())
            """,
            "run.py": "from flow import train, load, fit\ndef main():\n    train(load=load(), fit=fit()).run()\n",
        }
    )
    assert found.pipelines() == ["zenml train: load, fit"]


GIVEN = """
    from flow import load, release
    from zenml.integrations.mlflow.steps import mlflow_model_deployer_step
    release(load(), mlflow_model_deployer_step())
"""


def test_a_step_that_zenml_brings_along_may_be_handed_in_by_a_program() -> None:
    flow = (
        "from zenml.pipelines import pipeline\nfrom zenml.steps import step\n@step\ndef load(): ...\n"
        "@pipeline\ndef release(load, deploy):\n    deploy(load())\n"
    )
    cell = {"cell_type": "code", "source": dedent(GIVEN), "outputs": (), "execution_count": None}
    notebook = json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    assert target({"flow.py": flow, "run.py": GIVEN}).pipelines() == ["zenml release: load, mlflow_model_deployer_step"]
    assert target({"flow.py": flow, "run.ipynb": notebook}).pipelines() == ["zenml release: load"]


PASSED_ON = """
    from zenml.integrations.kserve.steps import kserve_model_deployer_step
    from zenml.steps import BaseStep
    from flow import load, release
    def run({typed}):
        release(load(), {given}).run()
    def main():
        run(kserve_model_deployer_step(timeout=60))
"""


@pytest.mark.parametrize(
    ("typed", "given", "steps"),
    [
        ("deployer", "deployer", "load, kserve_model_deployer_step"),
        ("deployer: BaseStep", "deployer", "load, kserve_model_deployer_step"),
        ("deployer", "published", "load"),
    ],
)
def test_a_step_may_be_handed_on_by_the_function_that_runs_the_pipeline(typed: str, given: str, steps: str) -> None:
    flow = (
        "from zenml.pipelines import pipeline\nfrom zenml.steps import step\n@step\ndef load(): ...\n"
        "@pipeline\ndef release(load, deploy):\n    deploy(load())\n"
    )
    found = target({"flow.py": flow, "run.py": PASSED_ON.format(typed=typed, given=given)})
    assert found.pipelines() == [f"zenml release: {steps}"]


READY = """
    from zenml import pipeline, step
    from zenml.integrations.mlflow.{module} import {name}
    @step
    def fit(): ...
    @pipeline
    def release():
        model = fit()
        {name}{given}(model=model)
"""


@pytest.mark.parametrize(
    ("module", "name", "given", "steps"),
    [
        ("steps", "mlflow_model_deployer_step", "", "fit, mlflow_model_deployer_step"),
        ("steps", "mlflow_model_deployer_step", ".with_options(parameters={})", "fit, mlflow_model_deployer_step"),
        ("steps", "mlflow_model_deployer_step", ".describe", "fit"),
        ("mlflow_utils", "get_tracking_uri", "", "fit"),
    ],
)
def test_steps_that_zenml_brings_along(module: str, name: str, given: str, steps: str) -> None:
    found = target({"flow.py": READY.format(module=module, name=name, given=given)})
    assert found.pipelines() == [f"zenml release: {steps}"]


@pytest.mark.parametrize(
    ("schedule", "triggers"),
    [
        ('schedule="@daily"', ["airflow schedule schedule=@daily dag.py::nightly"]),
        ('schedule_interval="0 3 * * *"', ["airflow schedule schedule_interval=0 3 * * * dag.py::nightly"]),
        ("schedule=timedelta(days=1)", ["airflow schedule schedule=timedelta dag.py::nightly"]),
        ('schedule=[Dataset("rows")]', ["airflow event schedule=Dataset dag.py::nightly"]),
        ("schedule=None", []),
        ("schedule=None, interval=timedelta(days=1)", []),
        ('schedule="@once"', []),
        ("catchup=False", []),
        ("schedule=None, dagrun_timeout=timedelta(hours=1)", []),
    ],
)
def test_the_schedule_of_a_dag(schedule: str, triggers: list[str]) -> None:
    found = target(
        {
            "dag.py": f"""
                from datetime import timedelta
                from airflow.datasets import Dataset
                from airflow.decorators import dag, task
                @task
                def fit(): ...
                @dag({schedule})
                def nightly():
                    fit()
            """
        }
    )
    assert found.pipelines() == ["airflow nightly: fit"]
    assert found.triggers() == triggers
