"""Stage `compose`: the calibrated mean of the three models, learned on the validation months."""

from typing import Final

from churn import boundary
from churn.core import artifact
from churn.core.models.composite import compose
from churn.pipelines import documents
from churn.pipelines.tables import read
from churn.pipelines.train import MODELS

MEMBERS: Final = ("ftt", "mlp", "trees")
COMPOSITE: Final = MODELS / "composite"


def main() -> None:
    """Run the stage."""
    valid = read("valid")
    members = {name: artifact.load(MODELS / name) for name in MEMBERS}
    # Platt's curve keeps the order of customers; with some hundred leavers, isotonic steps would cost AUC.
    artifact.save(compose(members, valid.batch, valid.labels, method="platt"), COMPOSITE)
    documents.say(f"compose: {', '.join(MEMBERS)}, calibrated on {len(valid.labels)} rows")


if __name__ == "__main__":
    boundary.run(main)
