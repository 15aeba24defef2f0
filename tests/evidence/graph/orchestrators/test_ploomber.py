"""Pipelines of Ploomber."""

from tests.evidence.graph.building import built, edges, sites

PIPELINE = """\
tasks:
  - source: tasks.get
    product: output/get.csv
  - source: fit.py
    name: fit
    product: {nb: out.ipynb, model: model.pkl}
    params:
      depth: 3
"""
FILES = {"ml/pipeline.yaml": PIPELINE, "ml/tasks.py": "def get(product):\n    pass\n", "ml/fit.py": "print(1)\n"}


def test_tasks_are_functions_and_scripts_in_their_order() -> None:
    builder = built(FILES)
    (found,) = builder.pipelines
    assert (found.tool, [name for name, _ in found.steps], found.ordered) == ("ploomber", ["get", "fit"], True)
    first, second = (node for _, node in found.steps)
    assert edges(builder, first) == ["2 py:ml/tasks.py::get"]
    assert edges(builder, second) == ["4 py:ml/fit.py"]


def test_a_script_takes_its_parameters_from_the_pipeline() -> None:
    assert sites(built(FILES), "py:ml/fit.py") == ["7 read-parameters ploomber"]
    plain = PIPELINE.partition("    params")[0]
    assert sites(built({**FILES, "ml/pipeline.yaml": plain}), "py:ml/fit.py") == []


def test_other_lists_of_tasks_are_no_pipeline() -> None:
    for text in ("tasks:\n  - source: a.py\n", "tasks:\n  - product: x\n    source:\n", "tasks: [source:, product:]\n"):
        assert built({"pipeline.yaml": text}).pipelines == []
