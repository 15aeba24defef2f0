"""Image definitions and what they are for."""

import pytest

from maturity.evidence.topics.images import collect
from tests.evidence.topics.targets import project

SERVICE = 'FROM python:3.11\nCOPY . /app\nCMD ["uvicorn", "app:app"]\n'


@pytest.mark.parametrize(
    ("path", "content", "purpose"),
    [
        ("Dockerfile", SERVICE, "project"),
        ("docker/train.dockerfile", "FROM python:3.11\nCOPY src src\n", "project"),
        ("Containerfile", SERVICE, "project"),
        ("environments/train/BaseDockerfile", "FROM python:3.11\nCOPY src src\n", "project"),
        (".devcontainer/Dockerfile", SERVICE, "development"),
        ("environment_setup/Dockerfile", "FROM conda/miniconda3\nCOPY ci_dependencies.yml /setup/\n", "ci"),
        ("ci/Dockerfile", "FROM ubuntu:22.04\nRUN apt-get install git\n", "ci"),
        (
            "load_test/Dockerfile",
            'FROM python:3.7\nCOPY locustfile.py .\nCMD ["locust", "-f", "locustfile.py"]\n',
            "ci",
        ),
        (
            "Dockerfile",
            'FROM python:3\nCOPY . .\nCMD ["sh", "-c", "mlflow ui --port 5001 & python app.py"]\n',
            "project",
        ),
        ("tracking/Dockerfile", "FROM python:3.11\nRUN pip install mlflow\nCMD mlflow server --port 5000\n", "ci"),
        (
            ".gitlab/docker/Dockerfile",
            "FROM ubuntu\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\n",
            "ci",
        ),
        ("Dockerfile", 'FROM python:3\nCOPY . .\nCMD ["python", "-m", "pytest", "-q"]\n', "ci"),
        ("airflow/Dockerfile", "FROM apache/airflow:2.7.2\nADD requirements.txt .\nRUN pip install -r x\n", "ci"),
        ("airflow/Dockerfile", "FROM apache/airflow:2.7.2\nCOPY src dags/\n", "project"),
        ("Dockerfile", "FROM python:3\nCOPY . .\nCMD pytest && python train.py\n", "project"),
        ("Dockerfile", "FROM python:3\nCOPY ./ /app\nRUN pip install /app\nCMD jupyter lab\n", "project"),
        ("Dockerfile", "FROM python:3\nCOPY r.txt .\nRUN pip install -r r.txt\nCMD jupyter lab\n", "ci"),
    ],
)
def test_tools_around_the_project_are_not_its_images(path: str, content: str, purpose: str) -> None:
    (found,) = collect(project({path: content}))
    assert found.purpose == purpose


@pytest.mark.parametrize(
    ("otherwise", "purpose"),
    [('echo "Cannot execute $@"', "ci"), ('exec "$@"', "project"), ("python serve.py", "project")],
)
def test_an_image_whose_script_knows_checks_only(otherwise: str, purpose: str) -> None:
    script = f'if [ "$1" = test ]; then\n  pip install .[test]\n  exec pytest\nelse\n  {otherwise}\nfi\n'
    files = {"Dockerfile": 'FROM python:3\nCOPY . .\nENTRYPOINT ["./entrypoint.sh"]\n', "entrypoint.sh": script}
    (found,) = collect(project(files))
    assert found.purpose == purpose


@pytest.mark.parametrize(
    ("script", "purpose"),
    [
        ("mlflow db upgrade $URI\nmlflow server --host 0.0.0.0\n", "ci"),
        ("mlflow server &\npython train.py\n", "project"),
        ("if [ $1 = api ]; then\n  uvicorn main:app\nelse\n  jupyter lab\nfi\n", "project"),
        ("# mlflow server\npython serve.py\n", "project"),
    ],
)
def test_an_image_whose_script_starts_a_tool(script: str, purpose: str) -> None:
    files = {"tracking/Dockerfile": "FROM python:3\nCOPY run.sh .\nCMD /run.sh\n", "tracking/run.sh": script}
    (found,) = collect(project(files))
    assert found.purpose == purpose


def test_every_stage_has_to_be_pinned() -> None:
    (found,) = collect(project({"Dockerfile": "FROM node AS ui\nFROM python:3.11\n"}))
    assert (found.base, found.pinned, str(found.at)) == ("python:3.11", False, "Dockerfile:2")


@pytest.mark.parametrize(
    ("path", "content", "tool", "base", "pinned"),
    [
        ("bentofile.yaml", "service: 'service:svc'\n", "bentofile", "bentoml", True),
        ("bentofile.yaml", "docker:\n  base_image: team/base:latest\n", "bentofile", "team/base:latest", False),
        ("files/bentofile.gpu.yaml", "service: 'service:svc'\n", "bentofile", "bentoml", True),
        ("cog.yaml", 'build:\n  python_version: "3.11"\n', "cog", "python:3.11", True),
        ("deploy/cluster_env.yaml", "base_image: anyscale/ray:2.7.0-py310\npython: {pip_packages: []}\n", "other",
         "anyscale/ray:2.7.0-py310", True),
        ("pyproject.toml", '[tool.bentoml.build]\nservice = "service.py:Spam"\n', "bentofile", "bentoml", True),
        ("iris/config.yaml", "model_name: iris\npython_version: py311\nrequirements: [scikit-learn]\n",
         "other", "python:3.11", True),
    ],
)  # fmt: skip
def test_other_definitions(path: str, content: str, tool: str, base: str, pinned: bool) -> None:
    (found,) = collect(project({path: content}))
    assert (found.tool, found.base, found.pinned, found.purpose) == (tool, base, pinned, "project")


def test_settings_that_build_nothing() -> None:
    files = {
        "pyproject.toml": "[tool.bentoml.build.args]\n[tool.bentoml]\nx = 1\n",
        "conf/config.yaml": "python_version: '3.11'\n",
    }
    assert list(collect(project(files))) == []


@pytest.mark.parametrize(
    ("content", "line", "base", "pinned"),
    [
        ("image: mcr.microsoft.com/azureml/openmpi:latest\nconda_file: conda.yml\n", 1,
         "mcr.microsoft.com/azureml/openmpi:latest", False),
        ("job:\n  environment:\n    image: team/base:1\n    conda_file: conda.yml\n", 3, "team/base:1", True),
    ],
)  # fmt: skip
def test_azure_builds_an_environment_of_an_image_and_packages(content: str, line: int, base: str, pinned: bool) -> None:
    (found,) = collect(project({"train-env.yml": content}))
    assert (found.at.line, found.base, found.pinned, found.purpose) == (line, base, pinned, "project")


@pytest.mark.parametrize("entry", ["image: curated:1", "build:\n  path: docker", "conda_file: conda.yml"])
def test_an_environment_without_both_builds_none(entry: str) -> None:
    assert list(collect(project({"env.yml": f"$schema: x/environment.schema.json\n{entry}\n"}))) == []


@pytest.mark.parametrize(
    "files",
    [
        {"Dockerfile": ""},
        {"Dockerfile": "# FROM python:3.11\n"},
        {"Dockerfile.md": "FROM x:1"},
        {"values.yaml": "base_image: x"},
    ],
)
def test_what_defines_no_image_is_none(files: dict[str, str]) -> None:
    assert list(collect(project(files))) == []
