"""Places that name a Python version."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.evidence.topics.interpreters import collect, fixes_minor
from tests.evidence.topics.targets import project


@pytest.mark.parametrize(
    ("specifier", "fixed"),
    [
        (">=3.11,<3.12", True),
        (">=3.11, <=3.11", True),
        ("==3.11.*", True),
        ("~=3.11.0", True),
        ("3.11", True),
        ("3.11.4", True),
        ("=3.7.*", True),
        ("~3.11", True),
        (">=3.7.1,<3.9", True),
        (">=3.10,<=3.11", True),
        (">=3.10", False),
        ("<3.9", False),
        (">=3.8,<4", False),
        (">=3.9,<3.12", False),
        ("^3.11", False),
        ("~=3.11", False),
        ("*", False),
        ("", False),
    ],
)
def test_a_pin_leaves_one_minor_version(specifier: str, fixed: bool) -> None:
    assert fixes_minor(specifier) is fixed


@given(st.text())
def test_any_specifier_is_judged(text: str) -> None:
    assert fixes_minor(text) in (True, False)


@pytest.mark.parametrize(
    ("path", "content", "expected"),
    [
        (".python-version", "# local\n3.12\n", ("3.12", "python-version-file", True, 2)),
        ("runtime.txt", "python-3.11.4\n", ("3.11.4", "runtime-txt", True, 1)),
        (".tool-versions", "nodejs 20\npython 3.11.4\n", ("3.11.4", "tool-versions", True, 2)),
        ("mise.toml", '[tools]\npython = "3.12"\n', ("3.12", "mise", True, 2)),
        ("pyproject.toml", '[project]\nrequires-python = ">=3.10"\n', (">=3.10", "requires-python", False, 2)),
        ("pyproject.toml", '[tool.poetry.dependencies]\npython = "~3.11"\n', ("~3.11", "poetry", True, 2)),
        ("setup.cfg", "[options]\npython_requires = ==3.11.*\n", ("==3.11.*", "setup-cfg", True, 2)),
        ("setup.py", "import x\nx.setup(python_requires='==3.11.*')\n", ("==3.11.*", "setup-py", True, 2)),
        ("Pipfile", '[requires]\npython_version = "3.11"\n', ("3.11", "pipenv", True, 2)),
        ("environment.yml", "dependencies:\n- python=3.10\n- numpy\n", ("3.10", "conda", True, 2)),
        ("environment.yml", "dependencies:\n- python=3.9.7=h12debd9_1\n", ("3.9.7", "conda", True, 2)),
        ("conda.yml", "dependencies:\n- python>=3.10\n", (">=3.10", "conda", False, 2)),
        ("conda.yml", "dependencies:\n- python>=3.10=h12debd9_1\n", (">=3.10", "conda", False, 2)),
        ("python_env.yaml", "python: 3.10.12\n", ("3.10.12", "mlflow", True, 1)),
        ("Dockerfile", "FROM python:3.11-slim\n", ("3.11", "image", True, 1)),
        ("Dockerfile", "ARG V=3.11\nFROM python:${V}\n", ("3.11", "image", True, 2)),
        ("Dockerfile", "FROM ghcr.io/astral-sh/uv:python3.12-bookworm\n", ("3.12", "image", True, 1)),
        ("Dockerfile", "FROM ubuntu:22.04\nRUN apt-get update && apt-get install -y git python3.10 python3-pip\n",
         ("3.10", "image", True, 2)),
        ("Dockerfile", "FROM continuumio/miniconda3\nRUN conda create -n ml python=3.9 pip\n",
         ("3.9", "image", True, 2)),
        ("Dockerfile", ('FROM debian:12\nARG PYTHON_MINOR="3.10"\nENV A=b \\\n    PYTHON=${PYTHON_MINOR}.4\n'
         "RUN /opt/conda/bin/conda install -y python=$PYTHON\n"), ("3.10", "image", True, 5)),
        ("cluster.yaml", "base_image: anyscale/ray:2.7.0-py310\npython: {}\n", ("3.10", "image", True, 1)),
        (".devcontainer/devcontainer.json", '{"image": "mcr/devcontainers/python:3.10"}',
         ("3.10", "devcontainer", False, 1)),
        (".devcontainer/Dockerfile", "FROM python:3.11\n", ("3.11", "image", False, 1)),
        ("template.yaml", "R:\n  F:\n    Properties:\n      Runtime: python3.9\n", ("3.9", "function", True, 4)),
        ("lambda.tf", 'resource "aws_lambda_function" "f" {\n  runtime = "python3.12"\n}\n',
         ("3.12", "function", True, 2)),
        ("deploy.sh", "gcloud functions deploy predict \\\n  --runtime python310 \\\n  --trigger-http\n",
         ("3.10", "function", True, 2)),
        ("stack.py", "from aws_cdk import aws_lambda as one\none.Function(app, 'F', runtime=one.Runtime.PYTHON_3_11)\n",
         ("3.11", "function", True, 2)),
        ("parts.py", "from kfp import dsl\n@dsl.component(base_image='python:3.10-slim')\ndef fit():\n    pass\n",
         ("3.10", "image", True, 2)),
        (".github/workflows/ci.yml", "- with:\n    python-version: '3.8'\n", ("3.8", "ci", False, 2)),
    ],
)  # fmt: skip
def test_each_place_says_version_means_and_effect(path: str, content: str, expected: tuple[object, ...]) -> None:
    (found,) = collect(project({path: content}))
    assert (found.version, found.by, found.effective, found.at.line) == expected


@pytest.mark.parametrize(
    "files",
    [
        {".python-version": "\n"},
        {"Dockerfile": "FROM nvcr.io/nvidia/pytorch:23.10-py3\n"},
        {"Dockerfile": "FROM ubuntu:22.04\n"},
        {"Dockerfile": "FROM ubuntu:22.04\nRUN apt-get install -y python3 python3-pip && pip install python3.9-tool\n"},
        {"Dockerfile": "FROM debian:12\nARG PYTHON\nARG TOOL=3.10\nRUN conda install -y python=$PYTHON tool=$TOOL\n"},
        {"template.yaml": "Runtime: nodejs18.x\nNote: python3.9\n# Runtime: python3.9\n"},
        {"serve.yaml": "CompatibleRuntimes: [python3.9]\nruntime: python3\n"},
        {"stack.py": "from engine import Runtime\nrun('F', runtime=Runtime.PYTHON_3_11)\n"},
        {"parts.py": "from own import component\n@component(base_image='python:3.10')\ndef fit():\n    pass\n"},
        {"parts.py": "from kfp import dsl\n@dsl.component(base_image='team/base:3.10')\ndef fit():\n    pass\n"},
        {"pyproject.toml": "[tool.black]\ntarget-version = ['py311']\n"},
    ],
)
def test_other_numbers_are_no_versions_of_python(files: dict[str, str]) -> None:
    assert list(collect(project(files))) == []


@pytest.mark.parametrize(("folder", "found"), [("mlruns/0/a/artifacts/model", 0), ("mlartifacts/1/b", 0), ("model", 1)])
def test_the_environment_of_a_run_pins_nothing(folder: str, found: int) -> None:
    assert len(list(collect(project({f"{folder}/python_env.yaml": "python: 3.10.12\n"})))) == found
