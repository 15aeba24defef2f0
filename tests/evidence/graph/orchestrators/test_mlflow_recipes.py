"""MLflow Recipes."""

from tests.evidence.graph.building import built

RECIPE = """\
recipe: "regression/v1"
steps:
  ingest: {{INGEST_CONFIG}}
  split:
    split_ratios: [0.8, 0.1, 0.1]
  train:
    using: custom
    estimator_method: estimator_fn
  evaluate:
    validation_criteria:
      - {metric: root_mean_squared_error, threshold: 10}
  register:
    allow_non_validated_model: false
"""


def proofs(text: str, path: str = "recipe.yaml") -> list[str]:
    builder = built({path: text})
    return [f"{site.activity} {site.at}" for sites in builder.graph.sites.values() for site in sites]


def test_the_steps_of_a_recipe_and_what_they_do() -> None:
    builder = built({"recipe.yaml": RECIPE})
    (pipeline,) = builder.pipelines
    assert [name for name, _ in pipeline.steps] == ["ingest", "split", "train", "evaluate", "register"]
    assert pipeline.ordered
    assert proofs(RECIPE) == [
        "prepare-data recipe.yaml:3",
        "prepare-data recipe.yaml:4",
        "train recipe.yaml:6",
        "track recipe.yaml:6",
        "evaluate recipe.yaml:9",
        "gate recipe.yaml:9",
        "register recipe.yaml:12",
    ]


def test_a_template_that_names_no_trainer_trains_nothing() -> None:
    assert "train recipe.yaml:6" not in proofs(RECIPE.replace("using: custom", 'using: ""'))


def test_an_evaluation_without_criteria_is_no_gate() -> None:
    text = "recipe: regression/v1\nsteps:\n  evaluate:\n  register:\n"
    assert proofs(text) == ["evaluate recipe.yaml:3", "register recipe.yaml:4"]


def test_a_recipe_of_a_cook_is_none() -> None:
    assert built({"recipe.yaml": "recipe: bread\nsteps: {train: {using: custom}}\n"}).pipelines == []


def test_values_that_are_no_yaml_are_read_as_what_they_become() -> None:
    filled = RECIPE.replace("[0.8, 0.1, 0.1]", "{{SPLIT_RATIOS|default([0.8, 0.1, 0.1])}}")
    assert proofs(filled) == proofs(RECIPE)


def test_predictions_count_where_they_are_written() -> None:
    scoring = "recipe: regression/v1\nsteps:\n  ingest_scoring: {{SCORING}}\n  predict:\n    output: {{OUTPUT}}\n"
    assert proofs(scoring) == ["score recipe.yaml:4"]
    assert proofs(scoring.replace("output: {{OUTPUT}}", "model_uri: models:/a/1")) == []


def test_the_functions_that_a_step_names_are_followed() -> None:
    code = "def estimator_fn():\n    return 1\n\n\ndef other():\n    return 2\n"
    builder = built({"ml/recipe.yaml": RECIPE, "ml/steps/train.py": code})
    assert [edge.target for edge in builder.graph.edges["stage:ml/recipe.yaml#train"]] == [
        "py:ml/steps/train.py::estimator_fn"
    ]
    assert [site.activity for site in builder.graph.sites["py:ml/steps/train.py::estimator_fn"]] == ["train"]
