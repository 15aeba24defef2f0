"""Data under version control by other means than DVC."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.evidence.topics.data_versions import collect
from tests.evidence.topics.targets import project


def tools(files: dict[str, str]) -> list[tuple[str, bool, str]]:
    return [(one.tool, one.used, str(one.at)) for one in collect(project(files))]


@pytest.mark.parametrize(
    ("source", "tool"),
    [
        ("import wandb\nrun = wandb.init()\nrun.use_artifact('pool:v3')\n", "wandb"),
        ("from zenml.client import Client\nClient().get_artifact_version(train_dataset, version)\n", "zenml"),
        ("spark.read.format('delta').option('versionAsOf', 3).load(p)\n", "delta"),
        ("spark.read.option('snapshot-id', 1).table('t')\n", "iceberg"),
        ("spark.sql('SELECT * FROM t VERSION AS OF 3')\n", "delta"),
        ("from deltalake import DeltaTable\nDeltaTable(p, version=3)\n", "delta"),
        ("import pandas as pd\npd.read_parquet('lakefs://repo/main/a.parquet')\n", "lakefs"),
        ("from clearml import Dataset\nDataset.get(dataset_id='x')\n", "clearml"),
        ("from azureml.core import Dataset\nDataset.get_by_name(ws, 'd', version=3)\n", "azure-ml"),
        ("from azureml.core import Dataset\nDataset.get_by_name(ws, 'd', v)\n", "azure-ml"),
        ("def keep(dataset):\n    return dataset.register(ws, name='d', create_new_version=True)\n", "azure-ml"),
        ("from datasets import load_dataset\nload_dataset('imdb', revision='abc')\n", "hugging-face"),
        ("import dvc.api\ndvc.api.open('x', rev='v1')\n", "dvc"),
        ("import comet_ml\nrun = comet_ml.start()\nrun.get_artifact('rows')\n", "comet"),
        ("import neptune\nrun = neptune.init_run()\nrun['data'].track_files('rows.csv')\n", "neptune"),
        ("import mlflow\nrows = mlflow.data.from_spark(frame, table_name='t', version=latest)\n", "delta"),
    ],
)
def test_a_read_that_names_a_version(source: str, tool: str) -> None:
    assert [found[:2] for found in tools({"train.py": source})] == [(tool, True)]


@pytest.mark.parametrize(
    "source",
    [
        "import wandb\nrun.use_artifact('model:v3', type='model')\n",
        "from zenml.client import Client\nClient().get_artifact_version('encoder', version)\n",
        "from zenml.client import Client\nClient().get_artifact_version('train_dataset')\n",
        "from datasets import load_dataset\nload_dataset('imdb')\n",
        "from azureml.core import Dataset\nDataset.get_by_name(ws, 'd')\n",
        "def keep(dataset):\n    return dataset.register(ws, name='d')\n",
        "spark.read.option('header', True).csv(p)\n",
        "import mlflow\nmlflow.log_input(data)\n",
        "import mlflow\nmlflow.data.from_spark(frame, table_name='t')\n",
        "import mlflow\nmlflow.data.from_spark(frame, table_name='t', version='0')\n",
        "import comet_ml\nrun = comet_ml.start()\nrun.get_artifact('model')\n",
        "import store\nstore.open().get_artifact('rows')\n",
        "# lakefs://repo/main\n",
    ],
)
def test_a_read_without_a_version_is_none(source: str) -> None:
    assert tools({"train.py": source}) == []


def test_git_lfs_counts_for_data_that_is_there() -> None:
    rules = "# data\n*.parquet filter=lfs diff=lfs merge=lfs -text\n*.png filter=lfs\n"
    assert tools({".gitattributes": rules, "data/a.parquet": "x", "docs/a.png": "x"}) == [
        ("git-lfs", True, ".gitattributes:2")
    ]
    assert tools({".gitattributes": rules, "train.py": ""}) == []
    assert tools({".gitattributes": rules, "store/a.parquet": "x"}) == [("git-lfs", False, ".gitattributes:2")]
    assert tools({".gitattributes": rules, "store/a.parquet": "x", "README.md": "store/a.parquet"}) == [
        ("git-lfs", True, ".gitattributes:2")
    ]


def test_rules_of_a_folder_count_below_it() -> None:
    rule = "*.csv filter=lfs\n"
    assert tools({"data/.gitattributes": rule, "data/a.csv": "x"}) == [("git-lfs", True, "data/.gitattributes:1")]
    assert tools({"data/.gitattributes": rule, "other/a.csv": "x"}) == []


@pytest.mark.parametrize(
    ("path", "text", "tool"),
    [
        ("conf.yaml", "source: lakefs://repo/main/raw\n", "lakefs"),
        ("job.yml", "inputs:\n  data:\n    path: azureml:pool:3\n", "azure-ml"),
        ("pipeline.json", '{"transform": {},\n"input": {\n"pfs": {"repo": "raw", "glob": "/*"}}}', "pachyderm"),
    ],
)
def test_configuration_names_versions_too(path: str, text: str, tool: str) -> None:
    assert [found[0] for found in tools({path: text})] == [tool]


@pytest.mark.parametrize(
    ("entry", "line"),
    [
        ("type: uri_file\n    path: azureml:pool@latest", 4),
        ("type: mltable\n    path: azureml://registries/team/data/pool/versions/2", 4),
        ("type: mlflow_model\n    path: azureml:net:3", None),
        ("path: azureml://datastores/blob/paths/pool", None),
        ("path: ./data", None),
    ],
)
def test_inputs_of_azure_jobs_name_data_assets(entry: str, line: int | None) -> None:
    found = tools({"job.yml": f"inputs:\n  data:\n    {entry}\n"})
    assert found == ([("azure-ml", True, f"job.yml:{line}")] if line else [])


def test_inputs_in_code_name_data_assets() -> None:
    source = "from azure.ai.ml import Input\nInput(type='{}', path='azureml:pool@latest')\n"
    assert tools({"job.py": source.format("uri_file")}) == [("azure-ml", True, "job.py:2")]
    assert tools({"job.py": source.format("mlflow_model")}) == []


def test_tests_and_notebooks_train_nothing() -> None:
    source = "import wandb\nwandb.use_artifact('pool:v3')\n"
    assert tools({"tests/test_data.py": source, "vendor/x.py": source}) == []


@given(st.text())
def test_any_rule_is_read(text: str) -> None:
    tools({".gitattributes": text + " filter=lfs", "data/a.csv": "x", "c.yaml": text})
