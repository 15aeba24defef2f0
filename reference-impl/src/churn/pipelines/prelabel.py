"""Stage `prelabel`: suggest labels for the months whose outcome is not known yet, and say how far to trust them.

Suggestions go to people, never into training. How often they agree with the truth is measured on the test months.
"""

from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from churn import boundary
from churn.core import artifact, spec
from churn.core.encode import encode
from churn.pipelines import documents
from churn.pipelines.compose import COMPOSITE
from churn.pipelines.months import write
from churn.pipelines.split import FEATURES
from churn.pipelines.tables import read

SUGGESTED: Final = Path("data/prelabel/suggested.parquet")
REPORT: Final = Path("reports/prelabel.json")
STAYS: Final = 0.05
LEAVES: Final = 0.5
"""Between these the model suggests nothing: people look there first."""


def suggest(scores: NDArray[np.float64]) -> NDArray[np.int8]:
    """Return 1 for leaves, 0 for stays, -1 for no suggestion."""
    return np.select([scores >= LEAVES, scores < STAYS], [1, 0], -1).astype(np.int8)


def agreement(labels: NDArray[Any], suggested: NDArray[np.int8]) -> dict[str, float]:
    """Return the share of rows with a suggestion, and how often each kind of suggestion was right."""
    return {
        "suggested": round(float((suggested >= 0).mean()), 4),
        **{
            f"{name}_right": round(float((labels[suggested == value] == value).mean()), 4)
            for name, value in (("stays", 0), ("leaves", 1))
            if (suggested == value).any()
        },
    }


def main() -> None:
    """Run the stage."""
    model = artifact.load(COMPOSITE)
    waiting = pq.read_table(FEATURES / "open.parquet")
    scores = model.predict(encode(waiting)).round(6)
    keys = waiting.select([spec.CUSTOMER, spec.MONTH])
    write(
        keys.append_column("score", pa.array(scores)).append_column("suggested", pa.array(suggest(scores))), SUGGESTED
    )
    test = read("test")
    report = agreement(test.labels, suggest(model.predict(test.batch)))
    documents.write_json({"rows": waiting.num_rows, **report}, REPORT)
    documents.say(f"prelabel: {waiting.num_rows} rows wait; {report['suggested']:.0%} get a suggestion")


if __name__ == "__main__":
    boundary.run(main)
