"""Pipelines of Mage."""

from tests.evidence.graph.building import built, edges, starts, triggers

BLOCKS = """\
blocks:
- uuid: load_rows
  type: data_loader
  upstream_blocks: []
- uuid: ml/fit
  type: transformer
  upstream_blocks: [load_rows]
- uuid: notes
  type: markdown
"""
TRIGGERS = """\
triggers:
- schedule_type: time
  schedule_interval: '@daily'
  status: active
- schedule_type: time
  schedule_interval: '@hourly'
  status: inactive
- schedule_type: event
  status: active
"""
BLOCK = "from mage_ai.data_preparation.decorators import {0}, test\n@{0}\ndef run(): ...\n@test\ndef check(): ...\n"
HOME = "ml/pipelines/training"
FILES = {
    f"{HOME}/metadata.yaml": BLOCKS,
    "ml/data_loaders/load_rows.py": BLOCK.format("data_loader"),
    "ml/transformers/ml/fit.py": BLOCK.format("transformer"),
}


def test_blocks_are_steps_in_their_order() -> None:
    builder = built(FILES)
    (found,) = builder.pipelines
    assert (found.tool, [name for name, _ in found.steps], found.ordered) == ("mage", ["load_rows", "ml/fit"], True)
    assert edges(builder, found.steps[1][1]) == [
        "1 py:ml/transformers/ml/fit.py",
        "3 py:ml/transformers/ml/fit.py::run",
    ]


def test_active_triggers_start_the_pipeline() -> None:
    builder = built({**FILES, f"{HOME}/triggers.yaml": TRIGGERS})
    path = f"{HOME}/triggers.yaml"
    assert triggers(builder) == [f"mage @daily schedule 1 {path}:2", f"mage event event 1 {path}:8"]
    assert f"schedule file:{HOME}/metadata.yaml" in starts(builder)


def test_other_metadata_is_no_pipeline() -> None:
    assert built({"ml/metadata.yaml": BLOCKS, "pipelines/metadata.yaml": "blocks: []\n"}).pipelines == []
