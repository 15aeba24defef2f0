"""Components that lie in files of their own and that Python loads."""

import pytest

from maturity.evidence.graph.reach import Reach
from tests.evidence.python.linking import Target, target

FIT = "from sklearn.svm import SVC\nSVC().fit(1, 2)\n"
AZURE = "$schema: https://azuremlschemas.azureedge.net/latest/commandComponent.schema.json\ntype: command\n"
COMPONENTS = {
    "aml/train.yaml": AZURE + "code: ../src\ncommand: python fit.py\n",
    "aml/prep.yaml": AZURE + "code: ../src\ncommand: python clean.py\n",
    "src/fit.py": FIT,
    "src/clean.py": "",
}
TABLE = """
    from azure.ai.ml import dsl, load_component

    def load(folder):
        train = load_component(source=f"{folder}/train.yaml")
        return {"prep": load_component(source=f"{folder}/prep.yaml"), "train": train}

    def define(components):
        @dsl.pipeline(compute="cpu")
        def churn(rows):
            clean = components["prep"](rows=rows)
            fit = components["train"](rows=clean.outputs.rows)
            return {"model": fit.outputs.model}
        return churn
"""


def reached(found: Target) -> dict[str, tuple[str, ...]]:
    """Return what each step of the only pipeline reaches."""
    reach = Reach(found.graph)
    (pipeline,) = found.linked.pipelines
    return {name: reach.of(node) for name, node in pipeline.steps}


def test_components_kept_in_a_table_are_followed_to_their_commands() -> None:
    found = target({**COMPONENTS, "run.py": TABLE}, shell=True)
    assert reached(found) == {"prep": (), "train": ("train",)}


@pytest.mark.parametrize(
    "call", ["load_component(source='./aml/train.yaml')", "load_component(source=f'{HERE}/aml/train.yaml')"]
)
def test_a_component_loaded_at_the_top_is_followed_by_its_name(call: str) -> None:
    source = f"""
        from azure.ai.ml import dsl, load_component
        HERE = "."
        prep = load_component(source="aml/prep.yaml")
        train_component = {call}
        @dsl.pipeline
        def churn(rows):
            clean = prep(rows=rows)
            train_component(rows=clean.outputs.rows)
    """
    found = target({**COMPONENTS, "run.py": source}, shell=True)
    assert reached(found) == {"prep": (), "train_component": ("train",)}


def test_a_component_loaded_where_it_is_used_is_followed_by_its_file() -> None:
    source = """
        from azure.ai.ml import dsl, load_component
        @dsl.pipeline
        def churn(rows):
            prepare = load_component(source="aml/prep.yaml")
            learn = load_component(source="aml/train.yaml")
            learn(rows=prepare(rows=rows).outputs.rows)
    """
    found = target({**COMPONENTS, "run.py": source}, shell=True)
    assert ("train",) in reached(found).values()


def test_a_component_of_kubeflow_is_followed_to_its_container() -> None:
    component = "name: Train\nimplementation:\n  container:\n    image: fit\n    command: [python, src/fit.py]\n"
    source = """
        from kfp import dsl
        from shelf import load_ops
        @dsl.pipeline(name="churn")
        def churn():
            ops = load_ops()
            rows = ops.prepare(day=1)
            rows.set_memory_limit("2G")
            rows.add_pvolumes({"/data": 1})
            ops.train(rows=rows.output).after(rows)
    """
    files = {
        "pipeline.py": source,
        "shelf.py": "def load_ops(): ...\n",
        "components/train/component.yaml": component,
        "src/fit.py": FIT,
    }
    assert reached(target(files, shell=True)) == {"prepare": (), "train": ("train",)}


def test_two_components_of_one_name_are_not_guessed_between() -> None:
    files = {**COMPONENTS, "old/train.yaml": AZURE + "code: ../src\ncommand: python clean.py\n", "run.py": TABLE}
    assert reached(target(files, shell=True)) == {"prep": (), "train": ()}


@pytest.mark.parametrize(
    "call", ["shelf.close(1)", "shelf.append('train')", "shelf.set_train(on=True)", "shelf.train()"]
)
def test_what_is_not_called_as_components_are_is_no_step(call: str) -> None:
    source = f"""
        from kfp import dsl
        @dsl.pipeline(name="churn")
        def churn(shelf):
            shelf.prepare(day=1)
            {call}
    """
    assert target({"pipeline.py": source}).pipelines() == ["kubeflow-pipelines churn: prepare"]


def test_an_unknown_object_in_a_flow_whose_steps_are_functions_is_no_step() -> None:
    source = """
        from prefect import flow, task
        @task
        def load(): ...
        @flow
        def nightly(shelf):
            shelf.train(rows=load())
    """
    assert target({"flow.py": source}).pipelines() == ["prefect nightly: load"]
