"""Task files and task tables."""

from tests.evidence.graph.building import built, edges, reached, reasons, sites, starts

TRAIN = {"train.py": "", "data.py": ""}


def test_console_scripts() -> None:
    pyproject = '[project]\nname = "x"\n[project.scripts]\nfit-model = "pkg.cli:main"\n'
    setup = "[options.entry_points]\nconsole_scripts =\n    score = pkg.cli:score\n[other]\n"
    cli = "def main():\n    pass\ndef score():\n    pass\n"
    builder = built(
        {
            "pyproject.toml": pyproject,
            "setup.cfg": setup,
            "pkg/cli.py": cli,
            "pkg/__init__.py": "",
            "a.sh": "fit-model\n",
        }
    )
    assert edges(builder, "task:pyproject.toml#fit-model") == ["4 py:pkg/cli.py::main"]
    assert edges(builder, "task:setup.cfg#score") == ["3 py:pkg/cli.py::score"]
    assert edges(builder, "file:a.sh") == ["1 task:pyproject.toml#fit-model"]
    assert "entry task:pyproject.toml#fit-model" in starts(builder)


def test_a_module_that_a_command_names() -> None:
    setup = 'setup(entry_points={"console_scripts": [\n  "run-pipeline=runner:main",\n]})\n'
    flow = "def get_pipeline():\n    pass\ndef other():\n    pass\n"
    run = "run-pipeline --module-name churn.flow --name churn.flow\npython runner.py --module=churn.none --module x\n"
    files = {"runner.py": "def main():\n    pass\n", "churn/__init__.py": "", "churn/flow.py": flow}
    builder = built({"setup.cfg": setup, "go.sh": f"set -e\n{run}", **files})
    assert edges(builder, "file:go.sh") == [
        "2 task:setup.cfg#run-pipeline",
        "2 py:churn/flow.py",
        "2 py:churn/flow.py::get_pipeline",
        "3 py:runner.py",
    ]
    # A module at the top has no dot in its name.
    builder = built({"go.sh": "python runner.py --module-name flow\n", "runner.py": "", "flow.py": flow})
    assert edges(builder, "file:go.sh") == ["1 py:runner.py", "1 py:flow.py", "1 py:flow.py::get_pipeline"]


def test_task_tables_of_pyproject() -> None:
    pyproject = """\
[tool.poe.tasks]
train = "python train.py"
all = ["data", "train"]
data.cmd = "python data.py"
[tool.poe.tasks.check]
sequence = [{ cmd = "pytest" }, "train"]
[tool.pdm.scripts]
fit = {shell = "python train.py"}
[tool.hatch.envs.dev.scripts]
cov = "pytest --cov"
[tool.taskipy.tasks]
lint = "ruff check ."
[tool.pixi.tasks]
go = { cmd = "python train.py", depends-on = ["prep"] }
prep = "python data.py"
"""
    run = "poe all\npdm run fit\nhatch run dev:cov\ntask lint\npixi run go\npoe check\n"
    builder = built({"pyproject.toml": pyproject, "run.sh": f"set -e\n{run}", **TRAIN})
    assert [edge.target.rpartition("#")[2] for edge in builder.graph.edges["file:run.sh"]] == [
        "poe:all",
        "pdm:fit",
        "hatch:cov",
        "taskipy:lint",
        "pixi:go",
        "poe:check",
    ]
    assert reached(builder, "task:pyproject.toml#poe:all") >= {"py:train.py", "py:data.py"}
    assert reached(builder, "task:pyproject.toml#pixi:go") >= {"py:train.py", "py:data.py"}
    assert reached(builder, "task:pyproject.toml#poe:check") >= {"task:tests#all", "py:train.py"}
    assert sites(builder, "task:pyproject.toml#taskipy:lint") == ["12 lint ruff"]


def test_scripts_of_a_pipfile() -> None:
    builder = built(
        {"Pipfile": '[scripts]\nlint = "ruff check ."\n', "ci.sh": "set -e\npipenv run lint\npipenv run ruff check\n"}
    )
    assert edges(builder, "file:ci.sh") == ["2 task:Pipfile#pipenv:lint"]
    assert sites(builder, "task:Pipfile#pipenv:lint") == ["2 lint ruff"]
    assert sites(builder, "file:ci.sh") == ["3 lint ruff"]


def test_mise_tasks_with_quoted_names() -> None:
    mise = '[tasks."check:lint"]\nrun = "ruff check"\n\n[tasks.check]\ndepends = ["check:lint"]\n'
    builder = built({"mise.toml": mise, "ci.sh": "mise run check\n"})
    assert edges(builder, "file:ci.sh") == ["1 task:mise.toml#mise:check"]
    assert edges(builder, "task:mise.toml#mise:check") == ["4 task:mise.toml#mise:check:lint"]
    assert sites(builder, "task:mise.toml#mise:check:lint") == ["2 lint ruff"]


def test_tox() -> None:
    ini = """\
[tox]
envlist = py311,lint

[testenv]
commands =
    pytest {posargs:tests}
    - ruff check

[testenv:train]
commands = {envpython} {toxinidir}/train.py
"""
    builder = built({"tox.ini": ini, "ci.sh": "tox -e train,py311\n", "tests/test_a.py": "", **TRAIN})
    assert edges(builder, "file:ci.sh") == ["1 task:tox.ini#tox:train", "1 task:tox.ini#tox:testenv"]
    assert edges(builder, "task:tox.ini#tox:train") == ["10 py:train.py"]
    assert sites(builder, "task:tox.ini#tox:testenv") == ["6 test pytest", "7 lint ruff ?"]


def test_tox_in_toml_with_values_of_any_shape() -> None:
    toml = '[tool.tox.env.t]\ncommands = [["pytest"], 3, [1]]\n[tool.tox.env]\nbad = 1\n'
    builder = built({"pyproject.toml": toml, "ci.sh": "tox -e t\n"})
    assert edges(builder, "file:ci.sh") == ["1 task:pyproject.toml#tox:t"]
    assert sites(builder, "task:pyproject.toml#tox:t") == ["2 test pytest"]


def test_tox_has_a_file_of_its_own_with_what_all_environments_run() -> None:
    toml = 'env_list = ["3.12", "3.13"]\n[env_run_base]\ncommands = [["pytest", "tests"]]\n'
    builder = built(
        {"tox.toml": toml, "ci.sh": "tox run -e 3.12\n", "tests/test_a.py": "def test_a():\n    assert 1\n"}
    )
    assert edges(builder, "file:ci.sh") == ["1 task:tox.toml#tox:testenv"]
    assert sites(builder, "task:tox.toml#tox:testenv") == ["2 test pytest"]


def test_nox_and_invoke() -> None:
    nox = "import nox\n\n@nox.session\ndef tests(session):\n    session.run('pytest')\n"
    tasks = (
        "from invoke import task\n\n@task\ndef fit_model(c):\n    c.run('python train.py')\n\ndef helper():\n    pass\n"
    )
    builder = built({"noxfile.py": nox, "tasks.py": tasks, "a.sh": "nox -s tests\ninvoke fit-model --fast\n"})
    assert edges(builder, "file:a.sh") == ["1 task:noxfile.py#tests ?", "2 task:tasks.py#fit_model"]
    assert edges(builder, "task:noxfile.py#tests") == ["4 py:noxfile.py::tests"]
    assert edges(builder, "task:tasks.py#fit_model") == ["4 py:tasks.py::fit_model"]


def test_a_package_of_invoke_tasks() -> None:
    root = (
        "from invoke import Collection\nfrom . import checks, fit_models\n"
        "ns = Collection(checks)\nns.add_collection(fit_models, name='fit')\n"
    )
    checks = (
        "from invoke.tasks import task\n\n@task\ndef unit_tests(ctx):\n    ctx.run('pytest')\n\n"
        "@task(pre=[unit_tests], default=True)\ndef all(ctx):\n    pass\n"
    )
    models = (
        "from invoke import call, task\nfrom .checks import unit_tests\n\n@task\ndef all(ctx):\n    pass\n\n"
        "@task(call(unit_tests, fast=True))\ndef quick(ctx):\n    ctx.run('python train.py')\n"
    )
    package = {"tasks/__init__.py": root, "tasks/checks.py": checks, "tasks/fit_models.py": models}
    commands = "set -e\ninvoke checks\ninv fit.quick checks.unit-tests\ninv fit.unknown\n"
    builder = built({**package, "a.sh": commands, **TRAIN})
    assert edges(builder, "file:a.sh") == [
        "2 task:tasks/checks.py#all",
        "3 task:tasks/fit_models.py#quick",
        "3 task:tasks/checks.py#unit_tests",
    ]
    assert reasons(builder) == ["invoke has no task unknown"]
    assert "8 py:tasks/checks.py::unit_tests" in edges(builder, "task:tasks/checks.py#all")
    # A package of Celery's tasks holds none that a command line names.
    celery = "from celery import shared_task\n\n@shared_task\ndef unit_tests():\n    pass\n"
    builder = built({"tasks/__init__.py": "", "tasks/checks.py": celery, "a.sh": "inv checks.unit-tests\n"})
    assert edges(builder, "file:a.sh") == []


def test_just() -> None:
    justfile = """\
py := "uv run python"
import 'ci.just'

# prepare
data out='x':
    @{{ py }} data.py

train: data
    python train.py

check:
    #!/usr/bin/env bash
    set -e
    pytest
"""
    builder = built({"justfile": justfile, "ci.just": "lint:\n    ruff check\n", "a.sh": "just train\n", **TRAIN})
    assert reached(builder, "file:a.sh") == {"task:justfile#train", "task:justfile#data", "py:train.py", "py:data.py"}
    assert sites(builder, "task:justfile#check") == ["14 test pytest"]
    assert sites(builder, "task:ci.just#lint") == ["2 lint ruff"]


def test_taskfile() -> None:
    taskfile = """\
version: '3'
tasks:
  default:
    deps: [data]
    cmds:
      - task: train
      - cmd: pytest
        ignore_error: true
  data: python data.py
  train:
    dir: ml
    cmds: [python train.py]
"""
    builder = built({"Taskfile.yml": taskfile, "a.sh": "task\n", "ml/train.py": "", "data.py": ""})
    assert reached(builder, "file:a.sh") >= {"py:ml/train.py", "py:data.py"}
    assert sites(builder, "task:Taskfile.yml#default") == ["7 test pytest ?"]


def test_package_json() -> None:
    package = '{"scripts": {\n  "test": "pytest",\n  "train": "npm test && python train.py"\n}}'
    builder = built({"package.json": package, "a.sh": "npm run train\n", **TRAIN})
    assert reached(builder, "file:a.sh") >= {"task:package.json#train", "task:package.json#test", "py:train.py"}


def test_a_script_that_only_names_a_program_passes_its_words_on() -> None:
    package = '{"scripts": {\n  "py": "python",\n  "fit": "python train.py"\n}}'
    builder = built({"package.json": package, "a.sh": "yarn py train.py\n", "b.sh": "yarn fit --fast\n", **TRAIN})
    assert edges(builder, "file:a.sh") == ["1 task:package.json#py", "1 py:train.py"]
    assert edges(builder, "file:b.sh") == ["1 task:package.json#fit"]


def test_mlproject() -> None:
    project = """\
name: x
entry_points:
  main:
    parameters: {lr: float}
    command: "python train.py --lr {lr}"
  data:
    command: "python data.py"
"""
    text = "mlflow run . -P lr=1\nmlflow run ml -e data\nmlflow run https://example.org/x\n"
    builder = built({"MLproject": project, "a.sh": text, **TRAIN})
    assert edges(builder, "file:a.sh") == ["1 task:MLproject#main ?", "2 task:MLproject#data ?"]
    assert edges(builder, "task:MLproject#main") == ["5 py:train.py"]
    assert reasons(builder) == ["a project of another repository"]
    assert [(one.tool, one.ordered) for one in builder.pipelines] == [("mlflow", False)]


def test_the_main_entry_point_orders_the_others() -> None:
    project = """entry_points:
  main: {command: python main.py}
  data: {command: python data.py}
  train: {command: python train.py}
  unused: {command: pytest}
"""
    main = """import mlflow


def step(name):
    return mlflow.run(".", name)


if __name__ == "__main__":
    step("data")
    mlflow.projects.run(".", entry_point="train")
"""
    builder = built({"MLproject": project, "main.py": main, "data.py": "", "train.py": ""})
    assert [one.ordered for one in builder.pipelines] == [True]
    assert builder.order == [("task:MLproject#data", "task:MLproject#train")]
    assert "py:train.py" in reached(builder, "task:MLproject#main")
    plain = built({"MLproject": project, "main.py": main.replace("mlflow", "other"), "data.py": "", "train.py": ""})
    assert [one.ordered for one in plain.pipelines] == [False]


def test_notebooks_are_run_only_when_executed() -> None:
    notebook = '{"cells": [], "nbformat": 4}'
    text = "set -e\npapermill a.ipynb o.ipynb\njupyter nbconvert --to md b.ipynb\njupyter nbconvert --execute b.ipynb\n"
    builder = built({"a.ipynb": notebook, "b.ipynb": notebook, "a.sh": text})
    assert edges(builder, "file:a.sh") == ["2 py:a.ipynb", "4 py:b.ipynb"]


def test_hooks() -> None:
    config = """\
repos:
  - repo: https://example.org/ruff
    hooks:
      - id: ruff-check
  - repo: local
    hooks:
      - id: unit
        entry: pytest
        language: system
"""
    builder = built({".pre-commit-config.yaml": config, "a.sh": "pre-commit run --all-files\npre-commit install\n"})
    assert edges(builder, "file:a.sh") == ["1 file:.pre-commit-config.yaml ?"]
    assert sites(builder, "file:.pre-commit-config.yaml") == ["4 lint ruff", "8 test pytest"]


def test_kedro_runs_the_registered_pipelines() -> None:
    registry = "def register_pipelines():\n    return {}\n"
    builder = built({"src/x/pipeline_registry.py": registry, "a.sh": "kedro run --env prod\nkedro test\n"})
    assert edges(builder, "file:a.sh") == [
        "1 py:src/x/pipeline_registry.py::register_pipelines ?",
        "2 task:tests#all",
    ]
