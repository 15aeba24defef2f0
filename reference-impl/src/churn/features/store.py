"""The offline store: which features were known for a customer at a point in time."""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from churn.core import spec

STALE_DAYS: Final = 45
"""A snapshot older than this is not used: the customer is gone, or its data does not arrive any more."""

_AS_OF: Final = f"""
SELECT entities.* EXCLUDE (as_of), {", ".join(f"views.{name}" for name in spec.FEATURES)}
FROM entities ASOF JOIN views
    ON entities.{spec.CUSTOMER} = views.{spec.CUSTOMER} AND entities.as_of >= views.{spec.MONTH}
WHERE entities.as_of - views.{spec.MONTH} <= {STALE_DAYS}
ORDER BY entities.as_of, entities.{spec.CUSTOMER}
"""  # noqa: S608 - names are those of the specification


def as_of(entities: pa.Table, views: pa.Table) -> pa.Table:
    """Join to each entity (customer_id, as_of, and what it carries) the newest features of its customer by that day.

    Entities whose customer has none, or none but stale ones, are left out.
    """
    with duckdb.connect() as connection:
        connection.register("entities", entities)
        connection.register("views", views)
        table: pa.Table = connection.sql(_AS_OF).to_arrow_table()
    return table


def read(files: Iterable[Path]) -> pa.Table:
    """Read months of a feature view as one table."""
    return pa.concat_tables(pq.read_table(file, partitioning=None) for file in files)
