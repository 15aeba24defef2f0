"""Stage `featurise`: the feature view of each month, from its clean snapshots and the five months before."""

from datetime import date
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from churn import boundary
from churn.core import spec
from churn.features import views
from churn.features.store import read
from churn.pipelines import documents, params
from churn.pipelines.clean import CLEAN
from churn.pipelines.months import MonthFolder, origin

VIEWS: Final = Path("data/views")
CHUNK: Final = 6
"""Months made together: what they share of their history is read once."""


def featurise(history: int, root: Path = Path()) -> list[str]:
    """Make the views that are new or whose months changed; return them. The first `history` months are only history."""
    clean, folder = MonthFolder(root / CLEAN), MonthFolder(root / VIEWS)
    digests = clean.digests()
    months = list(digests)

    def window(month: str) -> list[str]:
        place = months.index(month)
        return months[max(0, place - views.HISTORY_MONTHS) : place + 1]

    origins = {m: origin(views.CUSTOMER_MONTH, [digests[one] for one in window(m)]) for m in months[history:]}
    new = folder.keep(origins)
    for start in range(0, len(new), CHUNK):
        chunk = new[start : start + CHUNK]
        needed = sorted({one for month in chunk for one in window(month)})
        table = views.customer_month(read(clean.file(one) for one in needed), date.fromisoformat(f"{chunk[0]}-01"))
        for month in chunk:
            folder.put(month, _of(table, month), origins[month])
    return new


def _of(table: pa.Table, month: str) -> pa.Table:
    return table.filter(pc.equal(table[spec.MONTH], pa.scalar(date.fromisoformat(f"{month}-01"))))


def main() -> None:
    """Run the stage."""
    new = featurise(params.load().features.history_months)
    documents.say(f"featurise: {len(new)} new months")


if __name__ == "__main__":
    boundary.run(main)
