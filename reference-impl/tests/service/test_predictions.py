"""The prediction store: what goes in comes out, by window, by request and with its features."""

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import numpy as np
import pytest
from tests.service.builders import batch, network, release, saved

from churn.core.encode import Batch, encode
from churn.core.spec import CATEGORICAL, FEATURES, NUMERIC
from churn.ops.predictions import Prediction, PredictionStore, Trace, confidence, instant, pack, trace, unpack
from churn.ops.release import ReleaseLog

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def rows(features: Batch, *, request_id: str = "r1", at: datetime = NOON, route: str = "champion") -> list[Prediction]:
    return [
        Prediction(
            request_id, 100 + i, "2026-03-01", instant(at), "mlp", "1", 1, route, digest, 0.1 * i, confidence(0.1 * i),
            None, packed,
        )
        for i, (digest, packed) in enumerate(pack(features))
    ]  # fmt: skip


@pytest.fixture
def store(tmp_path: Path) -> PredictionStore:
    return PredictionStore(tmp_path / "state" / "predictions.db")


def test_a_window_is_half_open_and_in_order(store: PredictionStore) -> None:
    for minutes in (10, 0, 5):
        store.log(rows(batch(1), request_id=f"r{minutes}", at=NOON + timedelta(minutes=minutes)))
    store.log(rows(batch(1), request_id="shade", at=NOON, route="shadow"))
    window = store.window(NOON, NOON + timedelta(minutes=10))
    assert window["request_id"].to_pylist() == ["r0", "shade", "r5"]
    assert store.window(NOON, NOON + timedelta(hours=1), route="shadow")["request_id"].to_pylist() == ["shade"]
    assert store.window(NOON - timedelta(hours=1), NOON).num_rows == 0
    berlin = timezone(timedelta(hours=1))
    assert store.window(NOON.astimezone(berlin), (NOON + timedelta(seconds=1)).astimezone(berlin)).num_rows == 2
    with pytest.raises(ValueError, match="needs its time zone"):
        store.window(NOON.replace(tzinfo=None), NOON)


def test_features_come_back_as_the_model_saw_them(store: PredictionStore) -> None:
    seen = batch(50, seed=3)
    seen.categorical[0, 0] = len(CATEGORICAL["gender"])
    store.log(rows(seen))
    table = store.window(NOON, NOON + timedelta(minutes=1), features=True)
    assert table.column_names[-27:] == list(FEATURES)
    assert table["gender"][0].as_py() is None
    again = encode(table)
    np.testing.assert_array_equal(again.numeric, seen.numeric)
    np.testing.assert_array_equal(again.categorical, seen.categorical)
    assert np.isnan(again.numeric[:, NUMERIC.index("nps")]).any(), "missing values are among the rows"
    assert store.window(NOON - timedelta(1), NOON, features=True).column_names == table.column_names


def test_equal_features_have_equal_digests() -> None:
    one, other = batch(3), batch(3)
    assert [digest for digest, _ in pack(one)] == [digest for digest, _ in pack(other)]
    other.numeric[1, 0] += 1
    assert [a == b for a, b in zip(pack(one), pack(other), strict=True)] == [True, False, True]
    np.testing.assert_array_equal(unpack(b"".join(row for _, row in pack(one))).numeric, one.numeric)


def test_all_rows_or_none(store: PredictionStore) -> None:
    good = rows(batch(2))
    with pytest.raises(Exception, match="NOT NULL"):
        store.log([*good, good[0]._replace(score=None)])  # type: ignore[arg-type]
    assert store.count() == 0


def test_retention_and_a_customers_request(store: PredictionStore) -> None:
    store.log(rows(batch(3), at=NOON - timedelta(days=400)))
    store.log(rows(batch(3), at=NOON))
    assert store.delete(before=NOON - timedelta(days=365)) == 3
    assert store.delete(customer_id=101) == 1
    assert store.window(NOON, NOON + timedelta(1))["customer_id"].to_pylist() == [100, 102]


def test_a_request_is_traced_to_its_run(store: PredictionStore, tmp_path: Path) -> None:
    log = ReleaseLog(tmp_path / "releases")
    deployed = release(log, "canary", saved(network(), tmp_path / "mlp"), "1")
    store.log(rows(batch(2)))
    store.log([row._replace(release=None, route="batch") for row in rows(batch(1), request_id="r2")])
    found = trace(store, log, "r1")
    assert [one.prediction.customer_id for one in found] == [100, 101]
    assert {(one.deployment.run_id, one.deployment.digest) for one in found if one.deployment} == {
        ("run-1", deployed.digest)
    }
    assert trace(store, log, "r2") == [Trace(store.find("r2")[0], None)]
    assert trace(store, log, "unknown") == []
