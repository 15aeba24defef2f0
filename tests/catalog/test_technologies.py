"""Every technology of the catalog on a realistic example of each, and on something that only looks like it."""

from pathlib import Path

import pytest
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from maturity.model.activity import Activity
from maturity.rules.validate import read_model
from tests.catalog.recognised import proved, technologies

FOLDER = Path(__file__).parent / "technologies"


class Example(BaseModel):
    """One entry of an example file."""

    model_config = ConfigDict(extra="forbid")

    technology: str
    activity: Activity
    proves: str
    near_miss: str = Field(alias="near-miss")


EXAMPLES = {path.stem: read_model(path, TypeAdapter(tuple[Example, ...])) for path in sorted(FOLDER.glob("*.yaml"))}
CASES = [
    pytest.param(example, id=f"{role}-{example.technology}-{example.activity}")
    for role, examples in EXAMPLES.items()
    for example in examples
]


@pytest.mark.parametrize("example", CASES)
def test_what_is_done_is_proved(example: Example) -> None:
    assert example.activity in proved(example.proves, example.technology)


@pytest.mark.parametrize("example", CASES)
def test_what_only_looks_like_it_is_not(example: Example) -> None:
    assert example.activity not in proved(example.near_miss, example.technology)


def test_every_technology_that_proves_something_has_an_example_in_the_file_of_its_role() -> None:
    wanted = {(entry.role, entry.name) for entry in technologies().entries if entry.proves}
    given = {(role, example.technology) for role, examples in EXAMPLES.items() for example in examples}
    assert given == wanted


SYSTEMS = """
    git mlflow dvc github-actions gitlab-ci jenkins wandb neptune kubeflow-pipelines tfx airflow metaflow zenml
    mlrun kedro temporal feast hopsworks tecton great-expectations evidently fiddler tensorleap bentoml kserve
    kubernetes docker fastapi typer gradio sagemaker databricks azure-ml vertex-ai transformers pytorch
    tensorflow-keras scikit-learn jupyter schedule-library ray ab-testing data-lineage data-masking optuna flaml
    autogluon h2o
"""


def test_every_system_that_the_project_promises_has_an_entry() -> None:
    assert set(SYSTEMS.split()) <= {entry.name for entry in technologies().entries}


def test_an_import_alone_proves_nothing() -> None:
    found = {
        (entry.name, module)
        for entry in technologies().entries
        for module in entry.imports
        if proved(f"import {module}\n", entry.name)
    }
    assert not found


def test_every_python_example_holds_a_word_of_the_byte_pre_filter() -> None:
    words = technologies().tokens
    unseen = [
        example.proves
        for examples in EXAMPLES.values()
        for example in examples
        if example.proves[0] not in "$#" and not example.proves.startswith("uses: ")
        if not any(word in example.proves for word in words)
    ]
    assert not unseen
