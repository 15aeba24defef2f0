"""Pachyderm."""

import json

import pytest

from tests.evidence.graph.building import built, edges, triggers

PREPARE = """\
pipeline:
  name: prepare
input:
  pfs:
    repo: raw
    glob: "/*"
transform:
  image: registry.example/app:1
  cmd: ["python", "prepare.py"]
"""
TRAIN = """\
pipeline: {name: train}
input:
  cross:
    - pfs: {repo: prepare, glob: /}
    - pfs: {repo: parameters, glob: /}
transform:
  image: registry.example/app:1
  cmd: [/bin/sh]
  stdin:
    - python train.py --data /pfs/prepare
"""
FILES = {"prepare.py": "", "train.py": ""}


def test_the_specifications_of_a_folder_are_one_pipeline() -> None:
    builder = built({**FILES, "flow/prepare.yaml": PREPARE, "flow/train.yaml": TRAIN})
    (pipeline,) = builder.pipelines
    assert (pipeline.tool, pipeline.name, pipeline.ordered) == ("pachyderm", "flow", True)
    assert [name for name, _ in pipeline.steps] == ["prepare", "train"]
    assert [target for _, node in pipeline.steps for target in edges(builder, node)] == [
        "9 py:prepare.py",
        "10 py:train.py",
    ]


def test_documents_of_one_file_and_json() -> None:
    whole = built({**FILES, "flow.yaml": f"{PREPARE}---\n{TRAIN}"})
    assert [name for name, _ in whole.pipelines[0].steps] == ["prepare", "train"]
    document = {
        "pipeline": {"name": "train"},
        "input": {"pfs": {"repo": "raw", "glob": "/"}},
        "transform": {"image": "app", "cmd": ["python3", "train.py"]},
    }
    assert built({**FILES, "train.json": json.dumps(document, indent=2)}).pipelines[0].tool == "pachyderm"


def test_new_data_starts_what_reads_a_repository_that_no_step_writes() -> None:
    builder = built({**FILES, "flow/prepare.yaml": PREPARE, "flow/train.yaml": TRAIN.replace("parameters", "prepare")})
    assert triggers(builder) == ["pachyderm input event 1 flow/prepare.yaml:3"]


@pytest.mark.parametrize(
    ("given", "started"),
    [
        ("input:\n  cron: {name: tick, spec: '@daily'}\n", "pachyderm cron schedule 1 p.yaml:2"),
        ("spout: {}\n", ""),
        ("spout:\n  service: {internal_port: 80}\n", "pachyderm spout event 1 p.yaml:2"),
        ("", ""),
    ],
)
def test_what_starts_a_pipeline(given: str, started: str) -> None:
    text = f"pipeline: {{name: pull}}\n{given}transform: {{image: app, cmd: [python, prepare.py]}}\n# pfs cron\n"
    assert triggers(built({**FILES, "p.yaml": text})) == ([started] if started else [])


def test_a_transformation_of_another_tool_is_no_pipeline() -> None:
    text = "pipeline: {name: a}\ntransform:\n  type: normalise\ninput: {pfs: none}\n"
    assert built({"config.yaml": text}).pipelines == []


@pytest.mark.parametrize(
    ("files", "found"),
    [
        (("app/prepare.py", "app/train.py"), "app"),
        (("app/prepare.py", "app/train.py", "old/train.py"), "app"),
        (("images/fit/prepare.py", "images/fit/train.py", "lab/prepare.py", "lab/train.py"), ""),
        (("ops/image/prepare.py", "ops/image/train.py", "lab/prepare.py", "lab/train.py"), "ops/image"),
        (("app/prepare.py", "other/train.py"), ""),
    ],
)
def test_steps_of_one_image_run_where_all_their_scripts_lie(files: tuple[str, ...], found: str) -> None:
    builder = built({**dict.fromkeys(files, ""), "ops/flow/p.yaml": f"{PREPARE}---\n{TRAIN}"})
    targets = [target for _, node in builder.pipelines[0].steps for target in edges(builder, node)]
    assert targets == ([f"9 py:{found}/prepare.py", f"20 py:{found}/train.py"] if found else [])
