"""The online store gives what training saw, bit for bit; views are what a plain loop over months computes."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from tests.data.world import WORLD, features

from churn.core import spec
from churn.features import store
from churn.features.online import OnlineStore
from churn.pipelines.months import MonthFolder


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("parity")
    features(folder, replace(WORLD, customers=1_100))
    return folder


def test_online_equals_offline(root: Path, tmp_path: Path) -> None:
    views = MonthFolder(root / "data/views")
    online = OnlineStore(tmp_path / "online.db")
    for month in views.months():
        online.load(views.read(month))
    now = date(2024, 12, 20)
    customers = views.read("2024-12")[spec.CUSTOMER]
    everybody = store.read(views.file(month) for month in views.months())
    offline = store.as_of(pa.table({spec.CUSTOMER: customers, "as_of": pa.array([now] * len(customers))}), everybody)
    assert len(customers) >= 1_000
    found = online.get(customers.to_pylist(), now)
    order = np.argsort(found[spec.CUSTOMER].to_numpy())
    assert found.take(order).select(spec.FEATURES).equals(offline.cast(pa.schema([
        pa.field(spec.CUSTOMER, pa.int64()), *(found.schema.field(name) for name in spec.FEATURES)
    ])).select(spec.FEATURES))  # fmt: skip


def test_an_older_month_does_not_replace_a_newer_one(root: Path, tmp_path: Path) -> None:
    views = MonthFolder(root / "data/views")
    online = OnlineStore(tmp_path / "online.db")
    online.load(views.read("2024-12"))
    online.load(views.read("2024-11"))
    customer = views.read("2024-12")[spec.CUSTOMER][0].as_py()
    assert online.get([customer], date(2024, 12, 5))[spec.MONTH].to_pylist() == [date(2024, 12, 1)]


def test_stale_and_unknown_customers_have_no_features(root: Path, tmp_path: Path) -> None:
    views = MonthFolder(root / "data/views")
    online = OnlineStore(tmp_path / "online.db")
    online.load(views.read("2024-12"))
    customer = views.read("2024-12")[spec.CUSTOMER][0].as_py()
    assert online.get([customer, 1], date(2024, 12, 31)).num_rows == 1
    assert online.get([customer], date(2025, 2, 1)).num_rows == 0
    assert online.get([customer], date(2024, 11, 30)).num_rows == 0


def test_views_equal_a_loop_over_months(root: Path) -> None:
    clean, views = MonthFolder(root / "data/clean"), MonthFolder(root / "data/views")
    months = clean.months()
    by_month = {m: {row["customer_id"]: row for row in clean.read(m).to_pylist()} for m in months}
    for row in views.read("2024-12").to_pylist()[:150]:
        past = [by_month[m].get(row["customer_id"]) for m in months[-6:]]
        last, three, quarter = past[-1], [p for p in past[-3:] if p], [p for p in past[-4:] if p]
        assert last is not None
        assert row["tickets_3m"] == sum(p["tickets"] for p in three)
        assert row["outages_3m"] == sum(p["outages"] for p in three)
        assert row["late_payments_6m"] == sum(p["late_payments"] for p in past if p)
        assert row["price_change"] == pytest.approx(
            last["monthly_charges"] / quarter[0]["monthly_charges"] - 1, abs=1e-6
        )
        usual = np.mean([p["usage_level"] for p in quarter[:-1]]) if quarter[:-1] else last["usage_level"]
        assert row["usage_trend"] == pytest.approx(last["usage_level"] - usual, abs=1e-5)
