"""DVC stages and the commands that run them."""

import pytest

from tests.evidence.graph.building import built, edges, reached, sites, starts

DVC = """\
vars:
  - model: ridge
stages:
  prepare:
    cmd: python src/prepare.py ${data.raw}
    deps: [data/raw]
    outs: [data/clean]
  train:
    cmd:
      - python train.py --model ${model}
      - pytest ../tests
    wdir: src
    deps: [../data/clean/part.csv]
    outs:
      - ../model.pkl:
          cache: false
  each:
    foreach: ${names}
    do:
      cmd: python src/${item}.py
  grid:
    matrix:
      a: [x, y]
      b: [1, 2]
    cmd: python src/${item.a}.py
"""
FILES = {
    "dvc.yaml": DVC,
    "params.yaml": "data:\n  raw: data/raw\nnames: [one, two]\n",
    **dict.fromkeys(("src/prepare.py", "src/train.py", "src/one.py", "src/two.py", "src/x.py", "src/y.py"), ""),
    "tests/test_a.py": "",
    "go.sh": "dvc repro train\n",
    "all.sh": "dvc exp run -S train.lr=1 --queue\n",
    "part.sh": "dvc repro dvc.yaml:each\n",
}


def test_stages_run_their_commands_in_their_folder() -> None:
    builder = built(FILES)
    assert edges(builder, "stage:dvc.yaml#prepare") == ["5 py:src/prepare.py"]
    assert edges(builder, "stage:dvc.yaml#train") == [
        "8 stage:dvc.yaml#prepare",
        "10 py:src/train.py",
        "11 task:tests#tests",
    ]
    assert "entry stage:dvc.yaml#train" in starts(builder)


def test_templates_are_expanded() -> None:
    builder = built(FILES)
    assert edges(builder, "stage:dvc.yaml#each@one") == ["20 py:src/one.py"]
    assert edges(builder, "stage:dvc.yaml#grid@y-2") == ["25 py:src/y.py"]


def test_the_commands() -> None:
    builder = built(FILES)
    assert reached(builder, "file:go.sh") >= {"stage:dvc.yaml#prepare", "py:src/train.py"}
    assert "py:src/two.py" not in reached(builder, "file:go.sh")
    assert "py:src/two.py" in reached(builder, "file:all.sh")
    assert "py:src/two.py" in reached(builder, "file:part.sh")
    assert sites(builder, "file:go.sh") == ["1 run-pipeline dvc"]


@pytest.mark.parametrize(
    ("file", "found"),
    [
        ("dvc.yaml", ["1 run-pipeline dvc"]),
        ("ml/dvc.yaml", ["1 run-pipeline dvc"]),
        ("ml/old.stage", ["1 run-pipeline dvc"]),
        ("docs/dvc.yaml.md", []),
        ("data.dvc", []),
    ],
)
def test_a_command_runs_nothing_where_no_file_says_what(file: str, found: list[str]) -> None:
    assert sites(built({"go.sh": "dvc repro\n", file: "stages: {}\n"}), "file:go.sh") == found


def test_the_pipeline_is_ordered_by_what_stages_need() -> None:
    builder = built(FILES)
    (pipeline,) = builder.pipelines
    assert pipeline.ordered
    assert [name for name, _ in pipeline.steps][:4] == ["prepare", "train", "each@one", "each@two"]
    assert builder.order == [("stage:dvc.yaml#prepare", "stage:dvc.yaml#train")]


def test_expansion_is_bounded() -> None:
    numbers = ", ".join(map(str, range(1_000)))
    axes = "\n".join(f"      a{n}: [{numbers}]" for n in range(6))
    builder = built({"dvc.yaml": f"stages:\n  g:\n    matrix:\n{axes}\n    cmd: pytest\n"})
    assert len(builder.pipelines[0].steps) == 20


@pytest.mark.parametrize(
    ("dep", "kept"),
    [
        ("data/raw.csv", True),
        ("data/pointed", True),
        ("s3://bucket/raw", True),
        ("src", False),
        ("src/train.py", False),
        ("../params.yaml", False),
    ],
)
def test_the_data_that_a_training_stage_reads_is_recorded(dep: str, kept: bool) -> None:
    text = f"stages:\n  train:\n    cmd: python src/train.py\n    deps: [src/train.py, {dep}]\n"
    files = {"ml/dvc.yaml": text, "ml/src/train.py": "", "ml/data/pointed.dvc": "outs: []\n", "params.yaml": ""}
    assert sites(built(files), "stage:ml/dvc.yaml#train") == (["2 log-dataset dvc"] if kept else [])


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("params: [n]\n    metrics: [m.json]\n", True),
        ("params: [n]\n  score:\n    cmd: python score.py\n    metrics: [m.json: {cache: false}]\n", True),
        ("params: [n]\nmetrics: [m.json]\n", True),
        ("params: [n]\n    outs: [m.json]\n", False),
        ("metrics: [m.json]\n", False),
    ],
)
def test_parameters_of_a_training_stage_beside_metrics_are_a_tracked_run(text: str, kept: bool) -> None:
    built_ = built({"dvc.yaml": f"stages:\n  train:\n    cmd: python train.py\n    {text}", "params.yaml": "n: 1\n"})
    assert sites(built_, "stage:dvc.yaml#train") == (["2 track dvc"] if kept else [])
