"""What a Dockerfile is for, by its name and by what it starts: this project, a person's work, or a tool around it."""

import re
from typing import Literal

from maturity.evidence.graph.dockerfile import Instruction

Purpose = Literal["project", "development", "ci"]

_DEVELOPMENT = re.compile(r"(?:^|[/._-])(?:devcontainer|dev|gitpod|codespaces?)(?:[/._-]|\Z)", re.IGNORECASE)
_CI = re.compile(
    r"(?:^|[/._-])(?:ci|agent|build-?agent|runner|jenkins|load_?-?tests?|loadtest|locust|stress)(?:[/._-]|\Z)",
    re.IGNORECASE,
)
_CI_FOLDER = re.compile(r"(?:^|/)\.(?:github|gitlab|circleci|buildkite|azure[\w-]*|jenkins|ci)/")
_CI_WORDS = re.compile(r"\b(?:CI|build agent|pipeline agent|agent image|runner image)\b|(?:^|[^a-z])ci_", re.MULTILINE)
_SERVERS = re.compile(
    r"\b(?:mlflow (?:server|ui)|locust|jupyter|prometheus|grafana|airflow (?:webserver|scheduler)|postgres|"
    r"redis-server|nginx|minio)\b"
)
_CHECKS = re.compile(
    r"(?:\A|[;&|]\s*|\bexec\s+|\s)(?:python[\d.]* -m )?(?:pytest|unittest|nosetests|tox|nox|flake8|ruff|mypy|pylint)\b"
)
_STARTS = re.compile(
    r"\bpython[\d.]*\s+(?!-m (?:pip|pytest|unittest|tox|nox|flake8|ruff|mypy|pylint)\b)|"
    r"\b(?:gunicorn|uvicorn|hypercorn|waitress-serve|flask|mlflow|bentoml|torchserve|streamlit|celery|dvc|runserver)\b|"
    r"(?:^|\bexec )\s*\"?\$[@*{]"
)
"""What starts more than checks, or whatever somebody asks for."""
_TOOLS = re.compile(
    r"^(?:\S+/)?(?:airflow|astro-runtime|jupyter/\S+|grafana|mlflow|jenkins|prefect|postgres)(?::|@|\s|\Z)"
)
"""Images of tools; with packages alone on top they are still those."""
_PROGRAM = re.compile(r"\bpython[\d.]*\s+(?:-u\s+)?[\w./-]+\.py\b")
"""A program of the project that is started, perhaps beside a server."""
_WHOLE = re.compile(r"(?:^|\s)\./?\s")
_INSTALLS = re.compile(
    r"\b(?:(?:pip|conda|mamba|poetry|pipenv|pdm) (?:env )?(?:install|create|update)|uv (?:sync|pip))\b"
)
_CODE = re.compile(r"(?:^|\s)\.(?:/\S*)?\s|\.py\b|\bsrc\b|\bapp\b|\.whl\b|\bpyproject|\bsetup\.|\*")


def dockerfile_purpose(path: str, content: str, steps: list[Instruction]) -> Purpose:
    """Tell what a Dockerfile is for: this project, a person's work, or a tool around it."""
    if _DEVELOPMENT.search(path):
        return "development"
    started = " ".join(step.value for step in steps if step.word in ("CMD", "ENTRYPOINT"))
    command = re.sub(r'["\'\[\],]+', " ", started).strip()
    command = re.sub(r"\s+", " ", command)
    tool = serves_tool(command) and not (runs_program(command) or _runs_notebooks(command, steps))
    if tool or _only_checks(command):
        return "ci"
    if not command and (_CI.search(path) or _CI_FOLDER.search(path)):
        return "ci"
    copied = [step.value for step in steps if step.word in ("COPY", "ADD") and "--from" not in step.value]
    code = any(map(_CODE.search, copied))
    based = [step.value for step in steps if step.word == "FROM"]
    if copied and not code and not command and based and _TOOLS.match(based[-1]):
        return "ci"
    if not code and not command and (_CI.search(path) or _CI_WORDS.search(content)):
        return "ci"
    return "project"


def _runs_notebooks(command: str, steps: list[Instruction]) -> bool:
    """Tell whether an image holds the whole project, installed, and starts Jupyter over it: notebooks that train do."""
    whole = any(step.word in ("COPY", "ADD") and _WHOLE.search(step.value) for step in steps)
    return "jupyter" in command and whole and any(step.word == "RUN" and _INSTALLS.search(step.value) for step in steps)


def _only_checks(command: str) -> bool:
    """Tell whether commands run tests and linters, and nothing else of the project."""
    return checks(command) and not starts_more(command)


def serves_tool(command: str) -> bool:
    """Tell whether a command starts the server of a tool: tracking, dashboards, a database."""
    return _SERVERS.search(command) is not None


def runs_program(command: str) -> bool:
    """Tell whether a command starts a program of the project."""
    return _PROGRAM.search(command) is not None


def checks(command: str) -> bool:
    """Tell whether a command runs tests or a linter."""
    return _CHECKS.search(command) is not None


def starts_more(command: str) -> bool:
    """Tell whether a command starts more than tests and linters, or whatever somebody asks for."""
    return _STARTS.search(command) is not None
