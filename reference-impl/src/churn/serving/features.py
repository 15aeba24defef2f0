"""Where the features of a request come from: its body, or the online feature store."""

import asyncio
import sqlite3
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from typing import Any

import numpy as np
import pyarrow as pa

from churn.core.encode import Batch, encode
from churn.core.spec import CUSTOMER, MONTH
from churn.serving import arrow_io
from churn.serving.contract import Row, encode_features
from churn.serving.metrics import Metrics
from churn.serving.service import Asked, Unavailable

Online = Callable[[Sequence[int], date], pa.Table]
"""Returns the newest features that these customers have today: `churn.features.online.OnlineStore.get`."""


class Unknown(Exception):
    """A row without features, for a customer whom the online feature store does not know."""


class FeatureSource:
    """Makes requests to the service out of bodies."""

    def __init__(self, metrics: Metrics, online: Online | None) -> None:
        self._metrics = metrics
        self._online = online

    async def from_rows(self, request_id: str, rows: Sequence[Row]) -> Asked:
        """Encode validated rows, those without features from the store; raises Unknown."""
        default = this_month()
        months = [row.month or default for row in rows]
        given = [row.features for row in rows if row.features is not None]
        if len(given) == len(rows):
            batch = self._encoded(given)
        else:
            batch = await self._completed(rows, given, months)
        customers = np.array([row.customer_id for row in rows], dtype=np.int64)
        return Asked(request_id, customers, [month.isoformat() for month in months], batch)

    def from_arrow(self, request_id: str, body: bytes, max_rows: int) -> Asked:
        """Encode an Arrow IPC stream; raises arrow_io.BadTable."""
        table = arrow_io.read(body, max_rows)
        customers = table[CUSTOMER].combine_chunks().cast(pa.int64()).to_numpy(zero_copy_only=False)
        return Asked(request_id, customers, arrow_io.months(table, this_month()), encode(table))

    async def _completed(self, rows: Sequence[Row], given: Sequence[Any], months: list[date]) -> Batch:
        """Put looked-up rows between the given ones, in the order of the request, and their months into `months`."""
        if self._online is None:
            raise Unknown("a row has no features, and this server no online feature store; send the features")
        wanted = [row.customer_id for row in rows if row.features is None]
        try:
            table = await asyncio.to_thread(self._online, wanted, datetime.now(UTC).date())
        except sqlite3.Error as error:
            raise Unavailable(f"the online feature store cannot be read: {error}") from error
        found = dict(zip(table[CUSTOMER].to_pylist(), range(table.num_rows), strict=True))
        known = table[MONTH].to_pylist()
        order: list[int] = []
        for position, row in enumerate(rows):
            if row.features is not None:
                order.append(table.num_rows + position - sum(place < table.num_rows for place in order))
            elif (place := found.get(row.customer_id)) is not None:
                order.append(place)
                months[position] = known[place]
            else:
                raise Unknown(f"rows.{position}: no fresh features of this customer are known; send the features")
        looked_up = encode(table)
        return (Batch.concat([looked_up, self._encoded(given)]) if given else looked_up).take(np.array(order))

    def _encoded(self, features: Sequence[Any]) -> Batch:
        batch, unknown = encode_features(features)
        if unknown:
            self._metrics.unknown_categories.inc(unknown)
        return batch


def this_month() -> date:
    """Return the first day of the running month, UTC."""
    return datetime.now(UTC).date().replace(day=1)
