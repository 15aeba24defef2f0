"""GoCD: pipelines as code."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.evidence.graph.building import built, edges, sites, triggers

PATH = "ci/shop.gocd.yaml"
SHOP = """\
format_version: 10
common:
  steps: &steps
    - script: |
        pip install .
        pytest
pipelines:
  build:
    group: shop
    parameters: {DIR: ml}
    materials:
      code: {git: "https://example.org/shop.git", branch: main}
    stages:
      - check:
          jobs:
            unit: {tasks: *steps}
      - train:
          jobs:
            fit:
              tasks:
                - exec:
                    command: python
                    arguments: [train.py, --epochs, "3"]
                    working_directory: "#{DIR}"
                - exec: {command: ruff, arguments: [check], run_if: failed}
  nightly:
    timer: {spec: "0 0 3 * * ? *"}
    materials:
      up: {pipeline: build, stage: train}
    stages:
      - fit:
          tasks:
            - exec: {command: python, arguments: [ml/train.py]}
  release:
    materials:
      up: {pipeline: build, stage: train}
    stages:
      - deploy:
          approval: manual
          jobs:
            push: {tasks: [{exec: {command: kubectl, arguments: [apply, -f, k8s.yaml]}}]}
"""
BY_HAND = """\
pipelines:
  a:
    materials: {m: {git: x}}
    stages: [{s: {approval: {type: manual}, jobs: {j: {tasks: [{script: pytest}]}}}}]
"""
FILES = {PATH: SHOP, "ml/train.py": "", "k8s.yaml": ""}


def test_stages_jobs_and_tasks_with_their_places() -> None:
    builder = built(FILES)
    assert sites(builder, f"job:{PATH}#build/check/unit") == ["6 test pytest"]
    assert edges(builder, f"job:{PATH}#build/train/fit") == ["21 py:ml/train.py"]
    assert sites(builder, f"job:{PATH}#build/train/fit") == ["25 lint ruff ?"]
    assert (f"job:{PATH}#build/check/unit", f"job:{PATH}#build/train/fit") in builder.order


def test_materials_timers_upstream_pipelines_and_approvals() -> None:
    assert triggers(built(FILES)) == [
        f"gocd material change 4 {PATH}:12",
        f"gocd timer schedule 1 {PATH}:27",
        f"gocd pipeline change 1 {PATH}:29",
        f"gocd approval manual 1 {PATH}:38",
    ]


def test_the_json_plugin() -> None:
    text = """{
  "format_version": 1,
  "name": "train",
  "materials": [{"type": "git", "url": "https://example.org/shop.git"}],
  "stages": [{"name": "fit", "jobs": [{"name": "fit", "tasks": [
    {"type": "exec", "command": "make", "arguments": ["train"], "working_directory": "ml"}]}]}]
}"""
    builder = built({"a.gopipeline.json": text, "ml/Makefile": "train:\n\tpython train.py\n", "ml/train.py": ""})
    assert triggers(builder) == ["gocd material change 1 a.gopipeline.json:4"]
    assert edges(builder, "job:a.gopipeline.json#train/fit/fit") == ["6 target:ml/Makefile#train"]


@pytest.mark.parametrize(
    "text",
    [
        SHOP.replace("https", "x").replace("code: {git:", "code: {auto_update: false, git:"),
        "pipelines:\n  a:\n    materials: {m: {git: x}}\n    template: server\n",
        "pipelines:\n  a:\n    materials: {m: {git: x}}\n    stages: []\n",
        BY_HAND,
        "# pipelines:\n#   a: {}\n",
    ],
)
def test_what_a_change_does_not_start(text: str) -> None:
    assert [one for one in triggers(built({PATH: text})) if " change " in one and " 0 " not in one] == []


def test_a_file_with_another_name_is_none_of_its_own() -> None:
    assert triggers(built({"pipelines.yaml": SHOP, "gocd.yaml": SHOP})) == []


@given(
    st.recursive(
        st.none() | st.text("ab#{} ", max_size=5) | st.just("a"),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    ["pipelines", "a", "materials", "stages", "jobs", "tasks", "exec", "type", "timer", "git"]
                ),
                inner,
                max_size=4,
            )
        ),
        max_leaves=30,
    )
)
def test_any_shape_is_read(document: object) -> None:
    text = json.dumps(document, ensure_ascii=False)
    builder = built({PATH: text, "a.gopipeline.json": text})
    assert builder.project.gaps == []
