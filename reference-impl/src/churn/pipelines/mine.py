"""Stage `mine`: groups of customers who leave more or less often than others, found by counting, told as rules."""

from itertools import combinations, pairwise
from pathlib import Path
from typing import Any, Final

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from churn import boundary
from churn.core import spec
from churn.pipelines import documents
from churn.pipelines.split import FEATURES

REPORT: Final = Path("reports/rules.json")
BINS: Final = {
    "age": (30, 45, 65), "tenure_months": (3, 12, 36), "price_change": (0.0001, 0.1), "tickets_3m": (1, 3),
    "late_payments_6m": (1, 2), "days_since_login": (3, 10, 30), "contract_months_left": (1, 2),
}  # fmt: skip
"""Where numbers are cut; each cut is readable to those who act on a rule."""
MIN_SUPPORT: Final = 0.01
MIN_Z: Final = 4.0
"""How many standard errors a group's rate differs: about 1 in 16,000 by chance, for the few thousand groups counted."""
MOST: Final = 40


def mine(train: pa.Table) -> list[dict[str, Any]]:
    """Return the rules of one or two conditions, by how far the group's churn rate is from that of all."""
    conditions = {**{name: name for name in spec.CATEGORICAL}, **{name: _cut(name, at) for name, at in BINS.items()}}
    with duckdb.connect() as connection:
        connection.register("train", train)
        columns = ", ".join(f"{expression} AS {name}" for name, expression in conditions.items())
        connection.execute(f"CREATE TABLE cut AS SELECT {columns}, {spec.TARGET} AS target FROM train")
        total, churned = connection.sql("SELECT count(*), sum(target) FROM cut").fetchall()[0]
        rules = []
        for group in [*((name,) for name in conditions), *combinations(conditions, 2)]:
            names = ", ".join(group)
            counted = f"SELECT count(*), sum(target), {names} FROM cut GROUP BY {names}"
            query = f"{counted} HAVING count(*) >= {MIN_SUPPORT * total}"
            rules += [_rule(group, row, churned / total, total) for row in connection.sql(query).fetchall()]
    found = [rule for rule in rules if abs(rule["z"]) >= MIN_Z]
    return sorted(found, key=lambda rule: (-abs(rule["z"]), str(rule["when"])))[:MOST]


def _cut(name: str, at: tuple[float, ...]) -> str:
    """Return the SQL that names the interval a number lies in."""
    words = [f"below {at[0]:g}", *(f"{low:g} to {high:g}" for low, high in pairwise(at))]
    cases = " ".join(f"WHEN {name} < {edge} THEN '{word}'" for edge, word in zip(at, words, strict=True))
    return f"CASE {cases} ELSE 'from {at[-1]:g}' END"


def _rule(group: tuple[str, ...], row: tuple[Any, ...], base: float, total: int) -> dict[str, Any]:
    rows, churned, *values = row
    rate = churned / rows
    return {
        "when": dict(zip(group, values, strict=True)),
        "rows": rows,
        "support": round(rows / total, 4),
        "churn_rate": round(rate, 4),
        "lift": round(rate / base, 3),
        "z": round((rate - base) / (base * (1 - base) / rows) ** 0.5, 2),
    }


def main() -> None:
    """Run the stage."""
    rules = mine(pq.read_table(FEATURES / "train.parquet"))
    documents.write_json({"rules": rules}, REPORT)
    documents.say(f"mine: {len(rules)} rules")


if __name__ == "__main__":
    boundary.run(main)
