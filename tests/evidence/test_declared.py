"""Declared resources prove what a platform does by itself."""

import pytest

from maturity.commands.examples import collector
from maturity.model.facts.code import ParameterSourceFact
from maturity.model.facts.programs import ActivityFact
from maturity.model.rule import Example

ROLLOUT = (
    "apiVersion: argoproj.io/v1alpha1\nkind: Rollout\n"
    "spec:\n  strategy:\n    canary:\n      steps:\n        - setWeight: 20\n"
)
FACTS_OF = collector()


def declared(files: dict[str, str]) -> list[tuple[str, str]]:
    collected, _ = FACTS_OF(Example(name="x", files=files))
    return [
        (fact.activity, str(fact.at))
        for fact in collected
        if isinstance(fact, ActivityFact) and fact.root == "declared"
    ]


def test_a_canary_is_in_force_because_it_is_declared() -> None:
    assert ("split-traffic", "deploy/rollout.yaml:5") in declared({"deploy/rollout.yaml": ROLLOUT})


@pytest.mark.parametrize("path", ["vendor/chart/rollout.yaml", "docs/rollout.md"])
def test_a_foreign_copy_and_prose_declare_nothing(path: str) -> None:
    assert declared({path: ROLLOUT}) == []


def test_a_file_of_nginx_is_looked_at() -> None:
    text = "upstream m {\n  server blue:80 weight=9;\n  server green:80 weight=1;\n}\n"
    assert declared({"deploy/nginx.conf": text}) == [("split-traffic", "deploy/nginx.conf:2")]
    assert declared({"deploy/other.conf": text}) == []


def test_a_commented_canary_declares_nothing() -> None:
    assert declared({"rollout.yaml": "".join(f"# {line}\n" for line in ROLLOUT.splitlines())}) == []


SCRIPT = (
    "from trl import SFTConfig, SFTTrainer, TrlParser\n\n\ndef main(arguments):\n"
    '    SFTTrainer(model="m", args=arguments, train_dataset="d").train()\n\n\nif __name__ == "__main__":\n'
    "    main(TrlParser(SFTConfig).parse_args_and_config()[0])\n"
)


@pytest.mark.parametrize(
    ("script", "recipe", "tracked"),
    [
        (SCRIPT, "report_to:\n- wandb\n", True),
        (SCRIPT, "report_to: tensorboard\n", True),
        (SCRIPT, "report_to:\n- none\n", False),
        ("import json\nprint(json.dumps({}))\n", "report_to:\n- wandb\n", False),
    ],
)
def test_a_recipe_of_training_arguments_tracks_where_a_program_parses_it(
    script: str, recipe: str, *, tracked: bool
) -> None:
    collected, _ = FACTS_OF(Example(name="x", files={"sft.py": script, "recipes/sft.yaml": recipe}))
    found = [fact for fact in collected if isinstance(fact, ActivityFact) and fact.activity == "track"]
    assert any("train" in fact.beside for fact in found) is tracked


def test_a_jsonnet_configuration_of_allennlp_trains_with_parameters_of_its_own() -> None:
    config = '{{\n  "{reader}": {{"type": "tsv"}},\n  "trainer": {{"num_epochs": 5}}\n}}\n'
    for reader, training in (("dataset_reader", True), ("datasource", False)):
        collected, _ = FACTS_OF(Example(name="x", files={"fit.jsonnet": config.format(reader=reader)}))
        (source,) = [fact for fact in collected if isinstance(fact, ParameterSourceFact)]
        assert source.training is training
