"""Feature views: SQL that turns the clean snapshots of a customer into the features known at a month.

A view looks back only. Windows are sums of integers, so the same rows give the same bits in whatever order they come.
"""

from typing import Final

import duckdb
import pyarrow as pa

from churn.core import spec

HISTORY_MONTHS: Final = 5
"""Months before a snapshot that the longest window reaches back: six with its own."""

_COMPUTED: Final = {
    "price_change": "monthly_charges / first_value(monthly_charges) OVER quarter - 1",
    "usage_trend": "coalesce(usage_level - sum(milli_usage) OVER past / (1000.0 * count(milli_usage) OVER past), 0)",
    "tickets_3m": "sum(tickets) OVER three",
    "late_payments_6m": "sum(late_payments) OVER six",
    "outages_3m": "sum(outages) OVER three",
    "charge_per_usage": "least(monthly_charges / greatest(30 * usage_level, 0.1), 1000)",
    "month_sin": "round(sin(2 * pi() * month(month) / 12), 6)",
    "month_cos": "round(cos(2 * pi() * month(month) / 12), 6)",
}
_NUMBERS: Final = ",\n    ".join(f"({_COMPUTED.get(name, name)})::FLOAT AS {name}" for name in spec.NUMERIC)
_WORDS: Final = ", ".join(spec.CATEGORICAL)
CUSTOMER_MONTH: Final = f"""
WITH snapshots AS (
    SELECT *, round(usage_level * 1000)::BIGINT AS milli_usage FROM clean
)
SELECT {spec.CUSTOMER}, {spec.MONTH},
    {_NUMBERS},
    {_WORDS}
FROM snapshots
WINDOW
    three AS (PARTITION BY customer_id ORDER BY month RANGE BETWEEN INTERVAL 2 MONTHS PRECEDING AND CURRENT ROW),
    six AS (PARTITION BY customer_id ORDER BY month RANGE BETWEEN INTERVAL 5 MONTHS PRECEDING AND CURRENT ROW),
    quarter AS (PARTITION BY customer_id ORDER BY month RANGE BETWEEN INTERVAL 3 MONTHS PRECEDING AND CURRENT ROW),
    past AS (
        PARTITION BY customer_id ORDER BY month
        RANGE BETWEEN INTERVAL 3 MONTHS PRECEDING AND INTERVAL 1 MONTH PRECEDING
    )
QUALIFY {spec.MONTH} >= $first
ORDER BY {spec.MONTH}, {spec.CUSTOMER}
"""  # noqa: S608 - names and expressions are those above


def customer_month(clean: pa.Table, first: object) -> pa.Table:
    """Return the features of each customer and month from `first` on; `clean` holds these months and their history.

    The table has `spec.feature_schema(labelled=False)`, ordered by month and customer.
    """
    with duckdb.connect() as connection:
        connection.register("clean", clean)
        table: pa.Table = connection.sql(CUSTOMER_MONTH, params={"first": first}).to_arrow_table()
    return table.cast(spec.feature_schema(labelled=False))
