"""Stage `behave`: the gate of the model's behaviour. It answers to causes in their direction, and to nothing else."""

from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from churn import boundary
from churn.core import artifact, behaviour
from churn.core.predict import Model
from churn.pipelines import documents, params
from churn.pipelines.compose import COMPOSITE
from churn.pipelines.tables import Labelled, read

REPORT: Final = Path("reports/behaviour.json")
ROWS: Final = 2000


def measure(model: Model, test: Labelled) -> tuple[list[behaviour.Direction], behaviour.Invariance]:
    """Return how scores move with each cause, and with what must not matter."""
    some = test.batch.take(slice(0, ROWS))
    moved = [behaviour.direction(model, some, feature) for feature in behaviour.CAUSES]
    return moved, behaviour.invariance(model, test.table.slice(0, ROWS // 4))


def main() -> None:
    """Run the stage; exit 1 if the model does not behave."""
    most = params.load().gates.max_behaviour_violations
    moved, same = measure(artifact.load(COMPOSITE), read("test"))
    report: dict[str, Any] = {"invariance": asdict(same)}
    report["directions"] = {one.feature: {**asdict(one), "rate": one.rate} for one in moved}
    documents.write_json(report, REPORT)
    lines = [f"{one.feature}: {one.rate:.1%} of the scores fell" for one in moved if not one.holds(most)]
    if not same.holds():
        lines.append(f"scores change with what must not matter: {same}")
    if lines:
        documents.stop(*(f"behave: {line}" for line in lines))
    documents.say(f"behave: {sum(one.pairs for one in moved)} pairs hold")


if __name__ == "__main__":
    boundary.run(main)
