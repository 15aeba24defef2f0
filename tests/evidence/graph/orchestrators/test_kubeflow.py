"""Compiled Kubeflow pipelines."""

import json

from tests.evidence.graph.building import built, reached

SPECIFICATION = """\
components:
  comp-prepare: {executorLabel: exec-prepare}
  comp-train: {executorLabel: exec-train}
  comp-inner:
    dag: {tasks: {fit: {componentRef: {name: comp-train}}}}
deploymentSpec:
  executors:
    exec-prepare: {container: {image: x, command: [python, prepare.py]}}
    exec-train: {container: {image: x, command: [python], args: [train.py]}}
pipelineInfo: {name: churn}
root:
  dag:
    tasks:
      prepare:
        componentRef: {name: comp-prepare}
      train:
        componentRef: {name: comp-inner}
        inputs:
          artifacts:
            data: {taskOutputArtifact: {producerTask: prepare}}
      report:
        componentRef: {name: comp-missing}
        dependentTasks: [train]
"""
PYTHON = {"prepare.py": "", "train.py": ""}


def test_tasks_and_their_order() -> None:
    builder = built({"churn.yaml": SPECIFICATION, **PYTHON})
    (pipeline,) = builder.pipelines
    assert (pipeline.tool, pipeline.name, pipeline.ordered) == ("kubeflow-pipelines", "churn", True)
    assert builder.order == [
        ("stage:churn.yaml#prepare", "stage:churn.yaml#train"),
        ("stage:churn.yaml#train", "stage:churn.yaml#report"),
    ]
    assert "py:prepare.py" in reached(builder, "stage:churn.yaml#prepare")
    assert "py:train.py" in reached(builder, "stage:churn.yaml#train")


def test_the_older_form_in_json() -> None:
    tasks = {"a": {"componentRef": {"name": "c"}}, "b": {"componentRef": {"name": "c"}, "dependentTasks": ["a"]}}
    inner = {"root": {"dag": {"tasks": tasks}}, "deploymentSpec": {"executors": {}}, "components": {}}
    builder = built({"job.json": json.dumps({"pipelineSpec": inner})})
    assert [(one.name, one.ordered) for one in builder.pipelines] == [("job.json", True)]
