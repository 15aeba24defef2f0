"""Bodywork."""

from tests.evidence.graph.building import built, edges, sites

PIPELINE = """\
version: "1.1"
pipeline:
  name: scores
  docker_image: bodyworkml/bodywork-core:latest
  DAG: prepare >> train, tune >> serve
stages:
  prepare:
    executable_module_path: flow/prepare.py
  train:
    executable_module_path: flow/train.py
  tune:
    executable_module_path: flow/tune.py
  serve:
    executable_module_path: flow/serve.py
    service: {replicas: 2, port: 5000}
"""
FILES = {f"flow/{name}.py": "" for name in ("prepare", "train", "tune", "serve")}


def test_the_stages_that_the_order_names() -> None:
    builder = built({**FILES, "bodywork.yaml": PIPELINE})
    (pipeline,) = builder.pipelines
    assert (pipeline.tool, pipeline.name, pipeline.ordered) == ("bodywork", "scores", True)
    nodes = dict(pipeline.steps)
    assert list(nodes) == ["prepare", "train", "tune", "serve"]
    assert edges(builder, nodes["tune"]) == ["12 py:flow/tune.py"]
    assert sites(builder, nodes["serve"]) == ["15 deploy bodywork"]
    assert sites(builder, nodes["train"]) == []
    assert {(nodes["train"], nodes["serve"]), (nodes["tune"], nodes["serve"])} <= set(builder.order)


def test_a_stage_that_the_order_leaves_out_is_no_step() -> None:
    builder = built({**FILES, "bodywork.yaml": PIPELINE.replace("train, tune", "train")})
    assert [name for name, _ in builder.pipelines[0].steps] == ["prepare", "train", "serve"]


def test_a_file_without_stages_is_no_pipeline() -> None:
    assert built({"bodywork.yaml": "pipeline: {name: a, DAG: b}\n"}).pipelines == []
