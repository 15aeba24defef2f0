"""Stage `analyse`: what the data looks like: a profile of each feature over the training months, and rates by month."""

from pathlib import Path
from typing import Any, Final

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from churn import boundary
from churn.core import spec
from churn.pipelines import documents
from churn.pipelines.split import FEATURES

REPORT: Final = Path("reports/profile.json")
QUANTILES: Final = (0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99)


def analyse(train: pa.Table) -> dict[str, Any]:
    """Return the profile: numbers by mean, spread and quantiles, words by share, months by rows and churn rate."""
    with duckdb.connect() as connection:
        connection.register("train", train)

        def rows(query: str) -> list[tuple[Any, ...]]:
            found: list[tuple[Any, ...]] = connection.sql(query).fetchall()
            return found

        return {
            "rows": train.num_rows,
            "churn_rate": _short(rows(f"SELECT avg({spec.TARGET}) FROM train")[0][0]),
            "numeric": {name: _number(rows, name) for name in spec.NUMERIC},
            "categorical": {name: _word(rows, name) for name in spec.CATEGORICAL},
            "months": [
                {"month": str(month), "rows": count, "churn_rate": _short(rate), "label_delay_days": _short(delay)}
                for month, count, rate, delay in rows(
                    f"SELECT {spec.MONTH}, count(*), avg({spec.TARGET}), avg({spec.AVAILABLE} - {spec.MONTH}) "
                    "FROM train GROUP BY ALL ORDER BY ALL"
                )
            ],
        }


def _number(rows: Any, name: str) -> dict[str, Any]:
    mean, spread, missing, *_ = rows(
        f"SELECT avg({name}), stddev_samp({name}), 1 - count({name}) / count(*) FROM train"
    )[0]
    quantiles = rows(f"SELECT quantile_cont({name}, {list(QUANTILES)}) FROM train")[0][0]
    return {
        "mean": _short(mean),
        "deviation": _short(spread),
        "missing": _short(missing),
        "quantiles": dict(zip(map(str, QUANTILES), map(_short, quantiles), strict=True)),
    }


def _word(rows: Any, name: str) -> dict[str, float]:
    found = rows(f"SELECT {name}, count(*) / sum(count(*)) OVER () FROM train GROUP BY {name} ORDER BY {name}")
    return {word: _short(share) for word, share in found}


def _short(value: float) -> float:
    """Round to six digits: threads may add up numbers in another order."""
    return float(f"{value:.6g}")


def main() -> None:
    """Run the stage."""
    profile = analyse(pq.read_table(FEATURES / "train.parquet"))
    documents.write_json(profile, REPORT)
    documents.say(f"analyse: {profile['rows']} rows, {profile['churn_rate']:.1%} churn")


if __name__ == "__main__":
    boundary.run(main)
