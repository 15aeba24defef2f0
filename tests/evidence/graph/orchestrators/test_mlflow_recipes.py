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
