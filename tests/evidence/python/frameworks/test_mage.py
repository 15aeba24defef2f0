"""Pipelines of Mage that code starts, and blocks that score."""

from maturity.commands.examples import collector
from maturity.model.facts.programs import ActivityFact
from maturity.model.rule import Example

TRIGGER = (
    "from mage_ai.orchestration.triggers.api import trigger_pipeline\n"
    "def main():\n    trigger_pipeline('training', check_status=True)\nif __name__ == '__main__':\n    main()\n"
)
PIPELINE = "blocks:\n- uuid: {0}\n  type: transformer\n  upstream_blocks: []\n"
BLOCK = (
    "from mage_ai.data_preparation.decorators import transformer\n"
    "import pandas\n@transformer\ndef run(data, model):\n    {0}\n"
)
FIT = "from sklearn.svm import SVC\n    return SVC().fit(data, data)"
FACTS_OF = collector()


def done(files: dict[str, str]) -> set[tuple[str, str]]:
    collected, _ = FACTS_OF(Example(name="x", files=files))
    return {(fact.activity, fact.root) for fact in collected if isinstance(fact, ActivityFact)}


def test_code_starts_a_pipeline_by_its_name() -> None:
    files = {"ml/pipelines/training/metadata.yaml": PIPELINE.format("fit"), "ml/transformers/fit.py": BLOCK.format(FIT)}
    at = {**files, "start.py": TRIGGER}
    cron = {"crontab": "0 3 * * * python start.py\n"}
    assert ("train", "schedule") in done({**at, **cron})
    assert ("train", "schedule") not in done({**at, "start.py": TRIGGER.replace("'training'", "'other'"), **cron})


def test_a_block_named_for_it_scores_what_it_returns() -> None:
    files = {"ml/pipelines/daily/metadata.yaml": PIPELINE.format("batch_inference")}
    score = BLOCK.format("return model.predict(data)")
    assert ("score", "entry") in done({**files, "ml/transformers/batch_inference.py": score})
    assert ("score", "entry") not in done({"ml/transformers/batch_inference.py": score})
