"""Azure Machine Learning's jobs, components and schedules."""

from tests.evidence.graph.building import built, edges, reached, sites, starts, triggers

JOB = """\
$schema: https://azuremlschemas.azureedge.net/latest/pipelineJob.schema.json
type: pipeline
jobs:
  prep:
    code: ../src/prep
    command: >-
      python prep.py --out ${{outputs.data}}
  train:
    type: command
    component: file:./train.yml
    inputs:
      data: ${{parent.jobs.prep.outputs.data}}
  tune:
    type: sweep
    trial:
      code: ../src
      command: python tune.py
    inputs:
      data:
        path: ${{parent.jobs.prep.outputs.data}}
"""
COMPONENT = "type: command\ncode: ../src\ncommand: python train.py\n"
FILES = {
    "ml/job.yml": JOB,
    "ml/train.yml": COMPONENT,
    **dict.fromkeys(("src/prep/prep.py", "src/train.py", "src/tune.py"), ""),
}


def test_a_pipeline_job() -> None:
    builder = built(FILES)
    (pipeline,) = builder.pipelines
    assert (pipeline.tool, pipeline.ordered, str(pipeline.at)) == ("azure-ml", True, "ml/job.yml:3")
    assert [name for name, _ in pipeline.steps] == ["prep", "train", "tune"]
    assert edges(builder, "stage:ml/job.yml#prep") == ["7 py:src/prep/prep.py"]
    assert edges(builder, "stage:ml/job.yml#train") == ["9 file:ml/train.yml"]
    assert edges(builder, "file:ml/train.yml") == ["3 py:src/train.py"]
    assert edges(builder, "stage:ml/job.yml#tune") == ["17 py:src/tune.py"]
    assert builder.order == [
        ("stage:ml/job.yml#prep", "stage:ml/job.yml#train"),
        ("stage:ml/job.yml#prep", "stage:ml/job.yml#tune"),
    ]
    assert "entry file:ml/job.yml" in starts(builder)


def test_submitting_a_pipeline_job_runs_its_steps() -> None:
    builder = built({**FILES, "go.sh": "az ml job create --file ml/job.yml\n"})
    assert sites(builder, "file:go.sh") == ["1 train azure-ml"]
    assert edges(builder, "file:go.sh") == ["1 file:ml/job.yml"]
    assert {"py:src/prep/prep.py", "py:src/train.py"} <= reached(builder, "file:go.sh")


def test_a_schedule_of_a_pipeline_job() -> None:
    text = "trigger:\n  type: cron\n  expression: '0 0 * * *'\ncreate_job: ./job.yml\n"
    builder = built({**FILES, "ml/nightly.yml": text})
    assert triggers(builder) == ["azure-ml schedule schedule 1 ml/nightly.yml:1"]
    assert "py:src/train.py" in reached(builder, "file:ml/nightly.yml")


def test_steps_without_an_order_and_documents_of_other_kinds() -> None:
    alone = "type: pipeline\njobs:\n  a: {command: python a.py}\n  b: {command: python b.py}\n"
    data = "$schema: https://azuremlschemas.azureedge.net/latest/data.schema.json\ntype: uri_file\n"
    other = "type: pipeline\njobs:\n  test: {image: x}\n"
    builder = built({"a.yml": alone, "data.yml": data, "other.yml": other})
    assert [(one.name, one.ordered) for one in builder.pipelines] == [("a.yml", False)]


def test_a_command_job_is_a_program() -> None:
    schema = "$schema: https://azuremlschemas.azureedge.net/latest/commandJob.schema.json\n"
    text = f"{schema}command: python train.py\ncode: .\n"
    builder = built({"job.yml": text, "train.py": ""})
    assert edges(builder, "file:job.yml") == ["2 py:train.py"]
    assert starts(builder) == ["entry file:job.yml"]
