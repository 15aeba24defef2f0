"""Stage `split`: labels known by now, joined with the features known at their month, divided by time.

No label that became available after `split.now` is read. Months whose labels are not known yet go, without labels, to
open.parquet: they wait for suggestions and for people.
"""

from pathlib import Path
from typing import Final

import pyarrow as pa

from churn import boundary
from churn.core import labels, spec
from churn.features import store
from churn.pipelines import documents, params
from churn.pipelines.acquire import RAW
from churn.pipelines.featurise import VIEWS
from churn.pipelines.months import MonthFolder, write

FEATURES: Final = Path("data/features")
PARTS: Final = ("train", "valid", "test")
FEWEST_KNOWN: Final = 0.9
"""Share of a month's labels that has to be known before the month is used: those reported first are no fair sample."""


def split(settings: params.Split, root: Path = Path()) -> dict[str, list[str]]:
    """Write train, valid, test and open.parquet; return the months of each."""
    views, reported = MonthFolder(root / VIEWS), MonthFolder(root / RAW / "labels")
    months = [month for month in views.months() if month in set(reported.months())]
    known = {month: labels.known(reported.read(month), settings.now) for month in months}
    total = reported.rows()
    ripe = [month for month in months if known[month].num_rows >= FEWEST_KNOWN * total[month]]
    recent = [month for month in ripe if month >= settings.since]
    few = len(PARTS) <= len(recent) < len(ripe)  # until there is a month for each part, old ones help more
    parts = divide(recent if few else ripe, settings.valid_months, settings.test_months, few=few)
    for part, chosen in parts.items():
        write(_labelled(known, views, chosen), root / FEATURES / f"{part}.parquet")
    waiting = [month for month in views.months() if month not in ripe]
    write(_unlabelled(views, waiting), root / FEATURES / "open.parquet")
    return {**parts, "open": waiting}


def divide(months: list[str], valid: int, test: int, *, few: bool = False) -> dict[str, list[str]]:
    """Divide months by time: the last ones test, those before validate, all others train.

    `few` says that the world has turned: of the few months since, no more than a third each validates and tests.
    """
    if few:
        valid, test = min(valid, len(months) // 3), min(test, len(months) // 3)
    if len(months) <= valid + test:
        documents.stop(f"split: {len(months)} months have labels; more than {valid + test} are needed")
    first_valid, first_test = len(months) - valid - test, len(months) - test
    return {"train": months[:first_valid], "valid": months[first_valid:first_test], "test": months[first_test:]}


def _labelled(known: dict[str, pa.Table], views: MonthFolder, months: list[str]) -> pa.Table:
    schema = spec.feature_schema(labelled=True)
    parts = []
    for month in months:
        entities = known[month].append_column("as_of", known[month][spec.MONTH])
        parts.append(store.as_of(entities, views.read(month)).select(schema.names).cast(schema))
    return pa.concat_tables(parts)


def _unlabelled(views: MonthFolder, months: list[str]) -> pa.Table:
    schema = spec.feature_schema(labelled=False)
    return pa.concat_tables([schema.empty_table(), *(views.read(month) for month in months)])


def main() -> None:
    """Run the stage."""
    parts = split(params.load().split)
    documents.write_json(parts, Path("reports/split.json"))
    documents.say("split: " + ", ".join(f"{part} {len(months)} months" for part, months in parts.items()))


if __name__ == "__main__":
    boundary.run(main)
