"""Databricks jobs."""

import pytest

from tests.evidence.graph.building import built, edges, reached, reasons, triggers

JOBS = """\
resources:
  jobs:
    retrain:
      name: retrain
      schedule:
        quartz_cron_expression: "0 0 6 * * ?"
        pause_status: ${var.pause}
      tasks:
        - task_key: prepare
          spark_python_task: {python_file: ../scripts/prepare.py}
        - task_key: train
          depends_on: [{task_key: prepare}]
          notebook_task: {notebook_path: ../notebooks/Train}
        - task_key: score
          depends_on:
            - task_key: train
          python_wheel_task: {package_name: churn, entry_point: score}
        - task_key: again
          run_job_task: {job_id: "${resources.jobs.other.id}"}
    other:
      tasks:
        - task_key: gone
          notebook_task: {notebook_path: /Shared/gone}
"""
BUNDLE = """\
bundle: {name: churn}
variables:
  pause: {default: PAUSED}
targets:
  dev: {default: true}
  prod: {variables: {pause: UNPAUSED}}
"""
FILES = {
    "resources/jobs.yml": JOBS,
    "databricks.yml": BUNDLE,
    "scripts/prepare.py": "",
    "notebooks/Train.py": "",
    "pyproject.toml": '[project]\nname = "churn"\n[project.scripts]\nscore = "churn.cli:score"\n',
    "churn/__init__.py": "",
    "churn/cli.py": "def score():\n    pass\n",
}


def test_the_tasks_of_a_job() -> None:
    builder = built(FILES)
    first, second = builder.pipelines
    assert (first.tool, first.name, first.ordered) == ("databricks-workflows", "retrain", True)
    assert (second.name, second.ordered) == ("other", False)
    stage = "stage:resources/jobs.yml#retrain/"
    assert edges(builder, f"{stage}prepare") == ["10 py:scripts/prepare.py"]
    assert edges(builder, f"{stage}train") == ["13 py:notebooks/Train.py"]
    assert edges(builder, f"{stage}score") == ["17 task:pyproject.toml#score"]
    assert edges(builder, f"{stage}again") == ["19 job:resources/jobs.yml#other"]
    assert reasons(builder) == ["/Shared/gone is not here"]
    assert builder.order == [(f"{stage}prepare", f"{stage}train"), (f"{stage}train", f"{stage}score")]


def test_a_schedule_that_one_target_switches_on() -> None:
    assert triggers(built(FILES)) == ["databricks-workflows schedule schedule 1 resources/jobs.yml:5"]


@pytest.mark.parametrize(
    "bundle", [BUNDLE.replace("UNPAUSED", "PAUSED"), BUNDLE.replace("variables: {pause: UNPAUSED}", "mode: production")]
)
def test_a_schedule_that_every_target_switches_off(bundle: str) -> None:
    assert triggers(built({**FILES, "databricks.yml": bundle})) == []


def test_arrival_of_files_is_an_event() -> None:
    text = JOBS.replace("schedule:", "trigger: {file_arrival: {url: s3://x}}\n      x:")
    assert triggers(built({"jobs.yml": text})) == ["databricks-workflows trigger event 1 jobs.yml:5"]


def test_running_a_job_of_a_bundle() -> None:
    builder = built({**FILES, "go.sh": "databricks bundle run retrain -t prod\ndatabricks bundle run nothing\n"})
    assert "py:notebooks/Train.py" in reached(builder, "file:go.sh")
    assert "no job nothing here" in reasons(builder)


def test_deployment_files_of_dbx() -> None:
    text = """\
environments:
  default:
    workflows:
      - name: train
        tasks:
          - {task_key: a, spark_python_task: {python_file: "file://train.py"}}
          - {task_key: b, depends_on: [{task_key: a}], spark_python_task: {python_file: "file:fuse://train.py"}}
"""
    builder = built({"conf/deployment.yml": text, "train.py": ""})
    assert [(one.name, one.ordered) for one in builder.pipelines] == [("train", True)]
    assert edges(builder, "stage:conf/deployment.yml#train/b") == ["7 py:train.py"]
